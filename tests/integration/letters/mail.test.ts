import { createHash, createVerify, generateKeyPairSync } from "node:crypto"
import fc from "fast-check"
import { simpleParser } from "mailparser"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { bounceAddress, closingLine, readBounceAddress } from "#lib/domain/letters/mail"
import type { RelayedFields } from "#lib/domain/letters/schema"
import { letterFields } from "#lib/domain/letters/schema"
import { env } from "#lib/platform/env"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { db } from "#lib/platform/db"
import { tidyText } from "#lib/shared/text"
import { LOCALES } from "#lib/shared/locales"
import { createLetter, createLetterCampaign, letterFieldsOf, letterOf } from "#tests/factories/letter"
import { clearLetters, NOON, openPostOffice, type PostOffice, readText } from "./support"

let post: PostOffice

beforeAll(loadKeyring)
beforeEach(clearLetters)
afterEach(() => post.close())

const SITE = "Two Minutes"

/** The form as a browser posts it. */
const typed = () => ({ ...letterFieldsOf(), country: "" })

async function deliver(changes: Partial<RelayedFields> = {}) {
  const campaign = await createLetterCampaign()
  const made = await createLetter(campaign, changes, { now: NOON })
  // What a moderator would let pass: this is about the mail, not about what it says.
  await db().letterDelivery.deleteMany({ where: { letter: { state: "HELD" } } })
  await post.work()
  const raw = post.smtp.received.at(-1)!
  return { ...made, received: raw, mail: await simpleParser(raw.raw) }
}

describe("the letter as mail", () => {
  it("arrives as previewed, from us in the writer's name, with one line of ours and nothing else", async () => {
    post = await openPostOffice()
    const body =
      "Dear Director,\n\n“Quotes”, 'apostrophes' and – dashes.\n  Two spaces before, two after.  \n\n\nThree breaks.\n.\nA line with a dot alone.\nFrom the start of a line.\n\nYours,\n{{name}}"
    const { mail, letter, received } = await deliver({ body, name: "Ana María" })
    expect(readText(mail.text)).toBe(`${letter.text}\n\n${closingLine("en", SITE, "nobody")}\n`)
    expect(letter.text).toContain("  Two spaces before, two after.  \n\n\nThree")
    expect(mail.subject).toBe("Please act")
    expect(mail.from?.value).toEqual([{ name: `Ana María via ${SITE}`, address: "letters@localhost" }])
    expect(mail.replyTo).toBeUndefined()
    expect(mail.html).toBe(false)
    expect(mail.attachments).toEqual([])
    expect(mail.text).not.toMatch(/https?:|www\./)
    expect(received).toMatchObject({ from: "letters@localhost", to: ["office@target.example"] })
    expect([...mail.headers.keys()].sort()).toEqual(
      [
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
      ].sort(),
    )
  })

  it("names the writer's address for replies only when they chose that", async () => {
    post = await openPostOffice()
    const { mail, fields } = await deliver({ route: "relay-reply" })
    expect(mail.replyTo?.value).toEqual([{ name: "Ana", address: fields.email }])
    expect(readText(mail.text)).toContain("Reply goes to the writer.")
    const silent = await deliver()
    expect(silent.received.raw).not.toContain(silent.fields.email)
  })

  it.each(LOCALES)("says who vouches for it in the letter's language: %s", async (locale) => {
    post = await openPostOffice()
    const bodies = {
      en: "Dear Director, please act before the summer comes.",
      es: "Estimada señora: le pido que actúe antes del verano.",
      fr: "Madame, je vous prie d'agir avant l'été qui vient.",
      ru: "Уважаемый директор, прошу вас действовать до лета.",
      zh: "尊敬的主任：请您在夏天到来之前采取行动，这里的人们非常需要。谢谢您的关注。",
    }
    const { mail, letter } = await deliver({ locale, body: bodies[locale], name: "Анна 安娜 Ána" })
    expect(readText(mail.text)).toBe(`${letter.text}\n\n${closingLine(locale, SITE, "nobody")}\n`)
  })

  it("keeps every character of a text, whatever it is (trust.md I10)", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(..."aé漢Ж\n .=\t\"'<>&"),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 400,
    })
    const samples = fc.sample(text, 25).map((one) => `Dear Director, ${one}`)
    let sent = 0
    for (const body of samples) {
      const parsed = letterFields.safeParse({ ...typed(), body })
      if (!parsed.success || parsed.data.route === "self" || body.includes("{{")) continue
      const { id, letter } = await createLetter(campaign, { body: parsed.data.body }, { now: NOON })
      expect(letter.text).toBe(tidyText(body))
      await db().letter.updateMany({ where: { id, state: "HELD" }, data: { state: "RELEASED" } })
      await db().letterDelivery.createMany({
        data: [{ id: newId(), letterId: id, targetId: campaign.target.id, dueAt: NOON }],
        skipDuplicates: true,
      })
      await post.work()
      const mail = await simpleParser(post.smtp.received.at(-1)!.raw)
      expect(readText(mail.text)).toBe(`${letter.text}\n\n${closingLine("en", SITE, "nobody")}\n`)
      sent++
    }
    expect(sent).toBeGreaterThan(15)
  })
})

