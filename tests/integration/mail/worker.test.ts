import { type ChildProcess, spawn } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { simpleParser } from "mailparser"
import pg from "pg"
import { PgBoss } from "pg-boss"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { enqueue, prepareMessage } from "#lib/domain/mail/commands"
import { db, transaction } from "#lib/platform/db"
import { startPostgres } from "#lib/platform/embedded-postgres"
import { loadKeyring } from "#lib/platform/keyring"
import { migrate } from "#lib/platform/migrate"
import { createMessages, outgoing } from "#tests/factories/message"
import { messagesTo } from "#tests/support/mailbox"
import { type ScriptedSmtp, startSmtp } from "#tests/support/smtp"

const workers: ChildProcess[] = []
let smtp: ScriptedSmtp

beforeAll(loadKeyring)

beforeEach(async () => {
  await db().message.deleteMany()
})

afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL")
  await smtp?.stop()
})

/** The worker as operators run it, in a process of its own. */
function startWorkerProcess(settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "./scripts/register.mjs", "lib/worker/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "info", SMTP_URL: smtp.url, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })
  workers.push(child)
  let output = ""
  child.stdout.on("data", (chunk: Buffer) => (output += chunk))
  child.stderr.on("data", (chunk: Buffer) => (output += chunk))
  return {
    child,
    said: () => output,
    exited: new Promise<number | null>((resolve) => child.once("exit", resolve)),
    started: () => vi.waitFor(() => expect(output).toContain("worker started"), { timeout: 15_000 }),
  }
}

const first = async (address: string) => (await messagesTo(address))[0]

describe("npm run worker", () => {
  it("sends what is queued within a moment, woken by the commit, and says nothing of whom", async () => {
    smtp = await startSmtp()
    const worker = startWorkerProcess()
    await worker.started()
    await createMessages([outgoing({ to: "warm@example.org" })])
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1), { timeout: 10_000 })
    const begin = Date.now()
    await transaction((tx) => enqueue(tx, outgoing({ to: "ana@example.org" })))
    await vi.waitFor(() => expect(smtp.received).toHaveLength(2), { timeout: 2_000, interval: 10 })
    expect(Date.now() - begin).toBeLessThan(2_000)
    worker.child.kill("SIGTERM")
    expect(await worker.exited).toBe(0)
    expect(worker.said()).not.toContain("@example.org")
  })

  it("is killed while the server takes a mail: the next worker sends it again under the same Message-ID", async () => {
    smtp = await startSmtp(({ step, nth }) => (step === "end" && nth === 1 ? "stall" : null))
    const [id] = await createMessages([outgoing({ to: "ana@example.org" })])
    const worker = startWorkerProcess()
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1), { timeout: 15_000 })
    worker.child.kill("SIGKILL")
    await worker.exited
    const row = await first("ana@example.org")
    expect(row).toMatchObject({ state: "SENDING", attempts: 1 })
    expect(row!.leaseUntil!.getTime() - Date.now()).toBeLessThanOrEqual(120_000)
    await db().message.update({ where: { id }, data: { leaseUntil: new Date() } })
    await startWorkerProcess().started()
    await vi.waitFor(async () => expect(await first("ana@example.org")).toMatchObject({ state: "SENT", attempts: 2 }), {
      timeout: 10_000,
    })
    const ids = await Promise.all(smtp.received.map(async ({ raw }) => (await simpleParser(raw)).messageId))
    expect(ids).toEqual([`<${id}@localhost>`, `<${id}@localhost>`])
  })

  it("stops in order: gives back what a stalling server holds, within ten seconds", async () => {
    smtp = await startSmtp(({ step }) => (step === "rcpt" ? "stall" : null))
    await createMessages([outgoing({ to: "ana@example.org" })])
    const worker = startWorkerProcess()
    await vi.waitFor(() => expect(smtp.asked.some(({ step }) => step === "rcpt")).toBe(true), { timeout: 15_000 })
    const begin = Date.now()
    worker.child.kill("SIGTERM")
    expect(await worker.exited).toBe(0)
    expect(Date.now() - begin).toBeLessThan(10_500)
    expect(await first("ana@example.org")).toMatchObject({ state: "QUEUED", attempts: 0 })
  })

  it("keeps mail where there is no mail server", async () => {
    smtp = await startSmtp()
    await createMessages([outgoing({ to: "ana@example.org" })])
    await startWorkerProcess({ SMTP_URL: "" }).started()
    await vi.waitFor(async () => expect(await first("ana@example.org")).toMatchObject({ state: "SENT" }), {
      timeout: 5_000,
    })
    expect((await first("ana@example.org"))!.sealed).not.toBeNull()
    expect(smtp.asked).toEqual([])
  })

  it("does scheduled work, once for all nodes, from an empty database on", async () => {
    smtp = await startSmtp()
    await query(databaseUrl(), "drop schema if exists jobs cascade")
    await Promise.all([startWorkerProcess(), startWorkerProcess()].map((worker) => worker.started()))
    await scheduled(databaseUrl())
    const [id] = await createMessages([outgoing()])
    await vi.waitFor(async () => expect(await db().message.count({ where: { state: "SENT" } })).toBe(1), {
      timeout: 10_000,
    })
    await db().message.update({ where: { id }, data: { sentAt: new Date(0) } })
    await runSchedule(databaseUrl())
    expect(await db().message.findUnique({ where: { id } })).toMatchObject({ sealed: null })
  }, 60_000)

  it("may be started before the database", async () => {
    smtp = await startSmtp()
    const worker = startWorkerProcess({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" })
    await vi.waitFor(() => expect(worker.said()).toContain("database not reached"), { timeout: 15_000 })
    worker.child.kill("SIGTERM")
    expect(await worker.exited).toBe(0)
  })
})

