import "server-only"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { enqueue, forgetMessages } from "#lib/domain/mail/commands"
import { forgetScreening, lockScreening } from "#lib/domain/moderation/screenings"
import { retractFromDeliveries } from "#lib/domain/signatures/delivered"
import { campaignOf, lockSignature } from "#lib/domain/signatures/lock"
import { openDetails } from "#lib/domain/signatures/details"
import { isCounted, isHeld, type WithdrawalReason } from "#lib/domain/signatures/rules"
import type { Signature } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** What leaves the public figures with a signature. */
function leaving(state: Signature["state"]): { confirmed?: number; unverified?: number } {
  if (isCounted(state)) return { confirmed: -1 }
  return state === "UNVERIFIED" ? { unverified: -1 } : {}
}

async function tell(tx: Transaction, signature: Signature): Promise<{ slug: string }> {
  const { slug, title } = await campaignOf(tx, signature)
  await forgetMessages(tx, signature.id)
  if (signature.sealed && signature.state !== "PENDING") {
    const { email } = openDetails(signature, signature.sealed)
    if (email)
      await enqueue(tx, {
        template: "signature.withdrawn",
        locale: toLocale(signature.locale),
        isDiscreet: signature.isDiscreet,
        to: email,
        data: { title },
        subjectId: null,
        priority: 1,
        isTriggerable: false,
      })
  }
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
  return { slug }
}

/**
 * Withdraws a signature: its details and links are deleted at once, the row stays as a number of the withdrawn.
 *
 * A message that says so is queued first; it forgets the address a day after it was sent.
 *
 * @param reason Why, if its owner chose one of the list; it is kept with that number.
 * @returns `gone` when there is nothing to withdraw any more.
 */
export async function withdrawSignature(
  id: string,
  now: Date,
  reason: WithdrawalReason | null = null,
): Promise<Result<{ slug: string }, "gone">> {
  return transaction(async (tx) => {
    await lockScreening(tx, "reason", id)
    const signature = await lockSignature(tx, id)
    if (!signature || !isHeld(signature.state)) return fail("gone")
    const told = await tell(tx, signature)
    await forgetScreening(tx, "reason", [id])
    if (signature.state === "PENDING") {
      // It never counted, so nothing is left to say.
      await tx.signature.delete({ where: { id } })
      return ok(told)
    }
    await recordCountChange(tx, signature.campaignId, { ...leaving(signature.state), withdrawn: 1 })
    await retractFromDeliveries(tx, [id])
    await tx.signatureToken.deleteMany({ where: { signatureId: id } })
    await tx.signatureReason.deleteMany({ where: { signatureId: id } })
    await tx.signature.update({
      where: { id },
      data: {
        state: "WITHDRAWN",
        withdrawnAt: now,
        withdrawnFor: reason,
        emailIndex: null,
        sealed: null,
        receiptIndex: null,
        publicName: null,
        listedAt: null,
        listedOrder: null,
        country: null,
        showName: false,
        wantsUpdates: false,
        caseId: null,
        stateBefore: null,
      },
    })
    return ok(told)
  })
}

/** Deletes a signature with its row. The figures follow; nothing says any more that it was there. */
export async function eraseSignature(id: string): Promise<Result<{ slug: string }, "gone">> {
  return transaction(async (tx) => {
    await lockScreening(tx, "reason", id)
    const signature = await lockSignature(tx, id)
    if (!signature || !isHeld(signature.state)) return fail("gone")
    const told = await tell(tx, signature)
    await forgetScreening(tx, "reason", [id])
    const change = leaving(signature.state)
    if (Object.keys(change).length > 0) await recordCountChange(tx, signature.campaignId, change)
    await retractFromDeliveries(tx, [id])
    await tx.signature.delete({ where: { id } })
    return ok(told)
  })
}
