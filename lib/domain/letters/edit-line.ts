import "server-only"
import { z } from "zod"
import { isTimeZone } from "#lib/domain/letters/office-hours"
import { type AuditAction, recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { emailField } from "#lib/shared/form-fields"
import { fail, ok, type Result } from "#lib/shared/result"

const cap = z.coerce.number().int().min(1).max(100_000)
const minutes = z.coerce.number().int().min(0).max(1440)

/** What an organiser sets for a target's line. An empty address takes the site's, for the main campaign, else letters are collected. */
export const lineFields = z
  .object({
    email: z.union([z.literal("").transform(() => null), emailField]),
    timeZone: z.string().refine(isTimeZone, "time_zone_unknown"),
    keepsOfficeHours: z.boolean(),
    officeDays: z.array(z.int().min(1).max(7)).min(1),
    officeFrom: minutes,
    officeUntil: minutes,
    perHour: cap,
    perDay: cap,
    perCampaign: cap.nullable(),
    bundlesAlike: z.boolean(),
  })
  .refine(({ officeFrom, officeUntil }) => officeFrom < officeUntil, { error: "office_hours", path: ["officeUntil"] })

export type LineFields = z.output<typeof lineFields>

/** Asks for the right and writes to the log what is done; `false` when the actor may not. */
async function begin(tx: Transaction, actor: Actor, targetId: string, action: AuditAction): Promise<boolean> {
  const target = await tx.target.findUnique({ where: { id: targetId }, select: { campaignId: true } })
  if (!target || !canEditCampaign(actor, target.campaignId)) return false
  await recordAudit(tx, actor.organiserId, action, { subjectId: targetId, campaignId: target.campaignId })
  return true
}

/** Sets what a target's postmaster would accept: address, caps, office hours, bundling. */
export async function editLine(actor: Actor, targetId: string, fields: LineFields): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    if (!(await begin(tx, actor, targetId, "letter_line_changed"))) return fail("forbidden")
    await tx.targetLine.upsert({ where: { targetId }, create: { targetId, ...fields }, update: fields })
    await notify(tx, "letter_queued", targetId)
    return ok(null)
  })
}

/** Stops a line: nothing further leaves, and nothing is lost. */
export async function pauseLine(actor: Actor, targetId: string): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    if (!(await begin(tx, actor, targetId, "letter_line_paused"))) return fail("forbidden")
    const paused = { isPaused: true, pausedFor: "organiser" }
    await tx.targetLine.upsert({ where: { targetId }, create: { targetId, ...paused }, update: paused })
    return ok(null)
  })
}

/**
 * Sets a line in motion again, also after a bounce; what stopped it counts as looked at.
 *
 * @param retriesReturned Letters that came back or were given up go once more, with the same `Message-ID`.
 */
export async function resumeLine(
  actor: Actor,
  targetId: string,
  { retriesReturned }: { retriesReturned: boolean },
  now: Date,
): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    if (!(await begin(tx, actor, targetId, "letter_line_resumed"))) return fail("forbidden")
    const moving = { isPaused: false, pausedFor: null, alert: null, alertAt: null, faults: 0, heldUntil: null }
    await tx.targetLine.upsert({ where: { targetId }, create: { targetId }, update: moving })
    if (retriesReturned) await requeue(tx, targetId, now)
    await notify(tx, "letter_queued", targetId)
    return ok(null)
  })
}

/** Takes the alert of a line off the organisers' pages: somebody has seen it. The line itself stays as it is. */
export async function acknowledgeAlert(actor: Actor, targetId: string): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    if (!(await begin(tx, actor, targetId, "letter_alert_seen"))) return fail("forbidden")
    await tx.targetLine.updateMany({ where: { targetId }, data: { alert: null, alertAt: null } })
    return ok(null)
  })
}

async function requeue(tx: Transaction, targetId: string, now: Date): Promise<void> {
  const given = { state: { in: ["BOUNCED", "FAILED"] as ("BOUNCED" | "FAILED")[] }, targetId }
  await tx.letter.updateMany({
    where: { state: "RETURNED", delivery: given },
    data: { state: "RELEASED", returnedFor: null, returnedAt: null },
  })
  const again = { attempts: 0, firstTriedAt: null, dueAt: now, bouncedAt: null, lastError: null }
  await tx.letterDelivery.updateMany({ where: { ...given, leadId: null }, data: { state: "QUEUED", ...again } })
  await tx.letterDelivery.updateMany({
    where: { ...given, leadId: { not: null } },
    data: { state: "BUNDLED", ...again },
  })
}

/** Chooses whether every letter of a campaign waits for an organiser. */
export async function setHoldsAll(
  actor: Actor,
  campaignId: string,
  holdsAll: boolean,
): Promise<Result<null, "forbidden">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    await recordAudit(tx, actor.organiserId, "letter_rule_changed", { subjectId: campaignId, campaignId })
    await tx.letterSettings.upsert({ where: { campaignId }, create: { campaignId, holdsAll }, update: { holdsAll } })
    return ok(null)
  })
}
