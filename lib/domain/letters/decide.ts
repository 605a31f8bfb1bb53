import "server-only"
import { releaseLetter } from "#lib/domain/letters/admit"
import { openLetter } from "#lib/domain/letters/details"
import { lockLetter, lockModerated } from "#lib/domain/letters/lock"
import { isReturnReason, type ReturnReason } from "#lib/domain/letters/review"
import { addToken } from "#lib/domain/letters/tokens"
import type { Actor } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import {
  findSubject,
  findUndoable,
  markUndone,
  recordDecision,
  settleDecisions,
} from "#lib/domain/moderation/decisions"
import { UNDO_GRACE_SECONDS, UNDO_SECONDS } from "#lib/domain/moderation/limits"
import { canModerate } from "#lib/domain/moderation/policy"
import type { Action } from "#lib/domain/moderation/schema"
import { forgetScreening } from "#lib/domain/moderation/screenings"
import type { Letter } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

export type LetterDecision = {
  letterId: string
  /** `approve` lets it go; `remove` and `spam` give it back to its writer. */
  action: Action
  reason: string | null
  /** The round that the moderator saw. */
  round: number
}

export type LetterDecisionRefusal = "forbidden" | "gone" | "changed"

const reasonOf = ({ action, reason }: LetterDecision): ReturnReason | null => {
  if (action === "approve") return null
  if (isReturnReason(reason)) return reason
  return action === "spam" ? "advertising" : "rules"
}

/** Held, or given back by a moderator: decided wrongly, it can be decided again as long as its text is there. */
function isDecidable({ state, sealed, returnedFor }: Letter): boolean {
  return sealed !== null && (state === "HELD" || (state === "RETURNED" && isReturnReason(returnedFor)))
}

/**
 * Decides about a letter that was held: it goes, or it comes back to its writer with the reason. Nothing leaves, and its writer hears
 * nothing, before the decision can no longer be undone.
 *
 * @returns `forbidden` to those who may not moderate this campaign; `gone` when its writer took it back; `changed` when it was decided
 * meanwhile.
 */
export async function decideLetter(
  actor: Actor,
  decision: LetterDecision,
  now: Date,
): Promise<Result<{ decisionId: string }, LetterDecisionRefusal>> {
  const { letterId, action, round } = decision
  return transaction(async (tx) => {
    const { letter, held } = await lockModerated(tx, letterId)
    if (!letter || !held) return fail("gone")
    if (!canModerate(actor, letter.campaignId)) return fail("forbidden")
    if (held.round !== round) return fail("changed")
    if (!isDecidable(letter)) return fail("gone")
    const reason = reasonOf(decision)
    const verdict = { action, reason, before: letter.state }
    const decisionId = await recordDecision(tx, held, actor.organiserId, verdict, now)
    const returned =
      reason === null ? { returnedFor: null, returnedAt: null } : { returnedFor: reason, returnedAt: now }
    await tx.letter.update({
      where: { id: letterId },
      data: { ...returned, ...(reason !== null && { state: "RETURNED", gallery: "HIDDEN" }) },
    })
    const notBefore = new Date(now.getTime() + (UNDO_SECONDS + UNDO_GRACE_SECONDS) * 1_000)
    if (reason === null) await releaseLetter(tx, { ...letter, ...returned }, now, notBefore)
    return ok({ decisionId })
  })
}

/** Takes a released letter out of its line again; `false` when it is on its way. */
async function recall(tx: Transaction, letterId: string): Promise<boolean> {
  const { count } = await tx.letterDelivery.deleteMany({ where: { letterId, state: "QUEUED", attempts: 0 } })
  return count === 1
}

/** Takes a decision back within its 30 seconds: the letter is held again, where it was in the queue. */
export async function undoLetterDecision(
  actor: Actor,
  decisionId: string,
  now: Date,
): Promise<Result<{ letterId: string }, "too_late">> {
  return transaction(async (tx) => {
    const letterId = await findSubject(tx, "letter", decisionId)
    if (!letterId) return fail("too_late")
    const { letter } = await lockModerated(tx, letterId)
    const found = await findUndoable(tx, actor, decisionId)
    if (!found.ok || !letter?.sealed) return fail("too_late")
    const { action, before } = found.value
    if (action === "approve") {
      if (letter.state !== "RELEASED" || !(await recall(tx, letterId))) return fail("too_late")
      await forgetScreening(tx, "publication", [letterId])
    } else if (letter.state !== "RETURNED") return fail("too_late")
    const gallery = letter.publication === "NONE" ? "HIDDEN" : "WAITING"
    // A letter that had been given back before is held now: somebody has just said that this was not right.
    const data = {
      state: "HELD",
      returnedFor: null,
      returnedAt: null,
      releasedAt: null,
      aliasHash: null,
      gallery,
    } as const
    await tx.letter.update({ where: { id: letterId }, data })
    await markUndone(tx, { ...found.value, waitedSince: before === "HELD" ? found.value.waitedSince : now }, now)
    return ok({ letterId })
  })
}

async function tellReturned(tx: Transaction, letter: Letter, now: Date): Promise<void> {
  if (letter.state !== "RETURNED" || !letter.sealed || letter.returnedFor === null) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  await enqueue(tx, {
    template: "letter.returned",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: { name, reason: letter.returnedFor, token: await addToken(tx, letter, "STATUS", now) },
    subjectId: letter.id,
    priority: 1,
    isTriggerable: false,
  })
}

/** Tells the writers of letters that were not sent, once it cannot be undone. Safe on several nodes. @returns How many there were. */
export function settleLetters(now: Date): Promise<number> {
  return settleDecisions("letter", now, async (tx, { action, screening }) => {
    if (action === "approve") return
    const letter = await lockLetter(tx, screening.subjectId)
    if (letter) await tellReturned(tx, letter, now)
  })
}
