import type { CommentState } from "#lib/generated/prisma/enums"

/** So long a visible comment can be changed by its writer. */
export const EDIT_MINUTES = 10

/** Reports that hide a comment until it was read again. */
export const REPORTS_TO_HIDE = 3

/** A second press of the button within this time is the same press. */
export const SAME_PRESS_SECONDS = 60

/** Texts of this time are compared, to know copies. */
export const REPEATS_HOURS = 24

/** The writer's address is deleted so long after the decision (trust.md P12). */
export const EMAIL_DAYS = 30

/** Comments on one page. */
export const PAGE_SIZE = 20

/** Comments under the appeal. */
export const LATEST = 5

/** Tells whether its writer may still change a comment: while nobody has decided, and for ten minutes after it appeared. */
export function isEditable(comment: { state: CommentState; visibleAt: Date | null }, now: Date): boolean {
  if (comment.state !== "HELD" && comment.state !== "VISIBLE") return false
  if (!comment.visibleAt) return true
  return now.getTime() - comment.visibleAt.getTime() < EDIT_MINUTES * 60_000
}
