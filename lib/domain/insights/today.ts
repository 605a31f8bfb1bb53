import "server-only"
import { type Actor, isAtLeast, scopesOf } from "#lib/domain/identity/policy"
import { shownCount } from "#lib/domain/insights/hide"
import type { Count } from "#lib/domain/insights/schema"
import { countWaiting } from "#lib/domain/moderation/queries"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"

/** The line of figures on the first page; `null` where a count is too small for who looks. */
export type TodayFigures = {
  signatures: { total: Count; today: Count }
  letters: { sent: Count; failed: Count }
  comments: { visible: Count; waiting: number }
}

/**
 * Figures over all campaigns in which the actor has a part, from totals alone. Those of today are at most five minutes old.
 *
 * Who is less than an editor in one of them sees no small count.
 */
export async function todayFigures(actor: Actor, now: Date): Promise<TodayFigures> {
  const scopes = scopesOf(actor, "VIEWER")
  const campaignId = scopes === null ? {} : { campaignId: { in: scopes } }
  const [signatures, today, deliveries, comments, waiting] = await Promise.all([
    db().campaignCount.aggregate({ where: campaignId, _sum: { confirmed: true } }),
    db().dailyTotal.aggregate({
      where: { ...campaignId, measure: "confirmed", day: new Date(`${dayOf(now)}T00:00:00Z`) },
      _sum: { total: true },
    }),
    db().dailyTotal.groupBy({ by: ["class"], where: { ...campaignId, measure: "delivery" }, _sum: { total: true } }),
    db().commentTally.aggregate({ where: campaignId, _sum: { visible: true } }),
    countWaiting(actor),
  ])
  const letters = (name: string) => deliveries.find((row) => row.class === name)?._sum.total ?? 0
  const isExact =
    scopes === null ? isAtLeast(actor, "", "EDITOR") : scopes.every((id) => isAtLeast(actor, id, "EDITOR"))
  const show = (count: number) => (isExact ? count : shownCount(count))
  return {
    signatures: { total: show(signatures._sum.confirmed ?? 0), today: show(today._sum.total ?? 0) },
    letters: { sent: show(letters("accepted")), failed: show(letters("bounced")) },
    comments: { visible: show(comments._sum.visible ?? 0), waiting },
  }
}
