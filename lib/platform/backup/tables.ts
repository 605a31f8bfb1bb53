import type pg from "pg"

/** One table of a backup and its columns, in the order of the file. */
export type Table = { name: string; columns: string[] }

/**
 * What is left out: things that live for minutes, sign-ins and links, which a stolen backup must not give, and results of long work,
 * which can be made again.
 */
const LEFT_OUT = new Set([
  ...["FormDraft", "RateBucket", "IdempotencyKey", "LoginToken", "OrganiserSession", "Task", "TaskPart"],
  "_prisma_migrations",
])

/** Rows of a table that are backed up: daily salts are forgotten after a day, also in backups (trust.md P5). */
export const ROWS: Partial<Record<string, string>> = { SecretKey: `"expiresAt" is null` }

/** The product's tables with their columns; a table comes after those that its rows refer to. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname order by c.relname`,
  )
  const { rows: references } = await client.query<{ name: string; other: string }>(
    `select distinct c.relname as name, f.relname as other from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.oid <> f.oid`,
  )
  const tables = new Map(rows.filter(({ name }) => !LEFT_OUT.has(name)).map((row) => [row.name, row]))
  const sorted: Table[] = []
  const place = (name: string, path: readonly string[]) => {
    const table = tables.get(name)
    if (!table) return
    if (path.includes(name)) throw new Error(`Tables refer to each other in a circle: ${[...path, name].join(", ")}.`)
    for (const { other } of references.filter((one) => one.name === name)) place(other, [...path, name])
    tables.delete(name)
    sorted.push(table)
  }
  for (const { name } of rows) place(name, [])
  return sorted
}

/** The migrations that a database has taken, oldest first. */
export async function listMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select migration_name as name from "_prisma_migrations" where finished_at is not null and rolled_back_at is null order by 1`,
  )
  return rows.map(({ name }) => name)
}
