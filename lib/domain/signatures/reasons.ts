import "server-only"
import type { Actor } from "#lib/domain/identity/policy"
import {
  findSubject,
  findUndoable,
  markUndone,
  recordDecision,
  settleDecisions,
} from "#lib/domain/moderation/decisions"
import { judgeSubmission } from "#lib/domain/moderation/local-filter"
import { canModerate } from "#lib/domain/moderation/policy"
import type { Action } from "#lib/domain/moderation/schema"
import { forgetScreening, lockScreening, openScreening, requeue } from "#lib/domain/moderation/screenings"
import { openDetails } from "#lib/domain/signatures/details"
import { campaignOf, lockSignature } from "#lib/domain/signatures/lock"
import { SHOWN_STATES } from "#lib/domain/signatures/rules"
import type { Signature } from "#lib/generated/prisma/client"
import type { GalleryState } from "#lib/generated/prisma/enums"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

/** Why what somebody wrote does not appear. */
export const REASON_REFUSALS = ["personal", "advertising", "topic", "rules"] as const

export type ReasonRefusal = "forbidden" | "gone" | "changed"

const mayShow = ({ state, sealed }: Pick<Signature, "state" | "sealed">) =>
  sealed !== null && (SHOWN_STATES as readonly string[]).includes(state)

/**
 * Puts why somebody signs before the moderators; an empty reason takes away what was there. Call with the signature's lock, inside the
 * transaction that changes it, and take `lockScreening` of kind `reason` before.
 */
export async function offerReason(
  tx: Transaction,
  signature: Pick<Signature, "id" | "campaignId">,
  { reason, name }: { reason: string; name: string },
  now: Date,
): Promise<void> {
  const { id, campaignId } = signature
  if (reason === "") {
    await tx.signatureReason.deleteMany({ where: { signatureId: id } })
    return forgetScreening(tx, "reason", [id])
  }
  await tx.signatureReason.upsert({
    where: { signatureId: id },
    create: { signatureId: id, campaignId },
    update: { state: "WAITING", text: null },
  })
  const form = { trap: "", stamp: "fine", secondsOpen: null } as const
  // Facts only: a person reads every reason anyway, and what moderators have taught would have to be read from the database.
  const { score, verdict, reasons } = judgeSubmission(
    { text: reason, name, website: null, emailDomain: null, form, print: { exact: "", near: null }, recent: [] },
    { model: null },
  )
  const known = await lockScreening(tx, "reason", id)
  const codes = ["gives_reason" as const, ...reasons]
  if (known) return requeue(tx, { id: known.id, reasons: [], waitingSince: known.waitingSince }, codes, now)
  const judged = ({ visible: "ham", hold: "unsure", spam: "spam" } as const)[verdict]
  await openScreening(
    tx,
    { kind: "reason", subjectId: id, campaignId, verdict: judged, score, reasons: codes, isWaiting: true },
    now,
  )
}

async function setReason(
  tx: Transaction,
  signature: Signature,
  { before, state }: { before: GalleryState; state: GalleryState },
): Promise<void> {
  if (!signature.sealed) throw new Error("A signature without details has no reason.")
  const { reason } = openDetails(signature, signature.sealed)
  const text = state === "PUBLIC" ? reason : null
  await tx.signatureReason.update({ where: { signatureId: signature.id }, data: { state, text } })
  const { slug } = await campaignOf(tx, signature)
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: before === "PUBLIC" }))
}

const findReason = (tx: Transaction, signatureId: string) => tx.signatureReason.findUnique({ where: { signatureId } })

/** A reason as it is decided about. `round` is the one that the moderator saw. */
export type ReasonDecision = { signatureId: string; action: Action; reason: string | null; round: number }

/**
 * Publishes why somebody signs, or decides that it does not appear, or takes it off. The signature counts all the same.
 *
 * @returns `gone` when it was withdrawn or has no reason any more; `changed` when it was decided or changed meanwhile.
 */
export async function decideReason(
  actor: Actor,
  { signatureId, action, reason, round }: ReasonDecision,
  now: Date,
): Promise<Result<{ decisionId: string }, ReasonRefusal>> {
  return transaction(async (tx) => {
    const screening = await lockScreening(tx, "reason", signatureId)
    const signature = await lockSignature(tx, signatureId)
    if (!signature || !screening) return fail("gone")
    if (!canModerate(actor, signature.campaignId)) return fail("forbidden")
    if (screening.round !== round) return fail("changed")
    const current = await findReason(tx, signatureId)
    if (!mayShow(signature) || !current) return fail("gone")
    const known = REASON_REFUSALS.find((one) => one === reason) ?? (action === "spam" ? "advertising" : "rules")
    const verdict = { action, reason: action === "approve" ? null : known, before: current.state }
    const decisionId = await recordDecision(tx, screening, actor.organiserId, verdict, now)
    await setReason(tx, signature, { before: current.state, state: action === "approve" ? "PUBLIC" : "REFUSED" })
    return ok({ decisionId })
  })
}

/** Takes such a decision back within its 30 seconds. */
export async function undoReasonDecision(
  actor: Actor,
  decisionId: string,
  now: Date,
): Promise<Result<{ signatureId: string }, "too_late">> {
  return transaction(async (tx) => {
    const signatureId = await findSubject(tx, "reason", decisionId)
    if (!signatureId) return fail("too_late")
    await lockScreening(tx, "reason", signatureId)
    const signature = await lockSignature(tx, signatureId)
    const found = await findUndoable(tx, actor, decisionId)
    const current = await findReason(tx, signatureId)
    if (!found.ok || !signature || !current || !mayShow(signature)) return fail("too_late")
    await setReason(tx, signature, { before: current.state, state: found.value.before as GalleryState })
    await markUndone(tx, found.value, now)
    return ok({ signatureId })
  })
}

/** Nothing follows outside from these decisions; they only stop being undoable. @returns How many there were. */
export function settleReasons(now: Date): Promise<number> {
  return settleDecisions("reason", now)
}
