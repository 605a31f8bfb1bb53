import pg from "pg"
import { env } from "#lib/platform/env"
import { log } from "#lib/platform/log"

const CONNECT_TIMEOUT_MS = 3_000
const STATEMENT_TIMEOUT_MS = 8_000

const shared = globalThis as { twoMinutesPool?: pg.Pool; twoMinutesPipelines?: pg.Pool }

function openPool(options: { max: number; pipeline?: boolean }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    ...options,
  })
  // An idle connection that breaks (server restart) must not end the process; the next query opens another.
  pool.on("error", (error) => log().warn({ err: error }, "database connection lost"))
  // Nor one that breaks while it is lent out, e.g. between two statements of a transaction: the next statement fails and says so.
  pool.on("connect", (client) => client.on("error", () => {}))
  return pool
}

/** The pool of the hot paths and of Prisma: bounded waits. */
export function hotPool(): pg.Pool {
  shared.twoMinutesPool ??= openPool({ max: 10 })
  return shared.twoMinutesPool
}

/** Closes the pools at the end of the process or of a test. */
export async function closeHotPool(): Promise<void> {
  const pools = [shared.twoMinutesPool, shared.twoMinutesPipelines]
  delete shared.twoMinutesPool
  delete shared.twoMinutesPipelines
  await Promise.all(pools.map((pool) => pool?.end()))
}

// Every lookup by its index, whatever the planner thinks of the table's size: its plan is kept, and was made when the table was small.
const BY_INDEX = `begin;
  set local enable_seqscan = off; set local enable_bitmapscan = off;
  set local enable_hashjoin = off; set local enable_mergejoin = off;
  set local plan_cache_mode = force_generic_plan`

/**
 * Runs one prepared statement in a transaction of its own, with lookups by index only.
 *
 * For statements that are sent thousands of times while their tables grow from nothing: measured, a plan chosen on empty tables
 * made signing 40 times slower after a few thousand rows. The three commands travel together, so it takes one round trip.
 *
 * @throws when it was not committed.
 */
export async function queryByIndex<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
  shared.twoMinutesPipelines ??= openPool({ max: 4, pipeline: true })
  const client = await shared.twoMinutesPipelines.connect()
  let fault: Error | undefined
  try {
    const [, result, end] = await Promise.all([
      client.query(BY_INDEX),
      client.query<Row>(query),
      client.query("commit"),
    ])
    // After a failed command PostgreSQL answers a commit with a rollback, and without an error.
    if (end.command !== "COMMIT") throw new Error("The transaction was rolled back.")
    return result
  } catch (error) {
    fault = error as Error
    throw error
  } finally {
    // A session whose transaction broke is closed rather than tidied: this is rare, and it must not be lent out in any state.
    client.release(fault)
  }
}

const UNAVAILABLE = new Set(["57P01", "57P02", "57P03", "53100", "53300", "53400", "57014", "25006", "58030", "XX000"])
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
])

const UNAVAILABLE_KINDS = new Set(["TooManyConnections", "DatabaseNotReachable", "ConnectionClosed", "SocketTimeout"])

const GONE =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|server closed the connection/i

type DatabaseFault = {
  code?: string
  originalCode?: string
  kind?: string
  message?: string
  cause?: unknown
  meta?: { driverAdapterError?: unknown }
}

/**
 * Tells whether an error says that the database is down, full or too slow, rather than that the code is wrong.
 *
 * Sources: PostgreSQL appendix A (classes 08, 53, 57, 58), Node's system errors, Prisma's P1xxx codes.
 */
export function isDatabaseDown(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false
  // Prisma keeps what PostgreSQL said as a plain object under several layers.
  const { code, originalCode, kind, message, cause, meta } = error as DatabaseFault
  const codes = [code, originalCode].filter((each) => each !== undefined)
  if (codes.some((each) => each.startsWith("08") || UNAVAILABLE.has(each) || UNREACHABLE.has(each))) return true
  if (kind !== undefined && UNAVAILABLE_KINDS.has(kind)) return true
  if (GONE.test(message ?? "")) return true
  if (error instanceof AggregateError) return error.errors.some(isDatabaseDown)
  return isDatabaseDown(cause) || isDatabaseDown(meta?.driverAdapterError)
}
