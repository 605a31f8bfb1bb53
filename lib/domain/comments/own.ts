import "server-only"
import { accountIndex, contentOf, printOf, sealContent } from "#lib/domain/comments/details"
import { isEditable } from "#lib/domain/comments/limits"
import { announce, emptyComment, lockComment, moveComment } from "#lib/domain/comments/tree"
import { forgetMessages } from "#lib/domain/mail/commands"
import { judgeText } from "#lib/domain/moderation/filter"
import type { HoldReason } from "#lib/domain/moderation/schema"
import { forgetScreening, lockScreening, requeue, withdrawFromOutside } from "#lib/domain/moderation/screenings"
import type { Comment } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { hashToken, isToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

/** Tells which comment a private link opens, and whether it came by mail. Reads only. */
export async function findByCommentToken(token: string): Promise<{ commentId: string; isMailed: boolean } | null> {
  if (!isToken(token)) return null
  const found = await db().commentToken.findUnique({
    where: { hash: new Uint8Array(hashToken(token)) },
    include: { comment: { select: { state: true } } },
  })
  return found && found.comment.state !== "DELETED" ? { commentId: found.commentId, isMailed: found.isMailed } : null
}

/** Tells whether a comment is that account's. */
export async function isCommentOfAccount(
  commentId: string,
  account: { provider: string; subject: string },
): Promise<boolean> {
  const found = await db().comment.findUnique({
    where: { id: commentId },
    select: { campaignId: true, writerIndex: true, writer: true },
  })
  if (found?.writer !== "ACCOUNT" || !found.writerIndex) return false
  return Buffer.from(found.writerIndex).equals(accountIndex(found.campaignId, account.provider, account.subject))
}

async function isTrustedWithout(tx: Transaction, comment: Comment): Promise<boolean> {
  if (!comment.isProven || !comment.writerIndex) return false
  const { campaignId, writerIndex, id } = comment
  const other = await tx.comment.findFirst({
    where: { campaignId, writerIndex, state: "VISIBLE", isProven: true, id: { not: id } },
    select: { id: true },
  })
  return other !== null
}

/** Whether the campaign shows what a known writer changed before anybody, or the outside service, has read it. */
async function showsUnread(tx: Transaction, campaignId: string): Promise<boolean> {
  const chosen = await tx.commentSettings.findUnique({ where: { campaignId } })
  return !chosen?.holdsAll && !(chosen?.asksOutside && env().AKISMET_KEY)
}

/**
 * Changes the text of a comment. The caller has made sure that it is the writer's.
 *
 * It is checked again: a text that nobody has read yet stays where it is in the queue; a visible one stays visible only for a
 * known writer, when the filter finds nothing in it and the campaign holds nothing back. The outside service is not asked about the
 * new text; where it is asked about texts, a person reads this one.
 *
 * @param typed The text before it was tidied.
 * @returns `too_late` after ten minutes, `gone` when it was taken off or back.
 */
export async function editComment(
  commentId: string,
  { body, typed }: { body: string; typed: string },
  now: Date,
): Promise<Result<{ isVisible: boolean }, "gone" | "too_late">> {
  const known = await db().comment.findUnique({ where: { id: commentId } })
  const before = known && contentOf(known)
  if (!known || !before) return fail("gone")
  const print = printOf(known.campaignId, body)
  const judged = await judgeText(known.campaignId, {
    ...{ text: typed, name: before.name, website: before.website, emailDomain: null, print, recent: [] },
    form: { trap: "", stamp: "fine", secondsOpen: null },
  })
  return transaction(async (tx) => {
    const screening = await lockScreening(tx, "comment", commentId)
    const comment = await lockComment(tx, commentId)
    const content = comment && contentOf(comment)
    if (!comment || !content || !screening) return fail("gone")
    if (!isEditable(comment, now)) return fail(comment.state === "VISIBLE" ? "too_late" : "gone")
    const isVisible =
      comment.state === "VISIBLE" &&
      judged.verdict === "visible" &&
      (await showsUnread(tx, comment.campaignId)) &&
      (await isTrustedWithout(tx, comment))
    const changed = { ...content, body }
    await tx.comment.update({
      where: { id: commentId },
      data: {
        ...(comment.state === "VISIBLE" ? changed : { sealed: sealContent(commentId, changed) }),
        ...{ contentIndex: new Uint8Array(Buffer.from(print.exact, "hex")), nearPrint: print.near, editedAt: now },
      },
    })
    if (comment.state === "VISIBLE" && !isVisible) {
      await moveComment(tx, { ...comment, ...changed }, "HELD", now)
    } else if (isVisible) {
      await announce(tx, comment.campaignId, true)
    }
    const kept = await withdrawFromOutside(tx, screening)
    if (!isVisible) {
      const reasons: HoldReason[] = ["edited", ...judged.reasons]
      await requeue(tx, { ...screening, reasons: kept }, reasons, now)
    }
    return ok({ isVisible })
  })
}

/**
 * Takes a comment back: its words, address, links and everything found out about it are deleted at once. Its place stays as
 * "deleted by its writer" while replies hang on it.
 *
 * @returns `gone` when it was deleted before.
 */
export async function deleteComment(commentId: string): Promise<Result<null, "gone">> {
  return transaction(async (tx) => {
    await lockScreening(tx, "comment", commentId)
    const comment = await lockComment(tx, commentId)
    if (!comment || comment.state === "DELETED") return fail("gone")
    await forgetMessages(tx, commentId)
    await forgetScreening(tx, "comment", [commentId])
    await emptyComment(tx, comment, "DELETED")
    return ok(null)
  })
}

/** What a press on the page of a mailed link proves: the address is the writer's. */
export type ProvenAddress = { commentId: string; campaignId: string; writerIndex: Buffer }

/**
 * Confirms the writer's address by a mailed link: replies are told from now on where that was asked for, and later comments under
 * this address are known in this browser.
 *
 * @returns `unknown` for a link that was not mailed, or of a comment that is gone.
 */
export async function confirmCommentAddress(token: string, now: Date): Promise<Result<ProvenAddress, "unknown">> {
  return transaction(async (tx) => {
    const found = isToken(token)
      ? await tx.commentToken.findUnique({
          where: { hash: new Uint8Array(hashToken(token)) },
          include: { comment: true },
        })
      : null
    if (!found?.isMailed || !found.comment.writerIndex || found.comment.state === "DELETED") return fail("unknown")
    const { id: commentId, campaignId, writerIndex } = found.comment
    await tx.comment.update({ where: { id: commentId }, data: { isProven: true } })
    await tx.replySubscription.updateMany({ where: { commentId, confirmedAt: null }, data: { confirmedAt: now } })
    return ok({ commentId, campaignId, writerIndex: Buffer.from(writerIndex) })
  })
}

/**
 * Ends messages about replies: the stop link of a message. Needs no log-in; pressing twice is no error.
 *
 * @returns Whether the link was ever one of ours, as far as that is still known.
 */
export async function stopReplies(token: string): Promise<boolean> {
  if (!isToken(token)) return false
  const { count } = await db().replySubscription.deleteMany({
    where: { stopHash: new Uint8Array(hashToken(token)) },
  })
  return count > 0
}

/** Tells whether a stop link has anything left to stop. Reads only. */
export async function hasReplies(token: string): Promise<boolean> {
  if (!isToken(token)) return false
  return (await db().replySubscription.findUnique({ where: { stopHash: new Uint8Array(hashToken(token)) } })) !== null
}
