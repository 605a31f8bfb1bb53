import "server-only"
import { type Actor, scopesOf } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"
import { shortTitleOf } from "#lib/domain/campaigns/organiser-queries"

/** Something about a campaign that waits for an organiser. */
export type CampaignTodo = {
  /** What is said of the outcome is not checked; the day of the decision has passed without one. */
  kind: "facts_unverified" | "vote_passed"
  campaignId: string
  shortTitle: string
  textLocale: Locale
}

/** What waits for an editor in the campaigns that the actor may edit, the oldest decision first. */
export async function listCampaignTodos(actor: Actor, locale: Locale, now: Date): Promise<CampaignTodo[]> {
  const ids = scopesOf(actor, "EDITOR")
  if (ids?.length === 0) return []
  const today = new Date(`${dayOf(now)}T00:00:00Z`)
  const found = await db().campaign.findMany({
    where: {
      ...(ids && { id: { in: ids } }),
      OR: [
        { outcome: { not: null }, outcomeVerified: false },
        { status: { in: ["OPEN", "PAUSED", "CLOSED"] }, decisionOn: { lt: today } },
      ],
    },
    select: {
      id: true,
      slug: true,
      status: true,
      outcome: true,
      outcomeVerified: true,
      decisionOn: true,
      texts: { select: { locale: true, shortTitle: true }, orderBy: { version: "desc" } },
    },
    orderBy: { decisionOn: "asc" },
    take: 100,
  })
  return found.flatMap(({ id, slug, status, outcome, outcomeVerified, decisionOn, texts }) => {
    const about = { campaignId: id, ...shortTitleOf(texts, locale, slug) }
    const hasPassed = status !== "DECIDED" && status !== "ARCHIVED" && decisionOn !== null && decisionOn < today
    const kinds: (CampaignTodo["kind"] | false)[] = [
      hasPassed && "vote_passed",
      outcome !== null && !outcomeVerified && "facts_unverified",
    ]
    return kinds.flatMap((kind) => (kind ? [{ kind, ...about }] : []))
  })
}
