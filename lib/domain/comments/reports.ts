import "server-only"
import { REPORTS_TO_HIDE } from "#lib/domain/comments/limits"
import type { REPORT_REASONS } from "#lib/domain/comments/schema"
import { lockComment, moveComment } from "#lib/domain/comments/tree"
import type { HoldReason } from "#lib/domain/moderation/schema"
import { lockScreening, openScreening, requeue } from "#lib/domain/moderation/screenings"
import { transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { fail, ok, type Result } from "#lib/shared/result"

export type Report = {
  campaignId: string
  publicId: string
  /** A keyed hash of the connection under today's key: one report a person. */
  reporter: Buffer
  reason: (typeof REPORT_REASONS)[number]
}

/**
 * Reports a comment. The first report puts it before the moderators, the third hides it until it was read; one that a moderator has
 * left standing is hidden by a moderator only.
 *
 * A second report of the same person changes nothing and is answered like the first.
 *
 * @returns `gone` when there is nothing to report.
 */
export async function reportComment(report: Report, now: Date): Promise<Result<null, "gone">> {
  const { campaignId, publicId, reporter, reason } = report
  return transaction(async (tx) => {
    const found = await tx.comment.findFirst({ where: { campaignId, publicId }, select: { id: true } })
    if (!found) return fail("gone")
    const known = await lockScreening(tx, "comment", found.id)
    const comment = await lockComment(tx, found.id)
    if (comment?.state !== "VISIBLE") return fail("gone")
    const { count } = await tx.commentReport.createMany({
      data: [{ id: newId(), commentId: comment.id, reporter: new Uint8Array(reporter), reason, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) return ok(null)
    const reportsCount = comment.reportsCount + 1
    await tx.comment.update({ where: { id: comment.id }, data: { reportsCount } })
    const isHidden = reportsCount >= REPORTS_TO_HIDE && !comment.isReviewed
    const reasons: HoldReason[] = isHidden ? ["reports"] : ["reported"]
    if (known) await requeue(tx, known, reasons, now)
    else
      await openScreening(
        tx,
        { kind: "comment", subjectId: comment.id, campaignId, verdict: "unsure", score: 0, reasons, isWaiting: true },
        now,
      )
    if (isHidden) await moveComment(tx, { ...comment, reportsCount }, "HELD", now)
    return ok(null)
  })
}
