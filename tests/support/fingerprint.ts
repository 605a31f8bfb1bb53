import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"

/** What a request may write without having an effect: limits, what was typed, when a session was last seen. */
const ASIDE = new Set(["FormDraft", "RateBucket", "IdempotencyKey", "OrganiserSession", "_prisma_migrations"])

/** Says of every table how many rows it has and what is in them, so that two moments can be compared. */
export async function fingerprint(): Promise<Record<string, string>> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
  const names = tables.map(({ name }) => name).filter((name) => !ASIDE.has(name))
  const each = names.map(
    (name) => `select '${name}' as name,
    count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as state from "${name}" t`,
  )
  const { rows } = await hotPool().query<{ name: string; state: string }>(each.join(" union all "))
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}
