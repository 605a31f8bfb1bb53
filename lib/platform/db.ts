import "server-only"
import { PrismaPg } from "@prisma/adapter-pg"
import { PrismaClient, type Prisma } from "#lib/generated/prisma/client"
import { tellThisProcess } from "#lib/platform/notify"
import { hotPool } from "#lib/platform/sql"

export type Transaction = Prisma.TransactionClient

// One client a process: Next's copy of this module and the server's share it, and its pool with the hot paths.
const shared = globalThis as { twoMinutesDb?: PrismaClient }

/** The database. Only domains use it, each for the tables it owns. */
export function db(): PrismaClient {
  shared.twoMinutesDb ??= new PrismaClient({ adapter: new PrismaPg(hotPool()) })
  return shared.twoMinutesDb
}

/** Runs a command's work in one transaction: all of it happens, or none. */
export async function transaction<Value>(
  work: (tx: Transaction) => Promise<Value>,
  options: { isolationLevel?: Prisma.TransactionIsolationLevel } = {},
): Promise<Value> {
  let used: Transaction | undefined
  const value = await db().$transaction(
    (tx) => {
      used = tx
      return work(tx)
    },
    { maxWait: 3_000, timeout: 8_000, ...options },
  )
  if (used) tellThisProcess(used)
  return value
}
