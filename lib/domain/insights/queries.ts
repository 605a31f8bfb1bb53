import "server-only"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { assemble, type Total, type Totals } from "#lib/domain/insights/assemble"
import { hideSmallCounts } from "#lib/domain/insights/hide"
import type { DecisionWeek, Insights, Period } from "#lib/domain/insights/schema"
import { addDays, weekOf } from "#lib/domain/insights/time"
import { listConfirmationTally } from "#lib/domain/signatures/confirmation-tally"
import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { dayOf } from "#lib/shared/dates"

/** Measures whose days matter; of the others the sum over the time is enough. */
const BY_DAY = ["confirmed", "hour", "delivery", "comment", "withdrawn"]

const BEGINNING = "2000-01-01"

async function readTotals(campaignId: string, since: string): Promise<Total[]> {
  const { rows } = await hotPool().query<Total>({
    name: "insight-totals",
    text: `select measure, case when measure = any ($3) then day::text else '' end as day, class, sum(total)::int as total
      from "DailyTotal" where "campaignId" = $1 and (day >= $2 or measure = 'hour') group by 1, 2, 3`,
    values: [campaignId, since, BY_DAY],
  })
  return rows
}

/** Openings of the pages that steps are made of, and arrivals; the front page belongs to the main campaign. */
async function readVisits(slug: string, isMain: boolean, since: string) {
  const day = { gte: new Date(`${since}T00:00:00Z`) }
  const [openings, arrivals] = await Promise.all([
    db().pageOpening.groupBy({
      by: ["page", "locale"],
      where: { slug, day, page: { in: ["campaign", "letter-preview", "share"] } },
      _sum: { openings: true },
    }),
    db().pageArrival.groupBy({
      by: ["source"],
      where: { slug: { in: isMain ? [slug, ""] : [slug] }, day },
      _sum: { arrivals: true },
    }),
  ])
  return {
    openings: openings.map(({ page, locale, _sum }) => ({ page, locale, openings: _sum.openings ?? 0 })),
    arrivals: arrivals.map(({ source, _sum }) => ({ source, arrivals: _sum.arrivals ?? 0 })),
  }
}

async function readWeeks(campaignId: string, since: string): Promise<DecisionWeek[]> {
  const rows = await db().decisionWeek.findMany({
    where: { campaignId, week: { gte: new Date(`${weekOf(since)}T00:00:00Z`) } },
  })
  return rows.map(({ week, decisions, fastest, median, slowest }) => ({
    key: dayOf(week),
    decisions,
    range: { fastest, median, slowest },
  }))
}

async function readSamples(campaignId: string): Promise<string[]> {
  const rows = await db().letterTemplate.findMany({
    where: { campaignId },
    distinct: ["key"],
    select: { key: true, position: true },
    orderBy: [{ key: "asc" }, { version: "desc" }],
  })
  return rows.sort((a, b) => a.position - b.position).map(({ key }) => key)
}

/**
 * What the charts of a campaign show, from daily totals alone: the cost does not grow with the signatures.
 *
 * Who is less than an editor there gets the whole time and no small count, whatever is asked for.
 *
 * @returns `null` when the actor has no part in the campaign, or there is no such campaign.
 */
export async function findInsights(
  actor: Actor,
  campaignId: string,
  asked: Period,
  now: Date,
): Promise<Insights | null> {
  if (!isAtLeast(actor, campaignId, "VIEWER")) return null
  const campaign = await db().campaign.findUnique({
    where: { id: campaignId },
    select: { slug: true, isMain: true, openedOn: true, createdAt: true },
  })
  if (!campaign) return null
  const isHidden = !isAtLeast(actor, campaignId, "EDITOR")
  const period = isHidden ? "all" : asked
  const today = dayOf(now)
  const since = period === "all" ? BEGINNING : addDays(today, 1 - Number(period))
  const [totals, visits, providers, weeks, samples, counted] = await Promise.all([
    readTotals(campaignId, since),
    readVisits(campaign.slug, campaign.isMain, since),
    listConfirmationTally(campaignId, since),
    readWeeks(campaignId, since),
    readSamples(campaignId),
    db().insightCount.findUnique({ where: { campaignId } }),
  ])
  const opened = dayOf(campaign.openedOn ?? campaign.createdAt)
  const insights = assemble({
    ...{ period, today, totals, ...visits, providers, weeks, samples },
    start: period === "all" ? startOf(totals, opened, today, isHidden) : since,
    countedAt: counted?.countedAt.toISOString() ?? null,
  } satisfies Totals)
  // The launch is part of the whole time only.
  if (period !== "all") insights.hours = []
  return isHidden ? hideSmallCounts(insights) : insights
}

/** The first day to show: that of the opening, or an earlier one with something on it, but never one that only its rows would tell. */
function startOf(totals: readonly Total[], opened: string, today: string, isHidden: boolean): string {
  const days = isHidden ? [] : totals.flatMap(({ day }) => (day === "" ? [] : [day]))
  return days.reduce((first, day) => (day < first ? day : first), opened < today ? opened : today)
}
