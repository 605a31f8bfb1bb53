import { beforeEach, describe, expect, it, vi } from "vitest"
import { composeMail, type OpenMessage } from "#lib/domain/mail/compose"
import { messageSchemas, type MessageTemplate } from "#lib/domain/mail/schema"
import { isPlainName } from "#lib/domain/mail/templates"
import { readContent } from "#lib/platform/content-files"
import { LOCALES, type Locale } from "#lib/shared/locales"

const settings = vi.hoisted((): { values: Record<string, string> } => ({ values: {} }))
vi.mock("#lib/platform/env", () => ({ env: () => settings.values }))

const BASE = "https://petition.example.org"
const NAMES = { siteName: "Project SAFE", orgName: "Project SAFE" }
const TOKEN = "AbCdEfGhIjKlMnOpQrStUv"
const TEMPLATES = Object.keys(messageSchemas) as MessageTemplate[]

const OUR_PATHS = [
  ...[
    `confirm/${TOKEN}`,
    `r/${TOKEN}`,
    `login/link/${TOKEN}`,
    `d/${TOKEN}`,
    "c/[a-z0-9-]+/letter",
    "unsubscribe/[\\w-]{22}",
    "login",
  ],
  ...["n/[a-z0-9]+", "c/amnesty-2015/updates/3", "admin", "admin/account"],
  ...["m/[a-z0-9]+", "c/[a-z0-9-]+/comments\\?at=(?<id>[a-z0-9]+)#comment-\\k<id>"],
]

const data = {
  title: "Stand with sex workers. Adopt the policy.",
  name: "Ana",
  showName: false,
  token: TOKEN,
  code: "012345",
  slug: "amnesty-2015",
  number: 1284,
  asksReplies: true,
  replier: "Ana",
  publicId: "k3v9x2m7",
  stopToken: "ZyXwVuTsRqPoNmLkJiHgFe",
  recipientName: "Salil Shetty",
  organisation: "Amnesty International",
  address: "office@target.example",
  on: "2026-11-24",
  n: 12,
  isBounced: false,
  reason: "topic",
  ...{ signatures: 3, letters: 1, waiting: 2, problems: 0 },
  words: {
    title: "The council has read our letter",
    paragraphs: ["It answered on Monday."],
    campaignTitle: "Stand with sex workers. Adopt the policy.",
    path: "/c/amnesty-2015/updates/3",
    shortPath: "/n/k3v9x2m7",
    isForeign: false,
  },
}

const message = (changes: Partial<OpenMessage> = {}): OpenMessage => ({
  id: "01900000-0000-7000-8000-000000000000",
  template: "signature.confirm",
  locale: "en",
  isDiscreet: false,
  to: "ana@example.org",
  data,
  ...changes,
})

const compose = (changes: Partial<OpenMessage> = {}) => composeMail(message(changes), NAMES)

const every = LOCALES.flatMap((locale) =>
  TEMPLATES.flatMap((template) => [true, false].map((isDiscreet) => ({ locale, template, isDiscreet }))),
)

beforeEach(() => {
  settings.values = { baseUrl: BASE }
})

