import { PgBoss } from "pg-boss"
import { env } from "#lib/platform/env"
import { log } from "#lib/platform/log"

/** Work done by the clock, on one node at a time. */
export type Schedule = {
  /** Name of its queue: lower case and hyphens. */
  name: string
  /** Five fields, UTC. */
  cron: string
  /** Safe to run twice. */
  run(now: Date): Promise<void>
}

export type Scheduler = { stop(): Promise<void> }

const SCHEMA = "jobs"
const POLL_SECONDS = 5
const EXPIRE_SECONDS = 600
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
const STOP_PATIENCE_MS = 5_000

/**
 * Runs schedules by pg-boss, which keeps its tables in a schema of its own.
 *
 * Begins a moment later, so that it takes nothing from the start of the site, and tries again until the database is there.
 */
export function startScheduler(schedules: readonly Schedule[], delayMs = FIRST_PAUSE_MS): Scheduler {
  let boss: PgBoss | undefined
  let timer: NodeJS.Timeout | undefined
  let pauseMs = FIRST_PAUSE_MS
  let isStopping = false
  let starting: Promise<void> = Promise.resolve()

  async function start(): Promise<void> {
    const next = openBoss()
    try {
      await next.start()
      await register(next, schedules)
      boss = next
    } catch (error) {
      await next.stop({ graceful: false }).catch(() => undefined)
      log().warn({ err: error, retryInMs: pauseMs }, "schedules not started")
      if (!isStopping) timer = setTimeout(begin, pauseMs)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }
  }

  function begin(): void {
    starting = start()
  }

  timer = setTimeout(begin, delayMs)
  return {
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await starting
      await boss?.stop({ graceful: true, timeout: STOP_PATIENCE_MS }).catch(() => undefined)
    },
  }
}

function openBoss(): PgBoss {
  const { DIRECT_DATABASE_URL, DATABASE_URL } = env()
  const boss = new PgBoss({
    connectionString: DIRECT_DATABASE_URL ?? DATABASE_URL,
    schema: SCHEMA,
    application_name: "two-minutes schedules",
    max: 2,
    connectionTimeoutMillis: 5_000,
  })
  // It polls on after a fault; while the database is away this is one line a poll.
  boss.on("error", (error) => log().warn({ err: error }, "schedules interrupted"))
  return boss
}

async function register(boss: PgBoss, schedules: readonly Schedule[]): Promise<void> {
  const names = new Set(schedules.map(({ name }) => name))
  for (const { name } of await boss.getSchedules()) if (!names.has(name)) await boss.unschedule(name)
  for (const { name, cron, run } of schedules) {
    // One at a time over all nodes, whether it waits or runs.
    await boss.createQueue(name, { policy: "exclusive", retryLimit: 2, expireInSeconds: EXPIRE_SECONDS })
    await boss.work(name, { pollingIntervalSeconds: POLL_SECONDS }, () => runLogged(name, run))
    await boss.schedule(name, cron)
  }
}

async function runLogged(name: string, run: Schedule["run"]): Promise<void> {
  try {
    await run(new Date())
  } catch (error) {
    log().error({ err: error, schedule: name }, "scheduled work failed")
    // What is thrown is kept in the job's row, so it must not quote anything.
    throw new Error(`${name} failed`)
  }
}
