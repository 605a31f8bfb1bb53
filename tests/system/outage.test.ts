import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type EmbeddedPostgres, startPostgres } from "#lib/platform/embedded-postgres"
import { startSite, type TestSite, until } from "#tests/support/site"
import { startTcpProxy, type TcpProxy } from "#tests/support/tcp-proxy"
import { codeIn, mailTo, tokenIn, Visitor } from "#tests/support/visitor"

const TYPED = { name: "Ana O'Neill <b>", email: "ana@example.org", reason: "Line one\nLine two & more", town: "Пермь" }
const APPEAL = "/c/amnesty-2015"
const PAGES = ["/", APPEAL, `/ru${APPEAL}`]

let folder: string
let database: EmbeddedPostgres
let way: TcpProxy
let site: TestSite

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "two-minutes-outage-"))
  chmodSync(folder, 0o755)
  database = await startPostgres(folder)
  const { port } = new URL(database.url)
  way = await startTcpProxy({ host: "127.0.0.1", port: Number(port) })
  const url = new URL(database.url)
  url.port = String(way.port)
  site = await startSite({ DATABASE_URL: url.href })
  for (const path of PAGES) expect((await fetch(`${site.url}${path}`)).status).toBe(200)
})
afterAll(async () => {
  await site.stop()
  await way.stop()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

const post = (fields: Record<string, string>) => new Visitor(site.url).post(`${APPEAL}/signatures`, fields)

async function expectHeals(): Promise<void> {
  await until("signing works again", async () => (await post({ ...TYPED, consent: "yes" })).status === 303, 15_000)
  await until("the node says that it is ready", async () => (await fetch(`${site.url}/readyz`)).ok, 15_000)
}

it.each(["cut", "stalled"] as const)("serves the appeal and keeps the words while the database is %s", async (mode) => {
  way.setMode(mode)
  for (const path of PAGES) {
    const page = await fetch(`${site.url}${path}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain("</html>")
  }
  const answer = await post({ ...TYPED, consent: "yes", showName: "yes", locale: "ru" })
  const body = await answer.text()
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0)
  expect(answer.headers.get("cache-control")).toBe("no-store")
  expect(body).toContain('lang="ru"')
  expect(body).toContain("Ana O&#39;Neill &lt;b&gt;")
  expect(body).toContain("Line one\nLine two &amp; more")
  expect(body).toContain("Пермь")
  expect(body).toMatch(/name="showName"[^>]*value="yes"|value="yes"[^>]*name="showName"/)
  expect(body).not.toMatch(/at .*\.ts|ECONN|postgres/i)
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
  await until("the node says what is down", async () => {
    const ready = await fetch(`${site.url}/readyz`)
    return ready.status === 503 && (await ready.text()).includes("database")
  })

  way.setMode("open")
  await expectHeals()
})

it("answers a retry after a connection that was cut behind the commit like the first", async () => {
  const key = crypto.randomUUID()
  const fields = { ...TYPED, email: "cut@example.org", consent: "yes", key }
  const visitor = new Visitor(site.url)
  for (let press = 0; press < 3; press++) {
    expect((await visitor.post(`${APPEAL}/signatures`, fields)).headers.get("location")).toBe(`${APPEAL}/check`)
  }
  await until("a message is kept", async () => (await mailTo(site.url, "cut@example.org")).length > 0)
  expect(await mailTo(site.url, "cut@example.org")).toHaveLength(1)
})

it("repeats the first answer to a key of the API, and refuses it for another request", async () => {
  const visitor = new Visitor(site.url)
  const headers = { "idempotency-key": crypto.randomUUID() }
  const body = { name: "Ana", email: "key@example.org", consent: "yes" }
  const path = "/api/v1/campaigns/amnesty-2015/signatures"
  const answers = await Promise.all([1, 2, 3].map(() => visitor.postJson(path, body, headers)))
  for (const answer of answers) {
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({ status: "check_email" })
  }
  const other = await visitor.postJson(path, { ...body, name: "Ben" }, headers)
  expect(other.status).toBe(422)
  expect(other.headers.get("content-type")).toContain("application/problem+json")
})

it("shows a confirmed signature in the count within five seconds, and takes a withdrawn one off", async () => {
  const email = "counted@example.org"
  const visitor = new Visitor(site.url)
  const countNow = async () => {
    const response = await fetch(`${site.url}/api/v1/campaigns/amnesty-2015/count`)
    return ((await response.json()) as { confirmed: number }).confirmed
  }
  const before = await countNow()
  await visitor.post(`${APPEAL}/signatures`, { ...TYPED, email, consent: "yes" })
  await until("a message is kept", async () => (await mailTo(site.url, email)).length > 0)
  const [mail] = await mailTo(site.url, email)
  const thanks = await visitor.post(`${APPEAL}/code`, { code: codeIn(mail!) })
  expect(thanks.headers.get("location")).toBe(`${APPEAL}/signed`)
  await until("the signature counts", async () => (await countNow()) === before + 1, 5_000)

  const page = await visitor.read(`${APPEAL}/signed`)
  expect(page).toMatch(/[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}/)
  await until("the receipt is mailed", async () => (await mailTo(site.url, email)).length > 1)
  const [receipt] = await mailTo(site.url, email)
  const gone = await visitor.post(`/r/${tokenIn(receipt!, "r")}`, { action: "withdraw" })
  expect(gone.status).toBe(303)
  await until("the signature is gone from the count", async () => (await countNow()) === before, 5_000)
})