describe("composeMail", () => {
  it("writes the confirmation in the words of product.md 7.1", () => {
    expect(compose().text).toBe(
      [
        "Hello,",
        "Please confirm that you want to sign “Stand with sex workers. Adopt the policy.”. Open this page and press the button:",
        `${BASE}/confirm/${TOKEN}`,
        "Or type this code on the page you have open: 012345",
        "The link works for 7 days, the code for 30 minutes. Until you confirm, nothing is counted. Your name is hidden.",
        `You get this because this address was used at Project SAFE. Not you? Do nothing, or delete the details: ${BASE}/confirm/${TOKEN}\n`,
      ].join("\n\n"),
    )
    expect(compose().subject).toBe("Please confirm your e-mail address")
    expect(compose({ data: { ...data, showName: true } }).text).toContain("Your name is shown.")
  })

  it("writes the receipt with its number, and without one", () => {
    const receipt = compose({ template: "signature.receipt" })
    expect(receipt.text).toContain("Thank you, Ana.")
    expect(receipt.text).toContain("You are number 1,284 to sign “Stand with sex workers. Adopt the policy.”.")
    expect(receipt.text).toContain(`${BASE}/r/${TOKEN}`)
    const unnumbered = compose({ template: "signature.receipt", data: { ...data, number: null } }).text
    expect(unnumbered).toContain("You have signed “Stand with sex workers. Adopt the policy.”.")
    expect(unnumbered).not.toContain("number")
  })

  it("answers a second signature from the data of the first mail", () => {
    expect(compose({ template: "signature.already-signed" }).text).toContain(`${BASE}/r/${TOKEN}`)
  })

  it("writes news with its words, and without them where it has to be discreet", () => {
    const bulk = { ...data, token: "ZyXwVuTsRqPoNmLkJiHgFe" }
    const stop = `${BASE}/unsubscribe/ZyXwVuTsRqPoNmLkJiHgFe`
    const news = compose({ template: "campaign.update", data: bulk })
    expect(news.subject).toBe("News for you")
    expect(
      composeMail(message({ template: "campaign.update", data: bulk }), { ...NAMES, orgShort: "PS" }).subject,
    ).toBe("News from PS")
    expect(news.text).toBe(
      [
        "The council has read our letter",
        "It answered on Monday.",
        `Read it on the site: ${BASE}/c/amnesty-2015/updates/3`,
        `Stop these messages with one press: ${stop}`,
        `You get this because you asked for news at Project SAFE. To stop it, or to withdraw and delete your details: ${stop}\n`,
      ].join("\n\n"),
    )
    expect(news.headers).toMatchObject({
      "List-Unsubscribe": `<${stop}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    })
    const discreet = compose({ template: "campaign.update", data: bulk, isDiscreet: true })
    expect(discreet.text).toContain(
      `There is news. Read it here:\n\n${BASE}/n/k3v9x2m7\n\nStop these messages: ${stop}`,
    )
    expect(discreet.text).not.toContain("council")
    expect(() => compose({ template: "campaign.update", data: { ...bulk, words: null } })).toThrow("lost its words")
  })

  it("offers no deletion where nothing is held any more", () => {
    for (const isDiscreet of [true, false]) {
      expect(compose({ template: "signature.withdrawn", isDiscreet }).text).not.toContain("http")
    }
  })

  it.each(every)("says the same in both parts, with no link but ours: $locale $template $isDiscreet", (kind) => {
    const mail = compose(kind)
    const words = mail.html
      .replace(/<head>.*?<\/head>/s, "")
      .replace(/<[^>]*>/g, "")
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
    expect(words.replace(/\s+/g, " ").trim()).toBe(mail.text.replace(/\s+/g, " ").trim())
    expect(mail.subject.length).toBeLessThan(60)
    expect(mail.html).toContain(`<html lang="${kind.locale}">`)
    expect(mail.html).not.toMatch(/<(img|script|style|link|iframe)|style=|src=/i)
    const prefix = kind.locale === "en" ? "" : `/${kind.locale}`
    const found = mail.text.match(/https?:\/\/\S+/g) ?? []
    for (const url of found) expect(url).toMatch(new RegExp(`^${BASE}${prefix}/(${OUR_PATHS.join("|")})$`))
    expect(mail.html.match(/href="/g)?.length ?? 0).toBe(found.length)
  })

  it("sends as the organisation, or neutrally to who asked for that", () => {
    expect(compose().from).toEqual({ name: "Project SAFE", address: "no-reply@petition.example.org" })
    expect(compose({ isDiscreet: true }).from.name).toBe("Account messages")
    settings.values = { baseUrl: BASE, MAIL_FROM: "post@mail.example.net", NEUTRAL_SENDER: "Mailbox" }
    expect(compose({ isDiscreet: true }).from).toEqual({ name: "Mailbox", address: "post@mail.example.net" })
  })

  it("can be stopped by one press of the mail program where it comes more than once (RFC 8058)", () => {
    const { headers, text } = compose({ template: "comment.reply" })
    expect(headers).toEqual({
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": `<${BASE}/unsubscribe/${data.stopToken}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    })
    expect(text).toContain(`Stop these messages: ${BASE}/unsubscribe/${data.stopToken}`)
    expect(compose().headers).toEqual({ "Auto-Submitted": "auto-generated" })
  })

  it("has a sender where the site has no name", () => {
    for (const baseUrl of ["http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost:3000"]) {
      settings.values = { baseUrl }
      expect(compose().from.address).toBe("no-reply@localhost")
    }
  })

  it("puts discreet links on the discreet address", () => {
    settings.values = { baseUrl: BASE, DISCREET_BASE_URL: "https://m.example.net/" }
    expect(compose({ isDiscreet: true, locale: "ru" }).text).toContain(`https://m.example.net/ru/confirm/${TOKEN}`)
    expect(compose({ isDiscreet: true }).text).not.toContain(BASE)
    expect(compose().text).toContain(`${BASE}/confirm/`)
  })

  it("makes the same mail of the same message, so that a copy is known as one", () => {
    expect(compose()).toEqual(compose())
    expect(compose().messageId).toBe("<01900000-0000-7000-8000-000000000000@petition.example.org>")
    expect(compose().headers).toEqual({ "Auto-Submitted": "auto-generated" })
  })

  it("refuses data that does not fit", () => {
    expect(() => compose({ data: { ...data, token: undefined } })).toThrow()
  })
})

