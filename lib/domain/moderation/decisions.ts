import "server-only"
import type { Actor } from "#lib/domain/identity/policy"
import { UNDO_GRACE_SECONDS, UNDO_SECONDS } from "#lib/domain/moderation/limits"
import type { Action, Kind } from "#lib/domain/moderation/schema"
import type { Decision, Screening } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { log } from "#lib/platform/log"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

const RETRY_MINUTES = 10

export type Verdict = { action: Action; reason: string | null }

/**
 * Writes down what a moderator decided and takes the text out of the queue. The caller holds the screening's lock, has asked the
 * policy, and changes the text itself in the same transaction.
 *
 * What cannot be taken back – mail, learning, corrections – waits until the undo time is over.
 *
 * @param before State of the text before, for an undo.
 * @returns Id of the decision.
 */
export async function recordDecision(
  tx: Transaction,
  screening: Screening,
  organiserId: string | null,
  { action, reason, before }: Verdict & { before: string },
  now: Date,
): Promise<string> {
  const id = newId()
  const settleAt = new Date(now.getTime() + (UNDO_SECONDS + UNDO_GRACE_SECONDS) * 1_000)
  const { waitingSince } = screening
  await tx.decision.create({
    data: {
      ...{ id, screeningId: screening.id, organiserId, action, reason, before },
      ...{ waitedSince: waitingSince, settleAt, createdAt: now },
    },
  })
  await tx.screening.update({
    where: { id: screening.id },
    // At the decision the facts of the connection go (architecture.md, Settled questions).
    data: { waitingSince: null, round: { increment: 1 }, outsideDueAt: null, sealedCheck: null, checkUntil: null },
  })
  await notify(tx, "moderation_due", "")
  return id
}

/** The decision that can still be undone: the newest one about its text, not settled, and made by this organiser. */
export async function findUndoable(
  tx: Transaction,
  actor: Actor,
  decisionId: string,
): Promise<Result<Decision & { screening: Screening }, "too_late">> {
  await tx.$queryRaw`select id from "Decision" where id = ${decisionId}::uuid for update`
  const found = await tx.decision.findUnique({ where: { id: decisionId }, include: { screening: true } })
  if (!found || found.organiserId !== actor.organiserId || found.undoneAt || !found.settleAt) return fail("too_late")
  const newest = await tx.decision.findFirst({
    where: { screeningId: found.screeningId, undoneAt: null },
    orderBy: { id: "desc" },
    select: { id: true },
  })
  return newest?.id === decisionId ? ok(found) : fail("too_late")
}

/** Marks a decision as undone and puts the text back to its place in the queue. */
export async function markUndone(tx: Transaction, decision: Decision, now: Date): Promise<void> {
  await tx.decision.update({ where: { id: decision.id }, data: { undoneAt: now, settleAt: null } })
  await tx.screening.update({
    where: { id: decision.screeningId },
    data: { waitingSince: decision.waitedSince, round: { increment: 1 } },
  })
}

/** What a decision is about; `null` when there is no such decision about a text of that kind. Its locks are taken next. */
export async function findSubject(tx: Transaction, kind: Kind, decisionId: string): Promise<string | null> {
  const about = await tx.decision.findUnique({ where: { id: decisionId }, include: { screening: true } })
  return about?.screening.kind === kind ? about.screening.subjectId : null
}

/** Takes one due decision for settling, locked; `null` when another node was faster or it was undone. */
async function takeDueDecision(tx: Transaction, id: string): Promise<(Decision & { screening: Screening }) | null> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    select id from "Decision" where id = ${id}::uuid and "settleAt" is not null for update skip locked`
  if (locked.length === 0) return null
  await tx.decision.update({ where: { id }, data: { settleAt: null } })
  return tx.decision.findUnique({ where: { id }, include: { screening: true } })
}

/** Lets a decision wait that could not take effect, so that it does not stand in the way of others. */
async function postponeDecision(id: string, now: Date): Promise<void> {
  await db().decision.updateMany({
    where: { id, settleAt: { not: null } },
    data: { settleAt: new Date(now.getTime() + RETRY_MINUTES * 60_000) },
  })
}

const SETTLED_AT_ONCE = 50

/**
 * Lets decisions of a kind take effect outside whose undo time is over: each once, in a transaction of its own. One that fails waits
 * and does not stop the others. Safe to run on several nodes.
 *
 * @param settle What follows; nothing, where decisions only stop being undoable.
 * @returns How many there were.
 */
export async function settleDecisions(
  kind: Kind,
  now: Date,
  settle?: (tx: Transaction, decision: Decision & { screening: Screening }) => Promise<void>,
): Promise<number> {
  const due = await db().decision.findMany({
    where: { settleAt: { lte: now }, screening: { kind } },
    orderBy: { settleAt: "asc" },
    select: { id: true },
    take: SETTLED_AT_ONCE,
  })
  for (const { id } of due) {
    try {
      await transaction(async (tx) => {
        const decision = await takeDueDecision(tx, id)
        if (decision) await settle?.(tx, decision)
      })
    } catch (error) {
      log().error({ err: error, decisionId: id, kind }, "a decision did not take effect")
      await postponeDecision(id, now)
    }
  }
  return due.length
}

/** Notes that the outside service was wrong, where it was: the correction is sent by a job. */
export async function correctOutside(
  tx: Transaction,
  screening: Screening,
  kind: "spam" | "ham",
  now: Date,
): Promise<void> {
  if (!screening.sealedFeedback || (screening.outside !== "spam" && screening.outside !== "ham")) return
  const isWrong = screening.outside !== kind
  await tx.screening.update({
    where: { id: screening.id },
    data: isWrong
      ? { feedback: kind, feedbackDueAt: now, feedbackTries: 0 }
      : { feedback: null, feedbackDueAt: null, sealedFeedback: null },
  })
  if (isWrong) await notify(tx, "moderation_due", "")
}
