import { createReadStream } from "node:fs"
import { createGunzip } from "node:zlib"
import pg from "pg"
import { z } from "zod"
import { copyIn } from "#lib/platform/backup/copy"
import { LineReader } from "#lib/platform/backup/lines"
import { listMigrations, listTables, type Table } from "#lib/platform/backup/tables"
import { type BackupHead, columnList, END } from "#lib/platform/backup/write"
import { opensWith } from "#lib/platform/keyring"

const head = z.object({
  format: z.literal("two-minutes-backup"),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
})

/** Tables in which people's data begins: a site that has any of these rows is somebody's. */
const OWNED = ["Organiser", "Signature", "Letter", "Comment"]

/**
 * Puts a backup in the place of what is in the database: all of it, or nothing when anything goes wrong.
 *
 * What was waiting to be sent when the backup was made may have been sent since. So waiting messages are given up, and lines of
 * letters stand still until an organiser has looked. Nobody is signed in afterwards.
 *
 * @param replaces Also where the site has data of people already.
 * @throws with what to do: no backup, cut short, another version, another secret, or a site that has data.
 */
export async function restoreBackup(
  url: string,
  file: string,
  { replaces }: { replaces: boolean },
): Promise<{ madeAt: string; tables: number; givenUp: number }> {
  const input = createReadStream(file)
  const plain = input.pipe(createGunzip())
  input.once("error", (error) => plain.destroy(error))
  // Who reads the lines hears of it; nobody else has to.
  plain.on("error", () => undefined)
  const lines = new LineReader(plain)
  const client = new pg.Client({ connectionString: url, application_name: "two-minutes restore" })
  await client.connect()
  try {
    const backup = await readHead(lines)
    await client.query("BEGIN")
    await assertFits(client, backup, replaces)
    const known = await listTables(client)
    await client.query(`TRUNCATE ${known.map(({ name }) => pg.escapeIdentifier(name)).join(", ")} CASCADE`)
    for (const table of backup.tables) {
      await copyIn(
        client,
        `COPY ${pg.escapeIdentifier(table.name)} (${columnList(table)}) FROM STDIN`,
        lines.until(END, table.name),
      )
    }
    await assertSecret(client)
    await setSequences(client, backup.tables)
    const givenUp = await giveUpWaiting(client)
    await client.query("COMMIT")
    return { madeAt: backup.madeAt, tables: backup.tables.length, givenUp }
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined)
    throw error
  } finally {
    await client.end()
    input.destroy()
    plain.destroy()
  }
}

async function readHead(lines: LineReader): Promise<BackupHead> {
  const first = await lines.next().catch(() => null)
  try {
    return head.parse(JSON.parse(first ?? ""))
  } catch (cause) {
    throw new Error("This file is no backup of a site.", { cause })
  }
}

async function assertFits(client: pg.Client, backup: BackupHead, replaces: boolean): Promise<void> {
  const here = await listMigrations(client)
  if (here.join() !== backup.migrations.join()) {
    const last = backup.migrations.at(-1) ?? "none"
    throw new Error(
      `This backup belongs to another version of the program: its last migration is ${last}, here it is ${here.at(-1) ?? "none"}. ` +
        "Restore it with that version, then update.",
    )
  }
  if (replaces) return
  for (const name of OWNED) {
    const { rows } = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`)
    if (rows.length > 0) throw new Error("This site has data. To replace all of it, add --replace.")
  }
}

/** A backup without its secret is bytes that nobody can read: better to know before it is in place. */
async function assertSecret(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ purpose: string; wrapped: Buffer }>(
    `select purpose, wrapped from "SecretKey" where purpose = 'data' or purpose like 'data:%'`,
  )
  if (rows.every(({ purpose, wrapped }) => opensWith(purpose, wrapped))) return
  throw new Error("APP_SECRET does not fit this backup: use the one of the site that it was made of (DATA_DIR/secret).")
}

async function setSequences(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await client.query<{ column: string; sequence: string }>(
      `select a.attname as column, pg_get_serial_sequence(quote_ident($1), a.attname) as sequence from pg_attribute a
        where a.attrelid = quote_ident($1)::regclass and a.attnum > 0
          and pg_get_serial_sequence(quote_ident($1), a.attname) is not null`,
      [name],
    )
    for (const { column, sequence } of rows) {
      await client.query(
        `select setval($1::regclass, coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1, false) from ${pg.escapeIdentifier(name)}`,
        [sequence],
      )
    }
  }
}

async function giveUpWaiting(client: pg.Client): Promise<number> {
  const messages = await client.query(
    `update "Message" set state = 'FAILED', "lastError" = 'RESTORED', "leaseUntil" = null, "dueAt" = now()
      where state in ('QUEUED', 'SENDING')`,
  )
  await client.query(`update "TargetLine" set "isPaused" = true, "pausedFor" = 'organiser'`)
  await client.query(`delete from "Setting" where key = 'lastBackup'`)
  return messages.rowCount ?? 0
}
