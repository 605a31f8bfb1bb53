import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { withClient } from "#tests/support/database"
import { startSite, type TestSite, until } from "#tests/support/site"
import { databaseUrlOf } from "#tests/support/site-database"
import { codeIn, mailTo, tokenIn, Visitor } from "#tests/support/visitor"

const APPEAL = "/c/amnesty-2015"
const SIGN = `${APPEAL}/signatures`

let site: TestSite

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.stop())

const everyRow = () =>
  withClient(databaseUrlOf(site), async (client) => {
    const tables = ["Signature", "SignatureToken", "CountDelta", "CampaignCount", "Message", "Suppression"]
    let text = ""
    for (const name of tables) text += JSON.stringify((await client.query(`select * from "${name}" order by 1`)).rows)
    return text
  })

async function signAndRead(email: string, fields: Record<string, string> = {}) {
  const visitor = new Visitor(site.url)
  await visitor.post(SIGN, { name: "Ana", email, consent: "yes", ...fields })
  await until(`a message to ${email}`, async () => (await mailTo(site.url, email)).length > 0)
  const [mail] = await mailTo(site.url, email)
  return { visitor, mail: mail! }
}

describe("mailed links", () => {
  it("change nothing by GET, HEAD, OPTIONS or prefetch; the press afterwards works", async () => {
    const { mail, visitor } = await signAndRead("links@example.org")
    await visitor.post(`/confirm/${tokenIn(mail, "confirm")}`, { action: "confirm" })
    await until("the receipt is mailed", async () => (await mailTo(site.url, "links@example.org")).length === 2)
    const { mail: other } = await signAndRead("links-2@example.org")
    const paths = [
      `/confirm/${tokenIn(other, "confirm")}`,
      `/r/${tokenIn((await mailTo(site.url, "links@example.org"))[0]!, "r")}`,
    ]
    await until("the outbox is quiet", async () => {
      const before = await everyRow()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      return before === (await everyRow())
    })
    const before = await everyRow()
    for (const path of paths) {
      for (const init of [
        {},
        { method: "HEAD" },
        { method: "OPTIONS" },
        { headers: { "sec-purpose": "prefetch" } },
      ] satisfies RequestInit[]) {
        for (let times = 0; times < 5; times++) {
          const answer = await fetch(`${site.url}${path}`, { redirect: "manual", ...init })
          expect(answer.status).toBeLessThan(500)
          if (!("method" in init)) expect(answer.headers.get("cache-control")).toContain("no-store")
        }
      }
    }
    expect(await everyRow()).toBe(before)
    const press = await new Visitor(site.url).post(paths[0]!, { action: "confirm" })
    expect(press.headers.get("location")).toBe(`${APPEAL}/signed`)
  })

  it("use the configured address, whatever the Host header says", async () => {
    const email = "host@example.org"
    const visitor = new Visitor(site.url)
    const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" }
    await visitor.post(SIGN, { name: "Ana", email, consent: "yes" }, headers)
    await until("a message", async () => (await mailTo(site.url, email)).length > 0)
    const [mail] = await mailTo(site.url, email)
    expect(mail!.text).toContain(`${site.url}/confirm/`)
    expect(mail!.text + mail!.html).not.toContain("evil.example")
  })
})

describe("a code", () => {
  it("works only on the page that asked, with its cookie", async () => {
    const { visitor, mail } = await signAndRead("code@example.org")
    const code = codeIn(mail)
    const stranger = new Visitor(site.url)
    expect((await stranger.post(`${APPEAL}/code`, { code })).headers.get("location")).toBe(`${APPEAL}/check`)
    const { visitor: neighbour } = await signAndRead("neighbour@example.org")
    expect((await neighbour.post(`${APPEAL}/code`, { code })).headers.get("location")).toBe(`${APPEAL}/check`)
    expect(await neighbour.read(`${APPEAL}/check`)).toContain("That code is not right")
    expect((await visitor.post(`${APPEAL}/code`, { code: ` ${code} ` })).headers.get("location")).toBe(
      `${APPEAL}/signed`,
    )
  })

  it("is wrong for addresses that are confirmed, with the same page and the same words", async () => {
    const { visitor, mail } = await signAndRead("known@example.org")
    await visitor.post(`/confirm/${tokenIn(mail, "confirm")}`, { action: "confirm" })
    const [known, fresh] = [new Visitor(site.url), new Visitor(site.url)]
    const fields = { name: "Ana", consent: "yes" }
    const answers = [
      await known.post(SIGN, { ...fields, email: "known@example.org" }),
      await fresh.post(SIGN, { ...fields, email: "fresh@example.org" }),
    ]
    const shape = ({ status, headers }: Response) => ({
      status,
      headers: [...headers].map(([name, value]) => [name, /cookie|date/.test(name) ? "" : value]),
    })
    expect(shape(answers[0]!)).toEqual(shape(answers[1]!))
    for (let tries = 0; tries < 5; tries++) {
      const pages = []
      for (const [person, email] of [
        [known, "known@example.org"],
        [fresh, "fresh@example.org"],
      ] as const) {
        const page = await person.read(`${APPEAL}/check`)
        pages.push(page.replaceAll(email, "…"))
        await person.post(`${APPEAL}/code`, { code: "000000" })
      }
      expect(pages[0]).toBe(pages[1])
    }
    expect(await known.read(`${APPEAL}/check`)).toContain("That code no longer works")
    expect(await fresh.read(`${APPEAL}/check`)).toContain("That code no longer works")
  })
})

