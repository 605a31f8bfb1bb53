import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { withClient } from "#tests/support/database"
import { startSite, type TestSite, until } from "#tests/support/site"
import { databaseUrlOf } from "#tests/support/site-database"
import { codeIn, mailTo, tokenIn, Visitor } from "#tests/support/visitor"

const APPEAL = "/c/amnesty-2015"
const PEOPLE = 20

/** Values that stand nowhere else: an address, a hidden name, a town, a reason and a network address for each person. */
const canaries = Array.from({ length: PEOPLE }, (_, index) => ({
  email: `canary.${index}.kestrel@hidden-${index}.example.org`,
  name: `Quillwort Hidden ${index}`,
  town: `Canarytown-${index}`,
  reason: `Because of zephyrine ${index}.`,
  address: `203.0.113.${index + 10}`,
}))

let site: TestSite

beforeAll(async () => {
  site = await startSite({
    TRUSTED_PROXY_HOPS: "1",
    RATE_LIMITS: '{"sign":{"tries":50,"windowSeconds":600}}',
    LOG_LEVEL: "debug",
  })
  for (const { address, ...typed } of canaries) {
    const visitor = new Visitor(site.url)
    const headers = { "x-forwarded-for": address, "user-agent": "CanaryBrowser/9" }
    // An error first, so that a draft is kept; then the real thing, confirmed by every second person.
    await visitor.post(`${APPEAL}/signatures`, typed, headers)
    const answer = await visitor.post(`${APPEAL}/signatures`, { ...typed, consent: "yes" }, headers)
    expect(answer.status).toBe(303)
  }
  await until("all messages are kept", async () => {
    const kept = await Promise.all(canaries.map(({ email }) => mailTo(site.url, email)))
    return kept.every((mails) => mails.length === 1)
  })
  for (const { email } of canaries.filter((_, index) => index % 2 === 0)) {
    const [mail] = await mailTo(site.url, email)
    tokens.push(tokenIn(mail!, "confirm"))
    codes.push(codeIn(mail!))
    expect(
      (await new Visitor(site.url).post(`/confirm/${tokenIn(mail!, "confirm")}`, { action: "confirm" })).status,
    ).toBe(303)
  }
})
afterAll(() => site.stop())

const tokens: string[] = []
const codes: string[] = []

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : []
  })
}

/** A value as it could stand in a file. */
function encodings(value: string): Buffer[] {
  const bytes = Buffer.from(value)
  return [
    bytes,
    Buffer.from(value, "utf16le"),
    Buffer.from(bytes.toString("hex")),
    Buffer.from(encodeURIComponent(value)),
    // Without the ends, which depend on what stands beside it.
    ...[0, 1, 2].map((skip) => Buffer.from(bytes.subarray(skip).toString("base64").slice(4, -4))),
  ]
}

function needles(): { what: string; bytes: Buffer }[] {
  return canaries.flatMap((canary) =>
    Object.values(canary).flatMap((value) => encodings(value).map((bytes) => ({ what: value, bytes }))),
  )
}

it("leaves no address, hidden name, town, reason, network address or token in the data folder", async () => {
  // Whatever the server still holds in memory is written out.
  await withClient(databaseUrlOf(site), (client) => client.query("checkpoint"))
  const wanted = [...needles(), ...tokens.map((token) => ({ what: token, bytes: Buffer.from(token) }))]
  const found = new Set<string>()
  for (const path of filesBelow(site.dataDir)) {
    if (statSync(path).size === 0) continue
    const content = readFileSync(path)
    for (const { what, bytes } of wanted)
      if (content.includes(bytes)) found.add(`${what} in ${path.slice(site.dataDir.length)}`)
  }
  expect([...found]).toEqual([])
})

it("leaves none of them in a dump of every table", async () => {
  const dump = await withClient(databaseUrlOf(site), async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    let text = ""
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`)
      text += rows.map(({ line }) => line).join("\n")
    }
    return text
  })
  expect(dump).toContain("amnesty-2015")
  for (const { what, bytes } of needles()) expect(dump.includes(bytes.toString()), what).toBe(false)
  for (const token of tokens) expect(dump).not.toContain(token)
})

it("leaves none of them in the log, nor the browser's name", () => {
  const output = site.output()
  expect(output).toContain("ready")
  for (const value of [...canaries.flatMap((canary) => Object.values(canary)), ...tokens, "CanaryBrowser"]) {
    expect(output.includes(value), value).toBe(false)
  }
})

it("finds what is there: a name whose owner wants it shown is in the database", async () => {
  const visitor = new Visitor(site.url)
  const email = "shown@example.org"
  await visitor.post(`${APPEAL}/signatures`, { name: "Visible Kestrel", email, consent: "yes", showName: "yes" })
  await until("a message is kept", async () => (await mailTo(site.url, email)).length > 0)
  const [mail] = await mailTo(site.url, email)
  await visitor.post(`/confirm/${tokenIn(mail!, "confirm")}`, { action: "confirm" })
  const { rows } = await withClient(databaseUrlOf(site), (client) =>
    client.query(`select from "Signature" where "publicName" = 'Visible Kestrel'`),
  )
  expect(rows).toHaveLength(1)
})
