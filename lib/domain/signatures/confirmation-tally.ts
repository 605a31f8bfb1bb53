import "server-only"
import { type Delay, type Provider, providerOf } from "#lib/domain/signatures/delays"
import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { dayOf } from "#lib/shared/dates"

/** How many belong together before they are written down by the name of their provider. */
export const TALLY_MIN = 5

type Row = { campaignId: string; provider: Provider; delay: Delay; total: number }

// One tally a process: Next's copy of this module and the server's share it.
const shared = globalThis as { twoMinutesConfirmations?: Map<string, Row> }

/**
 * Counts a confirmation, or one that never came, in memory. Nothing links it to the signature, and it costs no statement.
 *
 * @param address Only its provider is kept.
 */
export function tallyConfirmation(campaignId: string, address: string, delay: Delay): void {
  const rows = (shared.twoMinutesConfirmations ??= new Map<string, Row>())
  const provider = providerOf(address)
  const key = `${campaignId} ${provider} ${delay}`
  const row = rows.get(key)
  if (row) row.total += 1
  else rows.set(key, { campaignId, provider, delay, total: 1 })
}

/** What may be written now: groups of five and more, by name. With `isLast` the rest, too, and then nobody's provider is named. */
function take(isLast: boolean): Row[] {
  const rows = shared.twoMinutesConfirmations ?? new Map<string, Row>()
  const taken = new Map<string, Row>()
  for (const [key, row] of rows) {
    const isNamed = row.total >= TALLY_MIN || row.provider === "other"
    if (!isNamed && !isLast) continue
    rows.delete(key)
    const provider = isNamed ? row.provider : "other"
    const name = `${row.campaignId} ${provider} ${row.delay}`
    taken.set(name, { ...row, provider, total: row.total + (taken.get(name)?.total ?? 0) })
  }
  return [...taken.values()]
}

/**
 * Adds what was counted to the daily totals. Groups of fewer than five wait; what waits is lost when the process is killed, which
 * a figure about mail can bear.
 *
 * @param isLast The process ends: what is left over stands under "other".
 */
export async function saveConfirmationTally(now: Date, isLast = false): Promise<void> {
  const rows = take(isLast)
  if (rows.length === 0) return
  try {
    await hotPool().query(
      `insert into "ConfirmationTally" as known ("campaignId", day, provider, delay, total)
       select t.* from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::int[]) as t(c, day, provider, delay, total)
       join "Campaign" on id = c
       on conflict ("campaignId", day, provider, delay) do update set total = known.total + excluded.total`,
      [
        rows.map(({ campaignId }) => campaignId),
        rows.map(() => dayOf(now)),
        rows.map(({ provider }) => provider),
        rows.map(({ delay }) => delay),
        rows.map(({ total }) => total),
      ],
    )
  } catch {
    // The database is away; readiness says so. They wait for the next time.
    const waiting = (shared.twoMinutesConfirmations ??= new Map<string, Row>())
    for (const row of rows) {
      const key = `${row.campaignId} ${row.provider} ${row.delay}`
      waiting.set(key, { ...row, total: row.total + (waiting.get(key)?.total ?? 0) })
    }
  }
}

/** How long confirmations took by provider, since a day (`YYYY-MM-DD`). */
export async function listConfirmationTally(campaignId: string, since: string): Promise<Omit<Row, "campaignId">[]> {
  const rows = await db().confirmationTally.groupBy({
    by: ["provider", "delay"],
    where: { campaignId, day: { gte: new Date(`${since}T00:00:00Z`) } },
    _sum: { total: true },
  })
  return rows.map((row) => ({
    provider: row.provider as Provider,
    delay: row.delay as Delay,
    total: row._sum.total ?? 0,
  }))
}
