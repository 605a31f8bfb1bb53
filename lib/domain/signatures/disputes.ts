import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { enqueue, forgetMessages } from "#lib/domain/mail/commands"
import { disputeRows, rejectDisputed, rejectRows, restoreRows } from "#lib/domain/signatures/case-changes"
import { sealCase } from "#lib/domain/signatures/case-seal"
import { openDetails } from "#lib/domain/signatures/details"
import { campaignOf, lockSignature } from "#lib/domain/signatures/lock"
import type { Signature } from "#lib/generated/prisma/client"
import type { CaseState } from "#lib/generated/prisma/enums"
import { transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** Which signature, and of which campaign: one of another campaign is not there. */
export type Which = { campaignId: string; signatureId: string }

type Refusal = "forbidden" | "gone"

/** Runs a change of one signature by somebody who may, under its lock. */
function withSignature<Code extends string>(
  actor: Actor,
  { campaignId, signatureId }: Which,
  work: (tx: Transaction, signature: Signature) => Promise<Result<null, Code>>,
): Promise<Result<null, Code | Refusal>> {
  return transaction(async (tx): Promise<Result<null, Code | Refusal>> => {
    if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
    const signature = await lockSignature(tx, signatureId)
    return signature?.campaignId === campaignId ? work(tx, signature) : fail("gone")
  })
}

/** Opens a case about one signature. */
async function openFor(
  tx: Transaction,
  actor: Actor,
  { campaignId, signatureId }: Which,
  { state, reason, now }: { state: CaseState; reason: string; now: Date },
): Promise<{ id: string; campaignId: string }> {
  const id = newId()
  await tx.signatureCase.create({
    data: {
      ...{ id, campaignId, signatureId, state, affected: 1 },
      sealed: sealCase(id, { reason, rule: null }),
      openedBy: actor.organiserId,
      openedAt: now,
      ...(state === "REJECTED" && { decidedBy: actor.organiserId, decidedAt: now }),
    },
  })
  return { id, campaignId }
}

/**
 * Marks a confirmed signature as disputed. It counts until it is decided; its name is not shown. Safe to run twice.
 *
 * @param reason Why, in the organiser's words; kept encrypted.
 * @returns `gone` for signatures that are not confirmed, or not of this campaign.
 */
export function disputeSignature(
  actor: Actor,
  which: Which,
  reason: string,
  now: Date,
): Promise<Result<null, Refusal>> {
  return withSignature(actor, which, async (tx, signature) => {
    if (signature.state === "DISPUTED") return ok(null)
    if (signature.state !== "CONFIRMED" && signature.state !== "DELIVERED") return fail("gone")
    const opened = await openFor(tx, actor, which, { state: "DISPUTED", reason, now })
    await disputeRows(tx, opened, [signature.id])
    await recordAudit(tx, actor.organiserId, "signature_disputed", {
      subjectId: signature.id,
      campaignId: which.campaignId,
    })
    return ok(null)
  })
}

/**
 * Decides that a disputed signature is genuine, or takes its rejection back within 30 days. Safe to run twice.
 *
 * @returns `gone` when there is nothing to decide any more, e.g. because it was withdrawn or its details are deleted.
 */
export function confirmAgain(actor: Actor, which: Which, now: Date): Promise<Result<null, Refusal>> {
  return withSignature(actor, which, async (tx, signature) => {
    const { caseId, id } = signature
    if (!caseId) return signature.state === "CONFIRMED" || signature.state === "DELIVERED" ? ok(null) : fail("gone")
    if (!signature.sealed) return fail("gone")
    // Nobody needs to hear of what was taken back before the message left.
    if (signature.state === "REJECTED") await forgetMessages(tx, id)
    await restoreRows(tx, { id: caseId, campaignId: which.campaignId }, [id])
    await leaveCase(tx, caseId, id, { state: "UNDONE", decidedBy: actor.organiserId, decidedAt: now })
    await recordAudit(tx, actor.organiserId, "signature_confirmed_again", {
      subjectId: id,
      campaignId: which.campaignId,
    })
    return ok(null)
  })
}

/** Ends a case that was about this signature alone; a case about a rule has one signature less. */
async function leaveCase(
  tx: Transaction,
  caseId: string,
  signatureId: string,
  decided: { state: CaseState; decidedBy: string; decidedAt: Date },
): Promise<void> {
  const { count } = await tx.signatureCase.updateMany({
    where: { id: caseId, signatureId },
    data: { ...decided, ...(decided.state === "UNDONE" && { affected: 0 }) },
  })
  if (count === 0) await tx.signatureCase.update({ where: { id: caseId }, data: { affected: { decrement: 1 } } })
}

/**
 * Rejects a disputed signature, or one that was never confirmed by mail. It counts no more, and its details are deleted in 30 days.
 * Whoever had confirmed it by mail is told. Safe to run twice.
 *
 * @param reason Why, in the organiser's words; kept encrypted.
 * @returns `gone` for a signature that is neither.
 */
export function rejectSignature(actor: Actor, which: Which, reason: string, now: Date): Promise<Result<null, Refusal>> {
  return withSignature(actor, which, async (tx, signature) => {
    const { id, caseId, state } = signature
    if (state === "REJECTED") return ok(null)
    if (state === "UNVERIFIED") {
      await rejectRows(tx, await openFor(tx, actor, which, { state: "REJECTED", reason, now }), [id])
    } else if (state === "DISPUTED" && caseId) {
      await rejectOne(tx, actor, which, { caseId, reason, now })
      await tellRemoved(tx, signature)
    } else return fail("gone")
    await recordAudit(tx, actor.organiserId, "signature_rejected", { subjectId: id, campaignId: which.campaignId })
    return ok(null)
  })
}

async function rejectOne(
  tx: Transaction,
  actor: Actor,
  which: Which,
  { caseId, reason, now }: { caseId: string; reason: string; now: Date },
): Promise<void> {
  const current = { id: caseId, campaignId: which.campaignId }
  const { signatureId } = await tx.signatureCase.findUniqueOrThrow({ where: { id: caseId } })
  // One that a rule had found gets a case of its own: undoing the rule must not undo what somebody decided about this one.
  const own = signatureId ? current : await openFor(tx, actor, which, { state: "REJECTED", reason, now })
  await rejectDisputed(tx, current, [which.signatureId], own.id)
  await leaveCase(tx, caseId, which.signatureId, { state: "REJECTED", decidedBy: actor.organiserId, decidedAt: now })
}

/** Queues the message that a signature was removed, to who had confirmed it by mail. */
export async function tellRemoved(tx: Transaction, signature: Signature): Promise<void> {
  if (!signature.confirmedAt || !signature.sealed) return
  const { email } = openDetails(signature, signature.sealed)
  if (!email) return
  const { title } = await campaignOf(tx, signature)
  await enqueue(tx, {
    template: "signature.removed",
    locale: toLocale(signature.locale),
    isDiscreet: signature.isDiscreet,
    to: email,
    data: { title },
    subjectId: signature.id,
    priority: 3,
    isTriggerable: false,
  })
}