describe("what a stranger typed", () => {
  const hostile = '<a href="https://evil.example">&{title}{url}\r\nBcc: x@evil.example'

  it("is not in a mail to an address that nobody has confirmed", () => {
    for (const isDiscreet of [true, false]) {
      const mail = compose({ isDiscreet, data: { ...data, name: "Zoltan" } })
      expect(JSON.stringify(mail)).not.toContain("Zoltan")
    }
  })

  it("stays text, and changes neither subject nor headers", () => {
    const mail = compose({ template: "signature.receipt", data: { ...data, title: hostile, name: "A'na & {n}" } })
    const plain = compose({ template: "signature.receipt" })
    expect(mail.text).toContain("Thank you, A'na & {n}.")
    expect(mail.text).toContain(hostile)
    expect(mail.html).not.toContain('<a href="https://evil')
    expect({ ...mail, text: "", html: "" }).toEqual({ ...plain, text: "", html: "" })
  })

  it("is left out of the greeting when a mail program would make a link of it", () => {
    const links = [
      "https://evil.example",
      "evil.example",
      "Ana@evil.example",
      "ＥＶＩＬ．ＣＯＭ",
      "www.evil",
      "a\nb",
      "пример.рф",
    ]
    for (const name of links) {
      expect(isPlainName(name), name).toBe(false)
      const { text } = compose({ template: "signature.already-signed", data: { ...data, name } })
      expect(text.startsWith("Hello,\n\n"), name).toBe(true)
    }
  })

  it("keeps the names that people have", () => {
    for (const name of [
      "Ana",
      "J. R. R. Tolkien",
      "J.R.",
      "Dr. O'Neill-Šimić",
      "王小明",
      "Анна П.",
      "Мария",
      "أمل",
      "🌂",
    ]) {
      expect(isPlainName(name), name).toBe(true)
    }
  })
})

/** product.md §11. Word beginnings, in each language and everywhere. */
const DENIED: Record<Locale, RegExp> = {
  en: /\bsex|\bworker|\bpetition|amnesty|umbrella|\brights?\b|\bcampaign|\bsign(?![- ]in)|safe|prostit|traffick|decrimin/i,
  es: /sex|trabaj|petici|amnist|paragu|derech|campañ|\bfirm|prostit|\btrata\b|despenal/i,
  fr: /sexe|sexu|travail|pétition|amnesty|parapluie|\bdroits?\b|campagne|sign(?![- ]in)|prostit|\btraite\b|décrimin/i,
  ru: /секс|работ|петици|амнист|зонт|\bправа?\b|кампани|подпис|прост?итут|торговл|декримин/i,
  zh: /性|工作|请愿|特赦|伞|权|运动|签名|签署|卖淫|拐卖|非罪/,
}

describe("what others may see", () => {
  it.each(every)("is neutral: subject, and all of a discreet mail: $locale $template $isDiscreet", async (kind) => {
    const mail = compose(kind)
    const petition = await readContent("petition", kind.locale)
    const own = [petition?.fields.title, petition?.fields.ask, "Project SAFE", data.title]
      .flatMap((text) => String(text).split(/[^\p{L}]+/u))
      .filter((word) => word.length >= 5)
    const seen = kind.isDiscreet ? [mail.subject, mail.text, mail.html, mail.from.name] : [mail.subject]
    for (const text of seen) {
      const words = text.replace(/https?:\/\/[^\s"<]+/g, "")
      for (const denied of Object.values(DENIED)) expect(words).not.toMatch(denied)
      for (const word of own) expect(words.toLowerCase()).not.toContain(word.toLowerCase())
      expect(words).not.toContain("Ana")
    }
    if (kind.isDiscreet) expect(mail.text).not.toContain("amnesty-2015")
  })
})
