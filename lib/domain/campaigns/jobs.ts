import "server-only"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { log } from "#lib/platform/log"
import { dayOf } from "#lib/shared/dates"

/** Counted from the signatures themselves. */
export type Recount = { confirmed: number; unverified: number; withdrawn: number; paper: number }

const FIGURES = ["confirmed", "unverified", "withdrawn", "paper"] as const satisfies (keyof Recount)[]

/** The figures, each made anew. */
function figures(make: (figure: keyof Recount) => number): Recount {
  return Object.fromEntries(FIGURES.map((figure) => [figure, make(figure)])) as Recount
}

/** Only one job at a time works on the figures of a campaign; the lock ends with the transaction. */
async function lockCount(tx: Transaction, campaignId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`count ${campaignId}`}, 0))`
}

async function announce(tx: Transaction, campaignId: string): Promise<void> {
  await tx.$executeRaw`
    select pg_notify('page_changed', json_build_object('slug', slug, 'drop', false)::text)
    from "Campaign" where id = ${campaignId}::uuid`
}

/**
 * Folds the recorded changes of one campaign into its figures and tells every node that its pages changed.
 *
 * Safe to run twice and on several nodes at once.
 *
 * @returns Whether there was anything to fold.
 */
export async function foldCounts(campaignId: string): Promise<boolean> {
  return transaction(async (tx) => {
    await lockCount(tx, campaignId)
    const folded = await tx.$executeRaw`
      with folded as (
        delete from "CountDelta" where "campaignId" = ${campaignId}::uuid returning confirmed, unverified, withdrawn, paper, day
      ), days as (
        insert into "CampaignDay" as known ("campaignId", day, confirmed, gone)
        select ${campaignId}::uuid, day, sum(greatest(confirmed, 0))::int, sum(greatest(-confirmed, 0))::int
        from folded where day is not null and confirmed <> 0 group by day
        on conflict ("campaignId", day) do update set
          confirmed = known.confirmed + excluded.confirmed, gone = known.gone + excluded.gone
      ), sums as (
        select sum(confirmed)::int as confirmed, sum(unverified)::int as unverified, sum(withdrawn)::int as withdrawn,
          sum(paper)::int as paper, count(*) as changes
        from folded
      )
      insert into "CampaignCount" ("campaignId", confirmed, unverified, withdrawn, paper, "updatedAt")
      select ${campaignId}::uuid, confirmed, unverified, withdrawn, paper, now() from sums where changes > 0
      on conflict ("campaignId") do update set
        confirmed = "CampaignCount".confirmed + excluded.confirmed,
        unverified = "CampaignCount".unverified + excluded.unverified,
        withdrawn = "CampaignCount".withdrawn + excluded.withdrawn,
        paper = "CampaignCount".paper + excluded.paper,
        "updatedAt" = now()`
    if (folded > 0) await announce(tx, campaignId)
    return folded > 0
  })
}

/**
 * Folds the changes of the campaigns that were named; of all that have any when none is.
 *
 * @param campaignIds From the notifications since the last run.
 */
export async function foldWaiting(campaignIds: readonly string[]): Promise<void> {
  const waiting = campaignIds.length > 0 ? campaignIds : await listUnfolded()
  for (const campaignId of waiting) await foldCounts(campaignId)
}

async function listUnfolded(): Promise<string[]> {
  const found = await db().countDelta.findMany({ distinct: ["campaignId"], select: { campaignId: true } })
  return found.map(({ campaignId }) => campaignId)
}

/**
 * Makes the days of a campaign add up to its count: a difference is put on today, since nobody knows its day any more.
 *
 * @returns Whether they did add up.
 */
async function repairDays(tx: Transaction, campaignId: string, confirmed: number): Promise<boolean> {
  const { _sum } = await tx.campaignDay.aggregate({ where: { campaignId }, _sum: { confirmed: true, gone: true } })
  const difference = confirmed - (_sum.confirmed ?? 0) + (_sum.gone ?? 0)
  if (difference === 0) return true
  log().warn({ campaignId, difference }, "daily figures repaired")
  const day = new Date(`${dayOf(new Date())}T00:00:00Z`)
  const moved = { confirmed: Math.max(difference, 0), gone: Math.max(-difference, 0) }
  await tx.campaignDay.upsert({
    where: { campaignId_day: { campaignId, day } },
    create: { campaignId, day, ...moved },
    update: { confirmed: { increment: moved.confirmed }, gone: { increment: moved.gone } },
  })
  return false
}

/**
 * Compares the figures of a campaign with a recount, and repairs and logs any difference.
 *
 * Runs in one snapshot, so that a signature confirmed meanwhile is either in all the numbers or in none; when the count job
 * comes in between, the transaction fails and the next run does the work.
 *
 * @param recount Counts the rows with the given transaction.
 * @returns Whether there was a difference.
 */
export async function reconcileCount(
  campaignId: string,
  recount: (tx: Transaction) => Promise<Recount>,
): Promise<boolean> {
  return transaction(
    async (tx) => {
      await lockCount(tx, campaignId)
      const stored = await tx.campaignCount.findUnique({ where: { campaignId } })
      const waiting = await tx.countDelta.aggregate({
        where: { campaignId },
        _sum: { confirmed: true, unverified: true, withdrawn: true, paper: true },
      })
      const real = await recount(tx)
      const right = figures((key) => real[key] - (waiting._sum[key] ?? 0))
      const isPastRight = await repairDays(tx, campaignId, right.confirmed)
      const drift = figures((key) => right[key] - (stored?.[key] ?? 0))
      if (Object.values(drift).every((difference) => difference === 0)) return !isPastRight
      log().warn({ campaignId, drift }, "count repaired")
      await tx.campaignCount.upsert({
        where: { campaignId },
        create: { campaignId, ...right },
        update: { ...right, updatedAt: new Date() },
      })
      await announce(tx, campaignId)
      return true
    },
    { isolationLevel: "RepeatableRead" },
  )
}
