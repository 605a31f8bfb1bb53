import "server-only"
import { randomUUID } from "node:crypto"
import type { z } from "zod"
import { canUndo } from "#lib/domain/deliveries/rules"
import type { DeliveryChoices, recordFields, replyFields } from "#lib/domain/deliveries/schema"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { countForHandOver } from "#lib/domain/signatures/handover"
import type { Delivery } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { startTask } from "#lib/platform/tasks"
import { dayOf } from "#lib/shared/dates"
import { fail, ok, type Result } from "#lib/shared/result"

const asDay = (on: string) => new Date(`${on}T00:00:00Z`)

/** The hand-over, locked until the transaction ends; only of this campaign. */
async function lock(tx: Transaction, campaignId: string, id: string): Promise<Delivery | null> {
  await tx.$queryRaw`select id from "Delivery" where id = ${id}::uuid for update`
  return tx.delivery.findFirst({ where: { id, campaignId } })
}

async function announce(tx: Transaction, campaignId: string): Promise<void> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
}

/**
 * Starts a hand-over: its list is fixed and its files are made by two tasks, a PDF and a CSV. Nothing is handed over by that.
 *
 * @returns `empty` when there is nothing to hand over.
 */
export async function prepareDelivery(
  actor: Actor,
  campaignId: string,
  { choices, recipient, purpose }: { choices: DeliveryChoices; recipient: string; purpose: string },
): Promise<Result<{ id: string }, "forbidden" | "empty">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  const { named, unnamed, withoutEmail } = await countForHandOver(campaignId, choices.scope)
  if (named + unnamed + withoutEmail === 0) return fail("empty")
  return transaction(async (tx) => {
    const id = randomUUID()
    const { organiserId } = actor
    await tx.delivery.create({ data: { id, campaignId, choices, recipient, purpose } })
    const start = (kind: string) => startTask(tx, { kind, organiserId, campaignId, input: { deliveryId: id } })
    const pdfTaskId = await start("delivery_pdf")
    const csvTaskId = await start("delivery_csv")
    await tx.delivery.update({ where: { id }, data: { pdfTaskId, csvTaskId } })
    await recordAudit(tx, organiserId, "delivery_built", { subjectId: id, campaignId, purpose, rows: named })
    return ok({ id })
  })
}

/** Throws away a hand-over that has not happened. What its list asked to delete is asked for in the next one. */
export async function discardDelivery(
  actor: Actor,
  campaignId: string,
  id: string,
): Promise<Result<null, "forbidden" | "gone" | "recorded">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const delivery = await lock(tx, campaignId, id)
    if (!delivery) return fail("gone")
    if (delivery.recordedAt) return fail("recorded")
    await tx.delivery.delete({ where: { id } })
    await recordAudit(tx, actor.organiserId, "delivery_discarded", { subjectId: id, campaignId })
    return ok(null)
  })
}

type RecordRefusal = "forbidden" | "gone" | "not_built" | "date_wrong"

/**
 * Records that a hand-over has happened. A task marks its signatures delivered; they count as before. Safe to repeat.
 *
 * @returns `not_built` while its files are not there; `date_wrong` for a day to come, or one before the list was made.
 */
export async function recordDelivery(
  actor: Actor,
  campaignId: string,
  id: string,
  { on, recipient, method, note }: z.output<typeof recordFields>,
  now: Date,
): Promise<Result<null, RecordRefusal>> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const delivery = await lock(tx, campaignId, id)
    if (!delivery) return fail("gone")
    if (delivery.recordedAt) return ok(null)
    if (!delivery.totals || !(delivery.pdfHash ?? delivery.csvHash)) return fail("not_built")
    // A day is over at different moments around the world: the organiser's may be ahead of ours.
    const latest = dayOf(new Date(now.getTime() + 86_400_000))
    if (on > latest || on < dayOf(delivery.createdAt)) return fail("date_wrong")
    const data = { recordedAt: now, deliveredOn: asDay(on), recipient, method, note: note || null }
    await tx.delivery.update({ where: { id }, data })
    await startMarking(tx, actor, campaignId, id)
    await recordAudit(tx, actor.organiserId, "delivery_recorded", { subjectId: id, campaignId })
    await announce(tx, campaignId)
    return ok(null)
  })
}

function startMarking(tx: Transaction, { organiserId }: Actor, campaignId: string, deliveryId: string) {
  return startTask(tx, { kind: "delivery_mark", organiserId, campaignId, input: { deliveryId } })
}

/** Takes the record of a hand-over back, within 30 minutes: it is as before it was recorded. */
export async function undoRecord(
  actor: Actor,
  campaignId: string,
  id: string,
  now: Date,
): Promise<Result<null, "forbidden" | "gone" | "too_late">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const delivery = await lock(tx, campaignId, id)
    if (!delivery) return fail("gone")
    if (!delivery.recordedAt) return ok(null)
    if (!canUndo(delivery.recordedAt, now)) return fail("too_late")
    const reply = { repliedOn: null, reply: null, isReplyPublic: false }
    await tx.delivery.update({ where: { id }, data: { recordedAt: null, deliveredOn: null, method: null, ...reply } })
    await startMarking(tx, actor, campaignId, id)
    await recordAudit(tx, actor.organiserId, "delivery_undone", { subjectId: id, campaignId })
    await announce(tx, campaignId)
    return ok(null)
  })
}

/** Records what the recipient answered. An empty text with a day says that an answer came. */
export async function recordReply(
  actor: Actor,
  campaignId: string,
  id: string,
  { on, reply, isPublic }: z.output<typeof replyFields>,
  now: Date,
): Promise<Result<null, "forbidden" | "gone" | "date_wrong">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const delivery = await lock(tx, campaignId, id)
    if (!delivery?.recordedAt || !delivery.deliveredOn) return fail("gone")
    if (on < dayOf(delivery.deliveredOn) || on > dayOf(new Date(now.getTime() + 86_400_000))) return fail("date_wrong")
    await tx.delivery.update({
      where: { id },
      data: { repliedOn: asDay(on), reply: reply || null, isReplyPublic: isPublic && reply !== "" },
    })
    await recordAudit(tx, actor.organiserId, "delivery_reply", { subjectId: id, campaignId })
    await announce(tx, campaignId)
    return ok(null)
  })
}
