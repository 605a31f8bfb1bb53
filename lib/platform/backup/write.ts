import { createWriteStream, rmSync } from "node:fs"
import { pipeline } from "node:stream/promises"
import { PassThrough } from "node:stream"
import { createGzip } from "node:zlib"
import pg from "pg"
import { copyOut } from "#lib/platform/backup/copy"
import { listMigrations, listTables, ROWS, type Table } from "#lib/platform/backup/tables"

/** First line of a backup. */
export type BackupHead = {
  format: "two-minutes-backup"
  version: 1
  /** ISO 8601. */
  madeAt: string
  migrations: string[]
  tables: Table[]
}

/** What marks the end of a table's rows: no row can look like it (PostgreSQL, COPY, text format). */
export const END = "\\."

const quoted = (name: string) => pg.escapeIdentifier(name)

/** The columns of a table, for COPY. */
export const columnList = ({ columns }: Table): string => columns.map(quoted).join(", ")

/**
 * Writes all data of a site into one compressed file, as of one moment, while the site runs.
 *
 * What is encrypted in the database is encrypted in the file: it cannot be read without the secret of the site.
 *
 * @param url A direct connection to the database.
 * @param file Must not exist yet; only this user can read it.
 * @returns how many tables and bytes.
 * @throws when the file is there already, or the database cannot be read; no half file stays.
 */
export async function writeBackup(url: string, file: string, now: Date): Promise<{ tables: number; bytes: number }> {
  const client = new pg.Client({ connectionString: url, application_name: "two-minutes backup" })
  await client.connect()
  const text = new PassThrough()
  const output = createWriteStream(file, { flags: "wx", mode: 0o600 })
  const written = pipeline(text, createGzip(), output)
  written.catch(() => undefined)
  let isMine = false
  let isWhole = false
  try {
    await new Promise<void>((resolve, reject) => output.once("ready", resolve).once("error", reject))
    isMine = true
    // One snapshot for all tables, and nothing that runs can change what is read.
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    const tables = await listTables(client)
    const head: BackupHead = {
      format: "two-minutes-backup",
      version: 1,
      madeAt: now.toISOString(),
      migrations: await listMigrations(client),
      tables,
    }
    text.write(`${JSON.stringify(head)}\n`)
    for (const table of tables) {
      const where = ROWS[table.name] ? ` where ${ROWS[table.name]}` : ""
      await copyOut(client, `COPY (select ${columnList(table)} from ${quoted(table.name)}${where}) TO STDOUT`, text)
      text.write(`${END}\n`)
    }
    await client.query("COMMIT")
    text.end()
    await written
    isWhole = true
    await client.query(
      `insert into "Setting" (key, value, "updatedAt") values ('lastBackup', jsonb_build_object('at', $1::text), now())
        on conflict (key) do update set value = excluded.value, "updatedAt" = now()`,
      [now.toISOString()],
    )
    return { tables: tables.length, bytes: output.bytesWritten }
  } finally {
    text.destroy()
    await client.end()
    if (isMine && !isWhole) rmSync(file, { force: true })
  }
}
