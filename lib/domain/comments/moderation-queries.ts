import "server-only"
import { contentOf } from "#lib/domain/comments/details"
import type { Actor } from "#lib/domain/identity/policy"
import { canModerate, moderatedScopes } from "#lib/domain/moderation/policy"
import type { CommentState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"

/** A comment as a moderator reads it: the chosen name and the text, and no address of any kind (trust.md T11). */
export type ModeratedComment = {
  commentId: string
  publicId: string
  campaignId: string
  slug: string
  state: CommentState
  name: string
  website: string | null
  provider: string | null
  body: string
  locale: string
  /** `YYYY-MM-DD`. */
  postedOn: string
  /** What it answers. */
  parent: { name: string; body: string } | null
  /** How often the same writer was published and refused before. */
  writer: { visible: number; refused: number }
  reports: { reason: string; count: number }[]
}

const withMore = {
  campaign: { select: { slug: true } },
  parent: true,
  reports: { select: { reason: true } },
} as const

async function historyOf(comment: { id: string; campaignId: string; writerIndex: Uint8Array | null }) {
  if (!comment.writerIndex) return { visible: 0, refused: 0 }
  const { campaignId, id } = comment
  const groups = await db().comment.groupBy({
    by: ["state"],
    where: { campaignId, writerIndex: new Uint8Array(comment.writerIndex), id: { not: id } },
    _count: true,
  })
  const count = (...states: CommentState[]) =>
    groups.reduce((sum, group) => sum + (states.includes(group.state) ? group._count : 0), 0)
  return { visible: count("VISIBLE"), refused: count("SPAM", "REJECTED", "REMOVED") }
}

/** One comment for a moderator; `null` when it is gone or the actor may not moderate there. */
export async function findModeratedComment(
  actor: Actor,
  id: { commentId: string } | { publicId: string },
): Promise<ModeratedComment | null> {
  const comment = await db().comment.findUnique({
    where: "commentId" in id ? { id: id.commentId } : { publicId: id.publicId },
    include: withMore,
  })
  const content = comment && contentOf(comment)
  if (!comment || !content || !canModerate(actor, comment.campaignId)) return null
  const parent = comment.parent && contentOf(comment.parent)
  const reports = new Map<string, number>()
  for (const { reason } of comment.reports) reports.set(reason, (reports.get(reason) ?? 0) + 1)
  return {
    commentId: comment.id,
    publicId: comment.publicId,
    campaignId: comment.campaignId,
    slug: comment.campaign.slug,
    state: comment.state,
    ...content,
    provider: comment.provider,
    locale: comment.locale,
    postedOn: comment.postedAt.toISOString().slice(0, 10),
    parent: parent && { name: parent.name, body: parent.body },
    writer: await historyOf(comment),
    reports: [...reports].map(([reason, count]) => ({ reason, count })),
  }
}

/** Names and texts of comments, for lists of decisions; those are missing that are erased or that the actor may not read. */
export async function listModerated(
  actor: Actor,
  commentIds: readonly string[],
): Promise<Map<string, { name: string; body: string }>> {
  const found = await db().comment.findMany({ where: { id: { in: [...commentIds] } } })
  return new Map(
    found.flatMap((comment) => {
      const content = canModerate(actor, comment.campaignId) ? contentOf(comment) : null
      return content ? [[comment.id, { name: content.name, body: content.body }] as const] : []
    }),
  )
}

/** One line of the spam folder. */
export type SpamLine = { commentId: string; name: string; body: string; postedOn: string }

/** What was called spam and not erased yet, the newest first. @param limit 1 to 100. */
export async function listSpam(actor: Actor, limit: number): Promise<SpamLine[]> {
  const scopes = moderatedScopes(actor)
  const found = await db().comment.findMany({
    where: { state: "SPAM", sealed: { not: null }, ...(scopes && { campaignId: { in: scopes } }) },
    orderBy: { id: "desc" },
    take: limit,
  })
  return found.flatMap((comment) => {
    const content = contentOf(comment)
    if (!content) return []
    const { name, body } = content
    return [{ commentId: comment.id, name, body, postedOn: comment.postedAt.toISOString().slice(0, 10) }]
  })
}