describe("bad input", () => {
  it.each([
    [{ name: "" }, "Enter a name. It can be any name you use."],
    [{ name: "x".repeat(81) }, "Your name must be 80 characters or fewer."],
    [{ name: "see www.example.org" }, "Enter a name without a web address."],
    [{ email: "" }, "Enter an e-mail address, so that we can count you once."],
    [{ email: "ana(at)example.org" }, "Enter an e-mail address in the form name@example.org."],
    [{ consent: "" }, "Tick the box to agree, or we may not use your details."],
    [{ reason: "x".repeat(512) }, "Your reason is 12 characters too long."],
    [{ made: "0.0000000000000000000000" }, "Please press Continue to go on."],
  ])("%j is answered with “%s”, and every word is kept", async (wrong, message) => {
    const visitor = new Visitor(site.url)
    const typed = {
      name: "Ana",
      email: "words@example.org",
      consent: "yes",
      town: "Лима",
      reason: "Why <i>not</i>",
      ...wrong,
    }
    const answer = await visitor.post(SIGN, typed)
    const page = answer.status === 303 ? await visitor.read(answer.headers.get("location")!) : await answer.text()
    expect(page).toContain(message)
    if (answer.status === 303) {
      expect(answer.headers.get("location")).toBe(`${APPEAL}/sign?draft=1`)
      expect(page).toContain("<title>Error: ")
      expect(page).toContain("There is a problem")
    }
    for (const value of [typed.town, typed.name && typed.name.slice(0, 60), typed.email]) expect(page).toContain(value)
    expect(page).toContain(typed.reason.startsWith("x") ? "x".repeat(512) : "Why &lt;i&gt;not&lt;/i&gt;")
    expect(page).not.toContain("<i>not")
  })

  it("asks for one more press when the hidden field was filled in, and takes it then", async () => {
    const visitor = new Visitor(site.url)
    const answer = await visitor.post(SIGN, { name: "Ana", email: "trap@example.org", consent: "yes", leaveEmpty: "x" })
    const page = await answer.text()
    expect(page).toContain("Please press Continue to go on.")
    const fields = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    )
    expect(fields).toMatchObject({ name: "Ana", email: "trap@example.org", consent: "yes" })
    expect((await visitor.post(SIGN, fields)).headers.get("location")).toBe(`${APPEAL}/check`)
  })

  it("keeps what was typed when the language changes", async () => {
    const visitor = new Visitor(site.url)
    const answer = await visitor.post(SIGN, { name: "Ana", email: "half", switch: "zh" })
    expect(answer.headers.get("location")).toBe(`/zh${APPEAL}/sign?draft=1`)
    const page = await visitor.read(`/zh${APPEAL}/sign?draft=1`)
    expect(page).toContain('lang="zh"')
    expect(page).toContain('value="half"')
    expect(page).not.toContain("有问题需要处理")
  })

  const longForm = () => new URLSearchParams({ name: "Ana", reason: "x".repeat(70_000) }).toString()
  const manyFields = () => Array.from({ length: 10_000 }, (_, index) => `f${index}=1`).join("&")
  const urlencoded = { "content-type": "application/x-www-form-urlencoded" }

  it.each<[string, () => RequestInit, number[]]>([
    ["64 kB and more", () => ({ method: "POST", body: longForm(), headers: urlencoded }), [413]],
    ["ten megabytes", () => ({ method: "POST", body: "a=".padEnd(10_000_000, "x"), headers: urlencoded }), [413]],
    ["10,000 fields", () => ({ method: "POST", body: manyFields(), headers: urlencoded }), [400, 413]],
    ["invalid UTF-8", () => ({ method: "POST", body: "name=%ff%fe&email=a", headers: urlencoded }), [400]],
    [
      "NUL",
      () => ({ method: "POST", body: "name=a%00b&email=a%40example.org&consent=yes", headers: urlencoded }),
      [400],
    ],
    ["a wrong content type", () => ({ method: "POST", body: "<a/>", headers: { "content-type": "text/xml" } }), [415]],
    ["no content type", () => ({ method: "POST", body: new Uint8Array([1, 2]) }), [415]],
    ["broken JSON", () => ({ method: "POST", body: "{", headers: { "content-type": "application/json" } }), [400, 422]],
    [
      "JSON that is no object",
      () => ({ method: "POST", body: "[1]", headers: { "content-type": "application/json" } }),
      [400, 422],
    ],
    [
      "deep JSON",
      () => ({ method: "POST", body: "[".repeat(20_000), headers: { "content-type": "application/json" } }),
      [400, 422],
    ],
    ["PUT", () => ({ method: "PUT", body: "x" }), [405]],
    ["DELETE", () => ({ method: "DELETE" }), [405]],
    ["GET", () => ({ method: "GET" }), [405]],
  ])("answers %s with a clear status, and the next request is fine", async (_, make, statuses) => {
    const answer = await fetch(`${site.url}${SIGN}`, { redirect: "manual", ...make() }).catch((error: Error) => {
      // A server may close while a body far too large is still being sent.
      if (statuses.includes(413)) return null
      throw error
    })
    if (answer) expect(statuses).toContain(answer.status)
    if (answer?.status === 405) expect(answer.headers.get("allow")).toContain("POST")
    expect((await fetch(`${site.url}${APPEAL}`)).status).toBe(200)
  })

  it("names the field in problem details for programs", async () => {
    const answer = await new Visitor(site.url).postJson(SIGN, { name: "", email: "x", consent: "yes", isAdmin: "yes" })
    expect(answer.status).toBe(422)
    expect(answer.headers.get("content-type")).toContain("application/problem+json")
    const body = (await answer.json()) as { errors: { field: string; code: string; message: string }[] }
    expect(body.errors.map(({ field, code }) => [field, code])).toEqual([
      ["name", "name_empty"],
      ["email", "email_malformed"],
    ])
    expect(body.errors[0]!.message).toBe("Enter a name. It can be any name you use.")
  })

  it("never answers strange addresses with a fault", async () => {
    const paths = [
      "/%00",
      "/%ff",
      "/c/%2e%2e/x",
      "/c/a%00b",
      "/confirm/x",
      "/r/%F0%9F%98%80",
      `/${"a".repeat(5_000)}`,
      "/c/nope",
      "//x",
      "/en/c",
      "/es/es/c",
      "/api/v1/campaigns/nope/count",
      "/c/amnesty-2015/sign?draft=%ff",
      "/__proto__",
      "/c/constructor",
    ]
    for (const path of paths) {
      const { status } = await fetch(`${site.url}${path}`, { redirect: "manual" })
      expect(status, path).toBeLessThan(500)
    }
  })

  it("shows hostile names as text, in every place", async () => {
    const name = `"><script>alert(1)</script>\u202E{{7*7}}`
    const { visitor, mail } = await signAndRead("hostile@example.org", { name, showName: "yes" })
    const pages = [await visitor.read(`/confirm/${tokenIn(mail, "confirm")}`)]
    await visitor.post(`/confirm/${tokenIn(mail, "confirm")}`, { action: "confirm" })
    await until("the receipt is mailed", async () => (await mailTo(site.url, "hostile@example.org")).length === 2)
    const [receipt] = await mailTo(site.url, "hostile@example.org")
    expect(receipt!.html + receipt!.text).not.toContain("<script>alert")
    pages.push(await visitor.read(`/r/${tokenIn(receipt!, "r")}`))
    for (const page of pages) {
      expect(page).not.toContain("<script>alert")
      expect(page).not.toContain("\u202E")
      expect(page).toContain("&lt;script&gt;")
    }
  })
})

