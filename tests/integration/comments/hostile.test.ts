import { Parser } from "htmlparser2"
import { simpleParser } from "mailparser"
import sax from "sax"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { contentOf } from "#lib/domain/comments/details"
import { settleComments } from "#lib/domain/comments/decide"
import { createSender } from "#lib/domain/mail/sender"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { openMailer } from "#lib/platform/smtp"
import { hashToken, newToken } from "#lib/platform/tokens"
import { createCampaign } from "#tests/factories/campaign"
import { bodyOf } from "#tests/factories/comment"
import { startHandlers } from "#tests/support/handlers"
import { createHostile, HOSTILE_PLACES } from "#tests/support/hostile-comments"
import { HOSTILE_VALUES, largeHostileValues } from "#tests/support/hostile-corpus"
import { ask } from "#tests/support/http"
import { startSmtp } from "#tests/support/smtp"

let web: Awaited<ReturnType<typeof startHandlers>>
let port: number

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
  port = web.port
})
afterAll(() => web.close())

const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" }
const FIELDS = ["body", "name", "email", "website", "parent", "notify", "showAs", "from", "proof", "made", "locale"]

/** As part of an address; lone halves of characters have no code there. */
const encode = (text: string) => encodeURIComponent(text.toWellFormed()).slice(0, 6_000)

let made = 0
const harmless = () => ({
  body: `A harmless comment, number ${(made += 1)}, of a test.`,
  name: "Ana",
  email: `post-${made}@example.org`,
})

const CHUNK = 25
const chunks = Array.from({ length: Math.ceil(HOSTILE_PLACES.length / CHUNK) }, (_, index) =>
  HOSTILE_PLACES.slice(index * CHUNK, (index + 1) * CHUNK),
)

/** The elements of a piece of HTML, as a browser would see them, with their attributes' names. */
function elementsOf(html: string): Set<string> {
  const found = new Set<string>()
  const parser = new Parser({
    onopentag: (name, attributes) => void found.add([name, ...Object.keys(attributes).sort()].join(" ")),
    oncomment: () => void found.add("<!-- -->"),
    onprocessinginstruction: (name) => void found.add(name),
  })
  parser.end(html)
  return found
}

const IN_COMMENTS = ["p dir", "br", "a href rel"]

/** Lets everything take effect, and mails what has to be mailed. @returns the mails as the server received them. */
async function mailAll() {
  while ((await settleComments(new Date(Date.now() + 60_000))) > 0);
  const smtp = await startSmtp()
  const mailer = openMailer(smtp.url, { hostname: "localhost", connections: 4 })
  const sender = createSender(mailer, { concurrency: 4, patienceMs: 500 })
  await expect
    .poll(
      async () => {
        await sender.run()
        return db().message.count({ where: { state: { in: ["QUEUED", "SENDING"] } } })
      },
      { timeout: 60_000 },
    )
    .toBe(0)
  await sender.stop()
  await smtp.stop()
  return smtp.received
}

