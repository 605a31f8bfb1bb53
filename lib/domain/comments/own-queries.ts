import "server-only"
import { contentOf } from "#lib/domain/comments/details"
import { isEditable } from "#lib/domain/comments/limits"
import type { CommentState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"

/** A comment as its writer sees it, in every state. */
export type OwnComment = {
  commentId: string
  publicId: string
  campaignId: string
  slug: string
  state: CommentState
  name: string
  body: string
  /** Why it was not published. */
  refusal: string | null
  isEditable: boolean
  /** They want to hear of replies, and the address is not confirmed yet. */
  asksReplies: boolean
  getsReplies: boolean
  isDiscreet: boolean
}

/** Comments as their writer sees them, the newest first. The caller has made sure whose they are; what is gone is left out. */
export async function listOwnComments(commentIds: readonly string[], now: Date): Promise<OwnComment[]> {
  const found = await db().comment.findMany({
    where: { id: { in: [...commentIds] }, state: { not: "DELETED" } },
    include: { campaign: { select: { slug: true, isAtRisk: true } }, subscription: { select: { confirmedAt: true } } },
    orderBy: { id: "desc" },
  })
  return found.flatMap((comment) => {
    const content = contentOf(comment)
    if (!content) return []
    const { id, publicId, campaignId, campaign, state, refusal, subscription } = comment
    return [
      {
        ...{ commentId: id, publicId, campaignId, slug: campaign.slug, state, refusal },
        ...{ name: content.name, body: content.body },
        isEditable: isEditable(comment, now),
        asksReplies: subscription !== null && subscription.confirmedAt === null,
        getsReplies: subscription !== null && subscription.confirmedAt !== null,
        isDiscreet: campaign.isAtRisk,
      },
    ]
  })
}

/** The id inside the database of a comment that its writer has not deleted; `null` when there is none. */
export async function findCommentId(campaignId: string, publicId: string): Promise<string | null> {
  const found = await db().comment.findFirst({
    where: { campaignId, publicId, state: { not: "DELETED" } },
    select: { id: true },
  })
  return found?.id ?? null
}
