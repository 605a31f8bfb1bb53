import type { Item } from "#components/admin/queue-item"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { findModeratedComment, type ModeratedComment } from "#lib/domain/comments/moderation-queries"
import type { Actor } from "#lib/domain/identity/policy"
import { findScreening, findWaiting, listDecisionsAbout, type ScreeningView } from "#lib/domain/moderation/queries"
import type { Locale } from "#lib/shared/locales"
import { PROVIDER_NAMES } from "#lib/web/auth/providers"
import { sourceOf } from "#lib/web/moderation-sources"

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What an address asks for: a text by its id, a comment by its public one, or the next one that waits. */
export type Wish = { kind?: string; subject?: string; comment?: string; after?: string }

/** Which comment a wish means, and what is known of it. */
async function find(
  actor: Actor,
  { kind, subject, comment, after }: Wish,
): Promise<{ comment: ModeratedComment | null; screening: ScreeningView | null }> {
  if (comment !== undefined) {
    return { comment: await findModeratedComment(actor, { publicId: comment }), screening: null }
  }
  if (kind === "comment" && subject && UUID.test(subject)) {
    return { comment: await findModeratedComment(actor, { commentId: subject }), screening: null }
  }
  const passed = after && UUID.test(after) ? { kind: "comment" as const, subjectId: after } : null
  const screening = await findWaiting(actor, passed)
  const waiting = screening && (await findModeratedComment(actor, { commentId: screening.subjectId }))
  return { comment: waiting, screening }
}

/** The text for the queue's page, with everything a moderator may see of it; `null` when there is none. */
export async function readItem(actor: Actor, locale: Locale, wish: Wish): Promise<Item | null> {
  const { comment, screening } = await find(actor, wish)
  return comment && compose(actor, locale, comment, screening)
}

async function compose(
  actor: Actor,
  locale: Locale,
  comment: ModeratedComment,
  known: ScreeningView | null,
): Promise<Item> {
  const subjectId = comment.commentId
  const [screening, decisions, campaign] = await Promise.all([
    known ?? findScreening(actor, "comment", subjectId),
    listDecisionsAbout(actor, "comment", subjectId),
    findCampaign(comment.slug, locale),
  ])
  return {
    kind: "comment",
    subjectId,
    campaignTitle: campaign?.shortTitle ?? comment.slug,
    publicPath: `/c/${comment.slug}/comments/${comment.publicId}`,
    state: comment.state,
    name: comment.name,
    website: comment.website,
    provider: comment.provider && (PROVIDER_NAMES[comment.provider as keyof typeof PROVIDER_NAMES] ?? comment.provider),
    body: comment.body,
    locale: comment.locale,
    postedOn: comment.postedOn,
    answers: comment.parent,
    writer: comment.writer,
    reports: comment.reports,
    round: screening?.round ?? 1,
    reasons: screening?.reasons ?? [],
    score: screening?.score ?? 0,
    isWaiting: screening?.waitingSince !== null && screening !== null,
    refusals: [...(sourceOf("comment")?.reasons ?? [])],
    decisions,
  }
}