describe("hostile text", () => {
  it("in any field of the form is answered without a fault", async () => {
    const campaign = await createCampaign()
    for (const field of FIELDS) {
      for (const { name, text } of HOSTILE_VALUES) {
        const body = new URLSearchParams({ ...harmless(), [field]: text }).toString()
        const { status } = await ask(port, `/c/${campaign.slug}/comments`, { method: "POST", headers: FORM, body })
        expect(status, `${name} in ${field}`).toBeGreaterThanOrEqual(200)
        expect(status, `${name} in ${field}`).toBeLessThan(500)
      }
    }
  }, 120_000)

  it("in any field of what is done to a comment is answered without a fault", async () => {
    const campaign = await createCampaign()
    const [mine] = await createHostile(campaign, [{ field: "body", value: { name: "none", text: bodyOf(1) } }])
    const token = newToken()
    await db().commentToken.create({ data: { hash: new Uint8Array(hashToken(token)), commentId: mine!.commentId } })
    for (const field of ["action", "body", "reason", "token", "proof"]) {
      for (const { name, text } of HOSTILE_VALUES) {
        const values = { action: field === "reason" ? "report" : "edit", body: bodyOf(2), token, [field]: text }
        const body = new URLSearchParams(values).toString()
        const path = `/c/${campaign.slug}/comments/${mine!.publicId}`
        const { status } = await ask(port, path, { method: "POST", headers: FORM, body })
        expect(status, `${name} in ${field}`).toBeLessThan(500)
      }
    }
    for (const { name, text } of HOSTILE_VALUES) {
      for (const path of [
        `/m/${encode(text)}`,
        `/c/${campaign.slug}/comments/${encode(text)}`,
        `/c/${encode(text)}/comments`,
      ]) {
        const { status } = await ask(port, path, { method: path.startsWith("/m") ? "GET" : "POST", headers: FORM })
        expect(status, `${name} in ${path}`).toBeLessThan(500)
      }
    }
  }, 120_000)

  it("as names of fields, as JSON and in addresses of lists is answered without a fault", async () => {
    const campaign = await createCampaign()
    const path = `/c/${campaign.slug}/comments`
    const JSON_CALLER = { "content-type": "application/json" }
    const send = async (what: string, headers: Record<string, string>, body: string) => {
      const { status, text } = await ask(port, path, { method: "POST", headers, body })
      expect(status, what).toBeGreaterThanOrEqual(200)
      expect(status, what).toBeLessThan(500)
      return { status, text }
    }
    for (const { name, text } of HOSTILE_VALUES) {
      await send(`${name} as a name`, FORM, new URLSearchParams({ ...harmless(), [text]: text }).toString())
      const order = encode(text)
      for (const query of [`after=${order}`, `order=${order}`, `${order}=1`]) {
        const { status } = await ask(port, `/api/v1/campaigns/${campaign.slug}/comments?${query}`)
        expect(status, `${name} in ${query.slice(0, 40)}`).toBeLessThan(500)
      }
    }
    const own = (key: string, value: unknown) =>
      JSON.stringify(harmless()).replace("{", `{"${key}":${JSON.stringify(value)},`)
    const deep = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`
    const bodies: [string, string][] = [
      ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"].flatMap((key): [string, string][] => [
        [`${key} with an object`, own(key, { isOwner: true, body: "Polluted", showAs: "account" })],
        [`${key} with a text`, own(key, "Polluted")],
      ]),
      [
        "values that are no texts",
        JSON.stringify({ ...harmless(), name: ["Ana"], email: { a: 1 }, website: 7, notify: null }),
      ],
      ["a list", JSON.stringify([harmless()])],
      ["nothing", "null"],
      ["deep", deep],
      ["cut off", '{"body": "x'],
      ["NUL", '{"body":"a\\u0000b","name":"Ana"}'],
      ["half a character", '{"body":"a\\ud800b","name":"Ana\\udc00","email":"ana@example.org"}'],
    ]
    for (const [what, body] of bodies) await send(what, JSON_CALLER, body)
    expect(({} as Record<string, unknown>).isOwner).toBeUndefined()
    expect(({} as Record<string, unknown>).body).toBeUndefined()
    const stored = await db().comment.findMany({ where: { campaignId: campaign.id } })
    expect(stored.map((row) => contentOf(row)?.body)).not.toContain("Polluted")
    const many = new URLSearchParams([...Array(10_000).keys()].map((number) => [`f${number}`, "x"]))
    await send("10,000 fields", FORM, many.toString())
    for (const bytes of [Buffer.from([0xff, 0xfe, 0x3d, 0xc3]), Buffer.from("body=%ff%fe%c3&name=%00&email=%zz")]) {
      const { status } = await ask(port, path, { method: "POST", headers: FORM, body: bytes })
      expect(status).toBeLessThan(500)
    }
    const multipart = { "content-type": "multipart/form-data; boundary=b", accept: "text/html" }
    const part = (disposition: string) => `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\nx\r\n--b--\r\n`
    for (const disposition of ['name="body"; filename="../../x"', 'name="__proto__"', 'name="\u0000"', "name", ""])
      await send(`multipart ${disposition}`, multipart, part(disposition))
  }, 120_000)

  it("of a megabyte is answered at once and without a fault", async () => {
    const campaign = await createCampaign()
    for (const { name, text } of largeHostileValues()) {
      for (const field of ["body", "name", "email", "website"]) {
        for (const size of [60_000, text.length]) {
          const body = new URLSearchParams({ ...harmless(), [field]: text.slice(0, size) }).toString()
          const from = performance.now()
          const { status } = await ask(port, `/c/${campaign.slug}/comments`, { method: "POST", headers: FORM, body })
          expect(status, `${name}, ${size}, in ${field}`).toBeLessThan(500)
          expect(performance.now() - from, `${name}, ${size}, in ${field}`).toBeLessThan(1_500)
        }
      }
    }
  }, 120_000)

  it("makes no element in the feed, which stays well-formed, and none in the JSON", async () => {
    let posted = 0
    for (const places of chunks) {
      const campaign = await createCampaign()
      const comments = await createHostile(campaign, places)
      posted += comments.length
      const feed = await ask(port, `/c/${campaign.slug}/comments/feed.xml`)
      const names: string[] = []
      const parser = sax.parser(true, { xmlns: true })
      let content = ""
      parser.onopentag = ({ name }) => void names.push(name)
      parser.ontext = (text) => void (content += names.at(-1) === "content" ? text : "")
      parser.oncdata = () => void names.push("cdata")
      parser.oncomment = () => void names.push("comment")
      parser.onprocessinginstruction = ({ name }) => void names.push(name)
      parser.write(feed.text).close()
      const entry = ["entry", "id", "title", "author", "name", "published", "updated", "link", "content"]
      const expected = ["xml", "feed", "id", "title", "updated", "link", "link", ...comments.flatMap(() => entry)]
      expect(names).toEqual(expected)
      expect([...elementsOf(content)].filter((element) => !IN_COMMENTS.includes(element))).toEqual([])

      const api = await ask(port, `/api/v1/campaigns/${campaign.slug}/comments`)
      expect(api.headers["content-type"]).toContain("application/json")
      const { rows } = JSON.parse(api.text) as { rows: { html: string; website: string | null }[] }
      expect(rows).toHaveLength(comments.length)
      for (const { html, website } of rows) {
        expect([...elementsOf(html)].filter((element) => !IN_COMMENTS.includes(element))).toEqual([])
        for (const [, href = ""] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\/[^/]/)
        if (website !== null) expect(website).toMatch(/^https?:\/\/[^/]/)
      }
    }
    // Most are taken: it is not the form that keeps them from doing harm.
    expect(posted).toBeGreaterThan(HOSTILE_PLACES.length / 2)
  }, 120_000)

  it("adds no header, recipient or element to a mail", async () => {
    await db().message.deleteMany()
    const campaign = await createCampaign()
    const places = HOSTILE_PLACES.filter(({ field }) => field === "name")
    const comments = await createHostile(campaign, places)
    const replies = await createHostile(campaign, places, { parents: comments.map(({ publicId }) => publicId) })
    const received = await mailAll()
    const known = new Set((await db().message.findMany()).map(({ id }) => id))
    expect(received.length).toBeGreaterThan(comments.length + replies.length)
    expect(received).toHaveLength(known.size)
    const allowed = ["!doctype", "html lang", "head", "meta charset", "title", "body", "p", "a href", "hr", "small"]
    for (const { raw, to } of received) {
      const mail = await simpleParser(raw)
      expect(to).toHaveLength(1)
      expect(mail.to).toMatchObject({ value: [{ address: to[0] }] })
      const usual = ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"]
      const list = mail.headers.has("list") ? ["list"] : []
      expect([...mail.headers.keys()].sort()).toEqual([...usual, ...list].sort())
      expect([...elementsOf(mail.html || "")].filter((element) => !allowed.includes(element))).toEqual([])
      for (const [, href = ""] of (mail.html || "").matchAll(/href="([^"]*)"/g)) {
        expect(href).toMatch(/^http:\/\/127\.0\.0\.1(:\d+)?\//)
      }
    }
  }, 120_000)
})