describe("requests from other sites", () => {
  it("never act on a cookie of ours", async () => {
    const { visitor, mail } = await signAndRead("cross@example.org")
    const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" }
    const code = await visitor.post(`${APPEAL}/code`, { code: codeIn(mail) }, headers)
    expect(code.status === 403 || code.headers.get("location") === `${APPEAL}/check`).toBe(true)
    expect((await visitor.post("/r", { action: "withdraw" }, headers)).status).toBe(403)
    expect((await visitor.post(`${APPEAL}/code`, { code: codeIn(mail) })).headers.get("location")).toBe(
      `${APPEAL}/signed`,
    )
  })
})

describe("leaving", () => {
  it("expires the cookie, deletes the drafts and leads away; a prefetch does nothing", async () => {
    const { visitor } = await signAndRead("leave@example.org")
    const cookie = visitor.cookie
    const drafts = () =>
      withClient(databaseUrlOf(site), async (client) => (await client.query(`select from "FormDraft"`)).rowCount)
    const before = await drafts()
    const prefetch = await fetch(`${site.url}/exit`, {
      redirect: "manual",
      headers: { cookie, "sec-purpose": "prefetch" },
    })
    expect(prefetch.headers.getSetCookie()).toEqual([])
    expect(await drafts()).toBe(before)
    const answer = await visitor.get("/exit")
    expect(answer.status).toBe(303)
    expect(answer.headers.get("location")).toMatch(/^https:\/\//)
    expect(answer.headers.get("clear-site-data")).toContain('"cookies"')
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer")
    expect(visitor.cookie).toBe("")
    await until("the draft is gone", async () => (await drafts()) === before! - 1)
  })
})
