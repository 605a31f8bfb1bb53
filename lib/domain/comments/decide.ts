import "server-only"
import { contentOf, emailOf, openSubscriber } from "#lib/domain/comments/details"
import type { Refusal } from "#lib/domain/comments/schema"
import { lockComment, moveComment } from "#lib/domain/comments/tree"
import type { Actor } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import {
  correctOutside,
  findSubject,
  findUndoable,
  markUndone,
  recordDecision,
  settleDecisions,
} from "#lib/domain/moderation/decisions"
import { teach } from "#lib/domain/moderation/learning"
import type { OutsideVerdict } from "#lib/domain/moderation/outside-jobs"
import { canModerate } from "#lib/domain/moderation/policy"
import { type Action, needsPerson } from "#lib/domain/moderation/schema"
import { lockScreening, openScreening } from "#lib/domain/moderation/screenings"
import type { Comment, Screening } from "#lib/generated/prisma/client"
import type { CommentState } from "#lib/generated/prisma/enums"
import { transaction, type Transaction } from "#lib/platform/db"
import { hashToken, newToken } from "#lib/platform/tokens"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

export type CommentDecision = {
  commentId: string
  action: Action
  reason: Refusal | null
  /** The round that the moderator saw; 1 for a comment that was never screened. */
  round: number
}

export type DecisionRefusal = "forbidden" | "gone" | "changed"

function stateAfter(state: CommentState, action: Action): CommentState {
  if (action === "approve") return "VISIBLE"
  if (action === "spam") return "SPAM"
  return state === "VISIBLE" ? "REMOVED" : "REJECTED"
}

/** An imported comment that nobody has looked at has no screening yet. */
async function screenLate(tx: Transaction, { id, campaignId }: Comment, now: Date): Promise<Screening> {
  await openScreening(
    tx,
    { kind: "comment", subjectId: id, campaignId, verdict: "unsure", score: 0, reasons: [], isWaiting: false },
    now,
  )
  return tx.screening.findUniqueOrThrow({ where: { kind_subjectId: { kind: "comment", subjectId: id } } })
}

/**
 * Carries out what a moderator decided about a comment. It shows at once; mail, learning and corrections wait until it can no
 * longer be undone.
 *
 * @returns Id of the decision; `gone` when its writer took it back, `changed` when it was decided, edited or reported meanwhile.
 */
export async function decideComment(
  actor: Actor,
  { commentId, action, reason, round }: CommentDecision,
  now: Date,
): Promise<Result<{ decisionId: string }, DecisionRefusal>> {
  return transaction(async (tx) => {
    const known = await lockScreening(tx, "comment", commentId)
    const comment = await lockComment(tx, commentId)
    if (!comment || comment.state === "DELETED") return fail("gone")
    if (!canModerate(actor, comment.campaignId)) return fail("forbidden")
    const screening = known ?? (await screenLate(tx, comment, now))
    if (screening.round !== round) return fail("changed")
    const state = stateAfter(comment.state, action)
    const decisionId = await recordDecision(
      tx,
      screening,
      actor.organiserId,
      { action, reason: action === "approve" ? null : reason, before: comment.state },
      now,
    )
    await moveComment(tx, comment, state, now, {
      decidedAt: now,
      refusal: action === "approve" ? null : (reason ?? (action === "spam" ? "advert" : "other")),
      // Somebody has read it and its reports: further ones no longer hide it by themselves.
      ...(comment.reportsCount > 0 && { isReviewed: true, reportsCount: 0 }),
    })
    return ok({ decisionId })
  })
}

/** Takes a decision back within its 30 seconds: the comment is again what it was, and where it was in the queue. */
export async function undoCommentDecision(
  actor: Actor,
  decisionId: string,
  now: Date,
): Promise<Result<{ commentId: string }, "too_late">> {
  return transaction(async (tx) => {
    const commentId = await findSubject(tx, "comment", decisionId)
    if (!commentId) return fail("too_late")
    await lockScreening(tx, "comment", commentId)
    const comment = await lockComment(tx, commentId)
    const found = await findUndoable(tx, actor, decisionId)
    if (!found.ok || !comment || comment.state === "DELETED") return fail("too_late")
    await moveComment(tx, comment, found.value.before as CommentState, now, { decidedAt: null, refusal: null })
    await markUndone(tx, found.value, now)
    return ok({ commentId: comment.id })
  })
}

