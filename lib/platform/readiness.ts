import { statfs } from "node:fs/promises"
import { env } from "#lib/platform/env"
import { readMigrations } from "#lib/platform/migrate"
import { hotPool } from "#lib/platform/sql"

/** What a node needs in order to serve. */
export type Part = "stopping" | "database" | "migrations" | "disk" | "outbox"

const DISK_MIN_BYTES = 64 * 1024 * 1024
/** Mail that is due this long was taken up by no worker. A mail server that is down moves the due time instead, and is no fault of the node. */
const OUTBOX_MAX_MINUTES = 10
const ANSWER_WITHIN_MS = 2_000

const shared = globalThis as { twoMinutesStopping?: boolean }

/** From now on the node says that it is not ready, so that balancers turn away. */
export function startStopping(): void {
  shared.twoMinutesStopping = true
}

/** Undoes `startStopping`, for tests. */
export function stopStopping(): void {
  delete shared.twoMinutesStopping
}

/**
 * Everything that is down, in a fixed order; empty when the node can serve.
 *
 * Takes two seconds at most: what does not answer by then is down.
 */
export async function findDown(): Promise<Part[]> {
  if (shared.twoMinutesStopping) return ["stopping"]
  const [database, disk] = await Promise.all([
    within<Part[]>(findDownInDatabase(), ["database"]),
    within(isDiskFull(), false),
  ])
  return [...database, ...(disk ? (["disk"] as const) : [])]
}

async function within<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Value>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ANSWER_WITHIN_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

let expected: string[] | undefined

async function findDownInDatabase(): Promise<Part[]> {
  try {
    const { rows: applied } = await hotPool().query<{ name: string }>(
      'select migration_name as name from "_prisma_migrations" where finished_at is not null and rolled_back_at is null',
    )
    expected ??= readMigrations().map(({ name }) => name)
    const known = new Set(applied.map(({ name }) => name))
    if (expected.some((name) => !known.has(name))) return ["migrations"]
    const { rows } = await hotPool().query(
      `select 1 from "Message" where state = 'QUEUED' and "dueAt" < now() - make_interval(mins => $1) limit 1`,
      [OUTBOX_MAX_MINUTES],
    )
    return rows.length > 0 ? ["outbox"] : []
  } catch (error) {
    const isUnmade = (error as { code?: string }).code === "42P01"
    return [isUnmade ? "migrations" : "database"]
  }
}

/** Without a data folder of its own the node needs no disk. */
async function isDiskFull(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(env().DATA_DIR)
    return bavail * bsize < DISK_MIN_BYTES
  } catch {
    return false
  }
}
