import "server-only"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"

/** One day of a campaign; `on` is `YYYY-MM-DD`, `total` the count at its end. */
export type HistoryDay = { on: string; confirmed: number; gone: number; total: number }

/** One week of a campaign, by the Monday it begins with. */
export type HistoryWeek = { on: string; confirmed: number }

/**
 * How the count came about, the oldest day first; days on which nothing happened are left out.
 *
 * Made from daily totals alone, so that the past stays right when signatures are withdrawn, deleted or anonymised.
 */
export async function listHistory(campaignId: string): Promise<HistoryDay[]> {
  const rows = await db().campaignDay.findMany({ where: { campaignId }, orderBy: { day: "asc" } })
  let total = 0
  return rows.map(({ day, confirmed, gone }) => {
    total += confirmed - gone
    return { on: dayOf(day), confirmed, gone, total }
  })
}

const DAY_MS = 86_400_000

/** The Monday of a day's week (ISO 8601). */
function mondayOf(on: string): number {
  const time = Date.parse(`${on}T00:00:00Z`)
  return time - ((new Date(time).getUTCDay() + 6) % 7) * DAY_MS
}

/** The signatures confirmed in each week, from the first to the last with any; weeks without one are 0. */
export function weeksOf(days: readonly HistoryDay[]): HistoryWeek[] {
  const sums = new Map<number, number>()
  for (const { on, confirmed } of days) sums.set(mondayOf(on), (sums.get(mondayOf(on)) ?? 0) + confirmed)
  const active = [...sums].filter(([, confirmed]) => confirmed > 0).map(([monday]) => monday)
  const weeks: HistoryWeek[] = []
  for (let monday = Math.min(...active); monday <= Math.max(...active); monday += 7 * DAY_MS)
    weeks.push({ on: dayOf(new Date(monday)), confirmed: sums.get(monday) ?? 0 })
  return weeks
}