/** What the outside service says about a held comment: spam goes to the spam folder, and what waited for nothing else appears. */
export const applyOutsideVerdict: OutsideVerdict = async (tx, screening, verdict, now) => {
  const comment = await lockComment(tx, screening.subjectId)
  if (comment?.state !== "HELD") return
  if (verdict === "spam") {
    await moveComment(tx, comment, "SPAM", now, { decidedAt: now })
    await tx.screening.update({ where: { id: screening.id }, data: { waitingSince: null, round: { increment: 1 } } })
    return
  }
  if (needsPerson(screening)) return
  await recordDecision(tx, screening, null, { action: "approve", reason: null, before: "HELD" }, now)
  await moveComment(tx, comment, "VISIBLE", now)
}

async function mailWriter(tx: Transaction, comment: Comment, name: string): Promise<void> {
  const email = emailOf(comment)
  if (!email) return
  const { isAtRisk } = await tx.campaign.findUniqueOrThrow({
    where: { id: comment.campaignId },
    select: { isAtRisk: true },
  })
  const subscription = await tx.replySubscription.findUnique({ where: { commentId: comment.id } })
  const token = newToken()
  const isQueued = await enqueue(tx, {
    template: "comment.visible",
    locale: toLocale(comment.locale),
    isDiscreet: isAtRisk,
    to: email,
    data: { name, token, asksReplies: subscription !== null && subscription.confirmedAt === null },
    subjectId: comment.id,
    priority: 1,
    isTriggerable: true,
  })
  if (!isQueued) return
  await tx.commentToken.create({
    data: { hash: new Uint8Array(hashToken(token)), commentId: comment.id, isMailed: true },
  })
}

/** Tells the writer of the comment above, who asked for that and has confirmed the address. */
async function mailAnswered(tx: Transaction, reply: Comment, replier: string): Promise<void> {
  if (!reply.parentId) return
  const parent = await tx.comment.findUnique({
    where: { id: reply.parentId },
    include: { subscription: true, campaign: { select: { slug: true } } },
  })
  const content = parent && contentOf(parent)
  if (!parent?.subscription?.confirmedAt || parent.state !== "VISIBLE" || !content) return
  // Nobody needs to be told of their own words.
  const isOwn =
    parent.writerIndex && reply.writerIndex && Buffer.from(parent.writerIndex).equals(Buffer.from(reply.writerIndex))
  if (isOwn) return
  const { email, stopToken } = openSubscriber(parent.subscription)
  await enqueue(tx, {
    template: "comment.reply",
    locale: toLocale(parent.locale),
    isDiscreet: parent.subscription.isDiscreet,
    to: email,
    data: { name: content.name, slug: parent.campaign.slug, replier, publicId: reply.publicId, stopToken },
    subjectId: parent.id,
    priority: 1,
    isTriggerable: false,
  })
}

/** Lets decisions take effect outside whose undo time is over. Safe to run on several nodes. @returns How many there were. */
export function settleComments(now: Date): Promise<number> {
  return settleDecisions("comment", now, async (tx, { screening, action, organiserId, before }) => {
    const comment = await tx.comment.findUnique({ where: { id: screening.subjectId } })
    const content = comment && contentOf(comment)
    if (!comment || !content) return
    if (organiserId) {
      const kind = action === "approve" ? "ham" : action === "spam" ? "spam" : null
      // What was merely against the rules teaches nothing about spam.
      await teach(tx, screening.id, content.body, kind)
      if (kind) await correctOutside(tx, screening, kind, now)
    }
    if (organiserId && action !== "remove") await tx.commentReport.deleteMany({ where: { commentId: comment.id } })
    if (action !== "approve" || comment.state !== "VISIBLE" || before === "VISIBLE") return
    if (before !== "NEW") await mailWriter(tx, comment, content.name)
    await mailAnswered(tx, comment, content.name)
  })
}
