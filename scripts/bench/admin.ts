import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { ORGANISER_PAGES } from "#lib/web/organiser/all"
import type { Comparison, Load } from "#scripts/bench/compare"
import { VARIABLES, withDatabases } from "#scripts/bench/databases"
import { type Server, startSite } from "#scripts/bench/servers"

const SLUG = "amnesty-2015"
const FEW = 1_000
const MANY = 100_000

/** No page of the organisers' area may take longer at the median. */
const LONGEST_MS = 300

type Filled = { token: string } & Record<string, string>

async function runScript<Value>(databaseUrl: string, ...args: string[]): Promise<Value> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // As the site itself runs, or garbage would count as memory that is needed.
    ["--max-semi-space-size=8", "--import", "./scripts/register.mjs", "scripts/bench/raw-admin-data.ts", ...args],
    { env: { ...process.env, ...VARIABLES, DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" }, maxBuffer: 1e7 },
  )
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Value
}

/** A site with so many signatures, and an owner who is signed in. */
type Ready = { site: Server; cookie: string; filled: Filled; databaseUrl: string; count: number }

async function prepare(databaseUrl: string, count: number): Promise<Ready> {
  const site = await startSite({ ...VARIABLES, DATABASE_URL: databaseUrl })
  try {
    const filled = await runScript<Filled>(databaseUrl, "fill", SLUG, String(count))
    const { token } = filled
    const answer = await fetch(`${site.url}/admin/setup`, {
      method: "POST",
      body: new URLSearchParams({ token, name: "Sample owner", email: "owner@host.example" }),
      headers: { "sec-fetch-site": "same-origin" },
      redirect: "manual",
    })
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ")
    return { site, cookie, filled, databaseUrl, count }
  } catch (error) {
    await site.stop()
    throw error
  }
}

type Asked = { name: string; path: (filled: Filled) => string | null; body?: Record<string, string> }

const LIST = "/admin/campaigns/{id}/signatures"

/** A page's address with the ids of a site; `null` where it has no such thing, e.g. no letter. */
function addressOf(path: string, filled: Filled): string | null {
  if (path === "/admin/tasks/{id}") return null
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? "{}")
  return address.includes("{}") ? null : address
}

const PAGES: Asked[] = [
  { name: "/admin", path: () => "/admin" },
  ...ORGANISER_PAGES.map(({ path }) => ({ name: path, path: (filled: Filled) => addressOf(path, filled) })),
  // What the list costs at its worst: filters that few rows or none fit, and those that no index serves.
  ...["country=AD", "sample=yes", "state=PENDING", "from=2001-01-01&to=2001-01-02"].map((query) => ({
    name: `${LIST}?${query}`,
    path: (filled: Filled) => `${addressOf(LIST, filled)}?${query}`,
  })),
  { name: `search ${LIST}`, path: (filled) => addressOf(LIST, filled), body: { email: "sample-7@host-7.example" } },
]

async function askOnce({ site, cookie, filled }: Ready, { path, body }: Asked): Promise<number | null> {
  const address = path(filled)
  if (address === null) return null
  const begun = performance.now()
  const answer = await fetch(site.url + address, {
    headers: { cookie, accept: "text/html", "sec-fetch-site": "same-origin" },
    redirect: "manual",
    ...(body && { method: "POST", body: new URLSearchParams(body) }),
  })
  await answer.arrayBuffer()
  if (answer.status >= 400) throw new Error(`${address} answered ${answer.status}.`)
  return performance.now() - begun
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

async function measure(few: Ready, many: Ready, asked: Asked, rounds: number) {
  const [small, large]: number[][] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    const times = [await askOnce(few, asked), await askOnce(many, asked)]
    // The first round warms up.
    if (round === 0 || times[0] == null || times[1] == null) continue
    small?.push(times[0])
    large?.push(times[1])
  }
  return { name: asked.name, small: small ?? [], large: large ?? [] }
}

type Exported = { rows: number; bytes: number; seconds: number; beforeMb: number; peakMb: number }

async function measureExport({ databaseUrl }: Ready): Promise<void> {
  const { rows, bytes, seconds, beforeMb, peakMb } = await runScript<Exported>(databaseUrl, "export", SLUG)
  const above = Math.round(peakMb - beforeMb)
  console.log(
    `  export of ${rows}: ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, memory ${Math.round(peakMb)} MB, ${above} MB above the start`,
  )
}

/**
 * Every page of the organisers' area with a session, one request at a time, with 100,000 signatures against the same with 1,000;
 * and the memory that a CSV export of all of them takes.
 *
 * @throws when a page takes longer than 300 ms at the median.
 */
export function admin(load: Load): Promise<Comparison> {
  return withDatabases((smallUrl) =>
    withDatabases(async (largeUrl) => {
      const few = await prepare(smallUrl, FEW)
      const many = await prepare(largeUrl, MANY).catch(async (error: unknown) => {
        await few.site.stop()
        throw error
      })
      try {
        const results = []
        for (const asked of PAGES) results.push(await measure(few, many, asked, load.rounds))
        const measured = results.filter(({ large }) => large.length > 0)
        for (const { name, small, large } of measured) {
          const [ms, msFew] = [median(large), median(small)]
          console.log(`  ${ms.toFixed(0).padStart(5)} ms, ${(ms / msFew).toFixed(2)} times  ${name}`)
        }
        const skipped = results.filter(({ large }) => large.length === 0).map(({ name }) => name)
        if (skipped.length > 0) console.log(`  without anything to show: ${skipped.join(", ")}`)
        await measureExport(few)
        await measureExport(many)
        const slow = measured.filter(({ large }) => median(large) > LONGEST_MS)
        if (slow.length > 0) throw new Error(`Slower than ${LONGEST_MS} ms: ${slow.map(({ name }) => name).join(", ")}`)
        const speeds = (pick: "small" | "large") => measured.map((one) => 1_000 / median(one[pick]))
        const ratios = measured.map(({ small, large }) => median(small) / median(large))
        const contestant = (name: string, rounds: number[]) => ({ name, perSecond: median(rounds), p99Ms: 0, rounds })
        return {
          measured: [contestant(`with ${MANY}`, speeds("large")), contestant(`with ${FEW}`, speeds("small"))],
          ratio: median(ratios),
        }
      } finally {
        await Promise.all([few.site.stop(), many.site.stop()])
      }
    }),
  )
}
