import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"

/** One folder of `prisma/migrations`. */
export type Migration = { name: string; sql: string; checksum: string }

// The number means nothing but "Two Minutes migrates"; two nodes that start at once take turns by it.
const ADVISORY_LOCK = 7_242_019_001
const LOCK_NOT_AVAILABLE = "55P03"
const LOCK_TRIES = 10

// The table in which Prisma's own tool keeps the same facts, so that either can go on where the other stopped.
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** The migrations of a folder, oldest first. */
export function readMigrations(folder = join(process.cwd(), "prisma", "migrations")): Migration[] {
  // The comment keeps Next's build from packing the whole project, because the folder is known only at run time.
  return readdirSync(/* turbopackIgnore: true */ folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(/* turbopackIgnore: true */ join(folder, name, "migration.sql"), "utf8")
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Brings a database to the state of the migrations. Each one happens in a transaction together with the note that it did, so a kill
 * at any moment leaves nothing half done; several nodes may call this at once. Safe to run twice.
 *
 * @param url A direct connection: through a pooler the lock would not hold.
 * @returns the names of the migrations that were missing, in order.
 * @throws when a migration fails, was changed after it had been applied, or is unknown to this version.
 */
export async function migrate(url: string, migrations: Migration[] = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "two-minutes migrate" })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK])
    const pending = await findPending(client, migrations)
    for (const migration of pending) await applyPatiently(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    // Closing the session frees the lock, also when it is already broken.
    await client.end()
  }
}

async function findPending(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS found")
  if (table.rows[0].found === null) await client.query(HISTORY)
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  )
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  for (const { name, checksum } of migrations) {
    const before = applied.get(name)
    if (before !== undefined && before !== checksum) {
      throw new Error(
        `Migration ${name} was changed after this database had taken it. Put it back and add a new migration.`,
      )
    }
  }
  // A migration of a newer version is no fault: during a rolling update the old version still starts.
  return migrations.filter(({ name }) => !applied.has(name))
}

/** Waits two seconds for the tables it needs, then lets waiting visitors through before it tries again. */
async function applyPatiently(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply(client, migration)
    } catch (error) {
      const isBusy = (error as { code?: string }).code === LOCK_NOT_AVAILABLE
      if (!isBusy || attempt === LOCK_TRIES) {
        throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
      }
      await sleep(500)
    }
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN")
  try {
    await client.query("SET LOCAL lock_timeout = '2s'")
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid()::text, $1, $2, clock_timestamp(), 1)`,
      [checksum, name],
    )
    await client.query("COMMIT")
  } catch (error) {
    // A failed roll-back means that the session is gone, and the transaction with it.
    await client.query("ROLLBACK").catch(() => {})
    throw error
  }
}
