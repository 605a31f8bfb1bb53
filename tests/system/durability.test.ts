import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { withClient } from "#tests/support/database"
import { databaseUrlOf } from "#tests/support/site-database"
import { type ScriptedSmtp, startSmtp } from "#tests/support/smtp"
import { startSite, type TestSite, until } from "#tests/support/site"

const APP_ROUNDS = 10
const DATABASE_ROUNDS = 5
const ACKNOWLEDGED_MIN = 200
const CLIENTS = 16
const ROUND_PATIENCE_MS = 30_000

let site: TestSite
let mailServer: ScriptedSmtp
let count = 0

beforeAll(async () => {
  mailServer = await startSmtp()
  site = await startSite({ SMTP_URL: mailServer.url })
}, 150_000)
afterAll(async () => {
  await site.stop()
  await mailServer.stop()
})

/** Signs with new addresses until told to stop; returns those whose signing was answered. */
function startSigning(): { acknowledged: string[]; stop: () => Promise<void> } {
  const acknowledged: string[] = []
  let isStopping = false
  const client = async () => {
    while (!isStopping) {
      const email = `load-${++count}@example.org`
      const body = new URLSearchParams({ name: `Load ${count}`, email, consent: "yes", reason: "Because." })
      const init: RequestInit = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(10_000) }
      const response = await fetch(`${site.url}/c/amnesty-2015/signatures`, init).catch(() => null)
      if (response?.status === 303 && response.headers.get("location") === "/c/amnesty-2015/check")
        acknowledged.push(email)
      await response?.arrayBuffer().catch(() => null)
      if (!response) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const clients = Array.from({ length: CLIENTS }, client)
  return {
    acknowledged,
    stop: async () => {
      isStopping = true
      await Promise.all(clients)
    },
  }
}

type Stored = { signatures: number; halves: number }

/** How many signatures are stored, and how many lack a part that signing always writes. */
async function lookInside(): Promise<Stored> {
  return withClient(databaseUrlOf(site), async (client) => {
    const { rows } = await client.query<Stored>(`
      select count(*)::int as signatures, count(*) filter (where s.sealed is null or s."emailIndex" is null
        or not exists (select from "Message" m where m."subjectId" = s.id and m.template = 'signature.confirm')
        or not exists (select from "SignatureToken" t where t."signatureId" = s.id and t.purpose = 'CONFIRM')
        or not exists (select from "FormDraft" d where d."refId" = s.id))::int as halves
      from "Signature" s`)
    return rows[0]!
  })
}

/** Every acknowledged address got its confirmation, once or more, and all copies of it have one `Message-ID`. */
async function expectAllMailed(acknowledged: readonly string[]): Promise<void> {
  const idsByAddress = () =>
    Map.groupBy(
      mailServer.received
        .filter(({ isAccepted }) => isAccepted)
        .map(({ to, raw }) => ({
          to: to[0],
          id: /^Message-ID:\s*(\S+)/im.exec(raw)?.[1],
        })),
      ({ to }) => to,
    )
  await until(
    "everyone got a message",
    async () => {
      const byAddress = idsByAddress()
      return acknowledged.every((email) => byAddress.has(email))
    },
    150_000,
  )
  const idCounts = [...idsByAddress().values()].map((mails) => new Set(mails.map(({ id }) => id)).size)
  expect(new Set(idCounts)).toEqual(new Set([1]))
}

it(
  `keeps every answered signature when the application is killed ${APP_ROUNDS} times`,
  async () => {
    const all: string[] = []
    const restarts: number[] = []
    for (let round = 0; round < APP_ROUNDS; round++) {
      const signing = startSigning()
      await until("enough was answered", async () => signing.acknowledged.length >= ACKNOWLEDGED_MIN, ROUND_PATIENCE_MS)
      await site.kill()
      await signing.stop()
      all.push(...signing.acknowledged)
      restarts.push(await site.restart())
      const { signatures, halves } = await lookInside()
      expect(halves).toBe(0)
      expect(signatures).toBeGreaterThanOrEqual(all.length)
    }
    await expectAllMailed(all)
    expect(Math.max(...restarts)).toBeLessThan(10_000)
  },
  APP_ROUNDS * 40_000,
)

/** The id of the process that PostgreSQL runs as; 0 while there is none. */
function postmasterPid(): number {
  try {
    return Number(readFileSync(join(site.dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0])
  } catch {
    return 0
  }
}

it(
  `keeps every answered signature when PostgreSQL is killed ${DATABASE_ROUNDS} times, and recovers by itself`,
  async () => {
    const all: string[] = []
    for (let round = 0; round < DATABASE_ROUNDS; round++) {
      const signing = startSigning()
      await until("enough was answered", async () => signing.acknowledged.length >= ACKNOWLEDGED_MIN, ROUND_PATIENCE_MS)
      const pid = postmasterPid()
      process.kill(pid, "SIGKILL")
      // Connections that are open at that moment answer a little longer: only a new server shows that it recovered.
      await until("PostgreSQL runs again", async () => ![pid, 0].includes(postmasterPid()), 15_000)
      const before = signing.acknowledged.length
      await until("signing works again", async () => signing.acknowledged.length > before + CLIENTS, 15_000)
      await signing.stop()
      all.push(...signing.acknowledged)
      const { signatures, halves } = await lookInside()
      expect(halves).toBe(0)
      expect(signatures).toBeGreaterThanOrEqual(all.length)
    }
    await expectAllMailed(all)
  },
  DATABASE_ROUNDS * 60_000,
)