describe("hostile values", () => {
  const VALUES = [
    "Ana\r\nBcc: thief@evil.example",
    "Ana\nSubject: other",
    "Ana\rX-Header: 1",
    '"Ana" <thief@evil.example>, b@evil.example',
    "Ana <thief@evil.example>",
    "a@evil.example, b@evil.example",
    "=?utf-8?q?Ana=0D=0ABcc:_thief=40evil.example?=",
    "Ana\u2028Bcc: thief@evil.example",
    "Ana\u0000\u0008Bcc: thief@evil.example",
    ".\r\nQUIT\r\n",
    "\r\n.\r\nMAIL FROM:<x@evil.example>",
    "Group: a@evil.example;",
    "(comment) Ana",
  ]
  const FIELDS = ["name", "subject", "body", "own", "town", "organisation", "role"] as const

  it.each(FIELDS)("in %s change no header and no envelope", async (field) => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const shape = async ({ raw, from, to }: (typeof post.smtp.received)[number]) => {
      const mail = await simpleParser(raw)
      const keys = mail.headerLines.map(({ key }) => key).sort()
      return { keys, from, to, sender: mail.from?.value.map(({ address }) => address), parts: mail.attachments.length }
    }
    await createLetter(campaign, {}, { now: NOON })
    await post.work()
    const control = await shape(post.smtp.received[0]!)
    for (const value of VALUES) {
      const words = field === "body" ? `Dear Director,\n${value}\nplease act before the summer.` : value
      const parsed = letterFields.safeParse({ ...typed(), [field]: words })
      // What the form refuses, e.g. a web address as a name, never becomes a letter.
      if (!parsed.success || parsed.data.route === "self") continue
      const { id } = await createLetter(campaign, parsed.data, { now: NOON })
      await db().letter.updateMany({ where: { id, state: "HELD" }, data: { state: "RELEASED" } })
      await db().letterDelivery.createMany({
        data: [{ id: newId(), letterId: id, targetId: campaign.target.id, dueAt: NOON }],
        skipDuplicates: true,
      })
      await post.work()
      expect((await letterOf(id)).delivery?.state, value).toBe("ACCEPTED")
      expect(await shape(post.smtp.received.at(-1)!), value).toEqual(control)
    }
    expect(post.smtp.received.length).toBeGreaterThan(5)
    expect(
      post.smtp.received
        .map(({ to }) => to)
        .flat()
        .join(),
    ).not.toContain("evil")
  })

  it("in the address are refused, or stay one address", async () => {
    post = await openPostOffice()
    for (const value of [
      ...VALUES,
      "a@b.example\r\nBcc: c@evil.example",
      "a@b.example,c@evil.example",
      "<a@b.example>",
    ]) {
      expect(letterFields.safeParse({ ...typed(), email: value }).success, value).toBe(false)
    }
  })
})

describe("what vouches for a letter", () => {
  it("is a DKIM signature, where a key is set", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    })
    post = await openPostOffice(undefined, { dkim: { domainName: "site.example", keySelector: "mail", privateKey } })
    const { received } = await deliver({ body: "Dear Director,\n\nзвук and 漢字, long enough to be a letter.\n\n\n" })
    expect(verifyDkim(received.raw, publicKey)).toBe(true)
    expect(verifyDkim(received.raw.replace(/^Subject: .*$/m, "Subject: other"), publicKey)).toBe(false)
    expect(verifyDkim(received.raw.replace(/letter/g, "lettre"), publicKey)).toBe(false)
  })

  it("is a return path of its own for each letter, where somebody takes what comes back", async () => {
    post = await openPostOffice()
    vi.spyOn(await import("#lib/platform/env"), "env").mockReturnValue({ ...env(), BOUNCE_SECRET: "x".repeat(32) })
    const { received, id } = await deliver()
    const { delivery } = await letterOf(id)
    expect(received.from).toBe(bounceAddress(delivery!.id))
    expect(received.from.split("@")[0]!.length).toBeLessThanOrEqual(64)
    expect(readBounceAddress(received.from.toUpperCase())).toBe(delivery!.id)
    const forged = received.from.replace(/.(?=@)/, (last) => (last === "0" ? "1" : "0"))
    expect(readBounceAddress(forged)).toBeNull()
    expect(readBounceAddress("letters@localhost")).toBeNull()
  })
})

/** Checks the first DKIM signature of a mail: relaxed/relaxed, rsa-sha256 (RFC 6376 §3.4). */
function verifyDkim(raw: string, publicKey: string): boolean {
  const at = raw.indexOf("\r\n\r\n")
  const lines = raw.slice(0, at).split(/\r\n(?![ \t])/)
  const body = `${raw
    .slice(at + 4)
    .replace(/[ \t]+(?=\r\n)/g, "")
    .replace(/[ \t]+/g, " ")
    .replace(/(?:\r\n)+$/, "")}\r\n`
  const relaxed = (line: string) => {
    const colon = line.indexOf(":")
    return `${line.slice(0, colon).toLowerCase().trim()}:${line
      .slice(colon + 1)
      .replace(/\r\n/g, "")
      .replace(/[ \t]+/g, " ")
      .trim()}`
  }
  const own = lines.find((line) => /^dkim-signature:/i.test(line)) ?? ""
  const tag = (name: string) =>
    new RegExp(`(?:^|;)\\s*${name}=([^;]*)`).exec(own.slice(own.indexOf(":") + 1).replace(/\s+/g, ""))?.[1] ?? ""
  if (createHash("sha256").update(body, "utf8").digest("base64") !== tag("bh")) return false
  const signed = tag("h")
    .split(":")
    .flatMap((name) => lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)).map(relaxed))
  const head = `${signed.join("\r\n")}\r\n${relaxed(own).replace(/b=[^;]*$/, "b=")}`
  return createVerify("RSA-SHA256").update(head).verify(publicKey, tag("b"), "base64")
}