describe("PostgreSQL dies", () => {
  it("goes on by itself when it is back", async () => {
    smtp = await startSmtp()
    const folder = mkdtempSync(join(tmpdir(), "two-minutes-"))
    chmodSync(folder, 0o755)
    const postgres = await startPostgres(folder)
    try {
      await migrate(postgres.url)
      await shareKey(postgres.url)
      const worker = startWorkerProcess({ DATABASE_URL: postgres.url })
      await worker.started()
      await scheduled(postgres.url)
      const before = postgres.pid()
      process.kill(before, "SIGKILL")
      await vi.waitFor(() => expect(postgres.pid()).not.toBe(before), { timeout: 15_000 })
      await vi.waitFor(() => writeMessageTo(postgres.url), { timeout: 15_000, interval: 200 })
      await vi.waitFor(() => expect(smtp.received).toHaveLength(1), { timeout: 15_000 })
      expect(worker.child.exitCode).toBeNull()
      await runSchedule(postgres.url)
      expect(worker.child.exitCode).toBeNull()
    } finally {
      for (const worker of workers.splice(0)) worker.kill("SIGKILL")
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 90_000)
})

async function query<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

const databaseUrl = () => process.env.DATABASE_URL!

/** Waits until the worker has put its schedules into that database. */
const scheduled = (url: string) =>
  vi.waitFor(async () => expect(await countOf(url, "from jobs.schedule where name = 'mail-retention'")).toBe(1), {
    timeout: 15_000,
  })

/** Does what the clock would do, and waits until a worker has done the work. */
async function runSchedule(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: "jobs", schedule: false, supervise: false, max: 1 })
  boss.on("error", () => undefined)
  await boss.start()
  await boss.send("mail-retention")
  await boss.stop({ graceful: false })
  const done = "from jobs.job where name = 'mail-retention' and state = 'completed'"
  await vi.waitFor(async () => expect(await countOf(url, done)).toBeGreaterThan(0), { timeout: 25_000 })
}

async function countOf(url: string, from: string): Promise<number> {
  return (await query<{ n: number }>(url, `select count(*)::int as n ${from}`))[0]!.n
}

/** Gives another database the data key of this one, so that messages sealed here open there. */
async function shareKey(url: string): Promise<void> {
  const [key] = await db().secretKey.findMany({ where: { purpose: "data" } })
  const text = `insert into "SecretKey" (id, purpose, wrapped) overriding system value values ($1, $2, $3)`
  await query(url, text, [key!.id, key!.purpose, Buffer.from(key!.wrapped)])
}

async function writeMessageTo(url: string): Promise<void> {
  const row = prepareMessage(outgoing())
  await query(
    url,
    `with written as (
      insert into "Message" (id, template, priority, locale, "isDiscreet", "recipientIndex", "isTriggerable", sealed)
      values ($1, $2, $3, $4, $5, $6, $7, $8) returning id
    )
    select pg_notify('message_queued', '') from written`,
    [row.id, row.template, row.priority, row.locale, row.isDiscreet, row.recipientIndex, row.isTriggerable, row.sealed],
  )
}
