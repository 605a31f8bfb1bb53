import "server-only"
import { lockModerated } from "#lib/domain/letters/lock"
import { tellFailed } from "#lib/domain/letters/outcome"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

export type OneLetterRefusal = "forbidden" | "gone"

async function openFor(tx: Transaction, actor: Actor, letterId: string) {
  const { letter } = await lockModerated(tx, letterId)
  if (!letter) return fail("gone")
  if (!canEditCampaign(actor, letter.campaignId)) return fail("forbidden")
  const delivery = await tx.letterDelivery.findUnique({ where: { letterId } })
  return letter.sealed && delivery ? ok({ letter, delivery }) : fail("gone")
}

/**
 * Sends a letter once more that came back or was given up, as the same mail. It takes its turn in the line.
 *
 * @returns `gone` when its writer has taken it back or written anew, or its words are deleted.
 */
export async function retryLetter(actor: Actor, letterId: string, now: Date): Promise<Result<null, OneLetterRefusal>> {
  return transaction(async (tx) => {
    const found = await openFor(tx, actor, letterId)
    if (!found.ok) return found
    const { letter, delivery } = found.value
    const cameBack = delivery.state === "BOUNCED" || delivery.state === "FAILED"
    if (letter.state !== "RETURNED" || !cameBack) return fail("gone")
    const { campaignId, targetId } = letter
    await recordAudit(tx, actor.organiserId, "letter_retried", { subjectId: letterId, campaignId })
    await tx.letter.update({
      where: { id: letterId },
      data: { state: "RELEASED", returnedFor: null, returnedAt: null },
    })
    const again = { attempts: 0, firstTriedAt: null, bouncedAt: null, lastError: null, leadId: null }
    await tx.letterDelivery.update({ where: { letterId }, data: { ...again, state: "QUEUED", dueAt: now } })
    await notify(tx, "letter_queued", targetId)
    return ok(null)
  })
}

/**
 * Gives a letter up that was tried and not taken yet: it goes back to its writer, who hears of it.
 *
 * @returns `gone` when it is on its way, was taken, or was never tried.
 */
export async function giveBackLetter(
  actor: Actor,
  letterId: string,
  now: Date,
): Promise<Result<null, OneLetterRefusal>> {
  return transaction(async (tx) => {
    const found = await openFor(tx, actor, letterId)
    if (!found.ok) return found
    const { letter, delivery } = found.value
    if (letter.state !== "RELEASED" || delivery.state !== "QUEUED" || delivery.attempts === 0) return fail("gone")
    await recordAudit(tx, actor.organiserId, "letter_given_back", {
      subjectId: letterId,
      campaignId: letter.campaignId,
    })
    await tx.letterDelivery.update({ where: { letterId }, data: { state: "FAILED", leaseUntil: null } })
    const { organisation } = await tx.target.findUniqueOrThrow({ where: { id: letter.targetId } })
    await tellFailed(tx, { ...letter, target: { organisation } }, false, now)
    return ok(null)
  })
}
