import "server-only"
import type { HoldReason, Kind, NewScreening } from "#lib/domain/moderation/schema"
import type { Screening } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

/**
 * The screening of a text, locked until the transaction ends: two moderators and the jobs take turns.
 *
 * Always taken before the lock of the text itself, so that nobody waits for each other in a circle.
 */
export async function lockScreening(tx: Transaction, kind: Kind, subjectId: string): Promise<Screening | null> {
  await tx.$queryRaw`select id from "Screening" where kind = ${kind} and "subjectId" = ${subjectId}::uuid for update`
  return tx.screening.findUnique({ where: { kind_subjectId: { kind, subjectId } } })
}

/** Records what was found out about a new text. Hot paths write the row themselves. */
export async function openScreening(tx: Transaction, screening: NewScreening, now: Date): Promise<string> {
  const { isWaiting, ...data } = screening
  const id = newId()
  await tx.screening.create({ data: { ...data, id, waitingSince: isWaiting ? now : null, createdAt: now } })
  return id
}

/**
 * Puts a text before the moderators again, e.g. after an edit or a report. Whoever had it open is told that it changed.
 *
 * A text that waits already keeps its place in the queue.
 */
export async function requeue(
  tx: Transaction,
  screening: Pick<Screening, "id" | "reasons" | "waitingSince">,
  reasons: HoldReason[],
  now: Date,
): Promise<void> {
  await tx.screening.update({
    where: { id: screening.id },
    data: {
      reasons: [...new Set([...reasons, ...screening.reasons])],
      waitingSince: screening.waitingSince ?? now,
      round: { increment: 1 },
    },
  })
}

/**
 * Takes a text back from the outside service, because it is no longer the one that the service was asked about: a late answer changes
 * nothing, and no correction is sent. @returns what is left of the reasons.
 */
export async function withdrawFromOutside(
  tx: Transaction,
  { id, reasons: before }: Pick<Screening, "id" | "reasons">,
): Promise<string[]> {
  const reasons = before.filter((reason) => !reason.startsWith("outside_"))
  const check = { outside: null, outsideDueAt: null, sealedCheck: null, checkUntil: null }
  const correction = { sealedFeedback: null, feedback: null, feedbackDueAt: null }
  await tx.screening.update({ where: { id }, data: { reasons, ...check, ...correction } })
  return reasons
}

/** Deletes everything known about a text: its writer took it back, or its time is over. */
export async function forgetScreening(tx: Transaction, kind: Kind, subjectIds: readonly string[]): Promise<void> {
  await tx.screening.deleteMany({ where: { kind, subjectId: { in: [...subjectIds] } } })
}
