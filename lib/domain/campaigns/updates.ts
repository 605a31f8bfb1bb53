import "server-only"
import type { UpdateTextFields } from "#lib/domain/campaigns/update-schema"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import type { Update } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { dayOf } from "#lib/shared/dates"
import { fail, ok, type Result } from "#lib/shared/result"

/** An update of a campaign, locked until the transaction ends. */
export async function lockUpdate(tx: Transaction, campaignId: string, id: string): Promise<Update | null> {
  await tx.$queryRaw`select id from "Update" where id = ${id}::uuid for update`
  return tx.update.findFirst({ where: { id, campaignId } })
}

/** Tells every node that what visitors see of a campaign's news has changed. */
export async function announceUpdates(tx: Transaction, campaignId: string): Promise<void> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
}

/**
 * Keeps an update's text in one language. After publication a changed text says on the page when it was corrected.
 *
 * @param id `null` begins a new update.
 * @returns `unknown` when it is withdrawn or not of this campaign; `changed_meanwhile` when the text is no longer what its writer saw.
 */
export async function saveUpdateText(
  actor: Actor,
  campaignId: string,
  id: string | null,
  { language: locale, title, body, revision }: UpdateTextFields,
  now: Date,
): Promise<Result<{ id: string }, "forbidden" | "unknown" | "changed_meanwhile">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const updateId = id ?? newId()
    if (id === null) {
      if (!(await tx.campaign.findUnique({ where: { id: campaignId }, select: { id: true } }))) return fail("unknown")
      await tx.update.create({ data: { id: updateId, campaignId } })
    }
    const update = await lockUpdate(tx, campaignId, updateId)
    if (!update || update.state === "WITHDRAWN") return fail("unknown")
    const known = await tx.updateText.findUnique({ where: { updateId_locale: { updateId, locale } } })
    if ((known?.revision ?? 0) !== revision) return fail("changed_meanwhile")
    if (known?.title === title && known.body === body) return ok({ id: updateId })
    const changes = { title, body, changedBy: actor.organiserId, changedAt: now }
    const isPublic = update.state === "PUBLISHED"
    await tx.updateText.upsert({
      where: { updateId_locale: { updateId, locale } },
      create: { updateId, locale, ...changes },
      update: {
        ...changes,
        revision: revision + 1,
        ...(isPublic && { correctedOn: new Date(`${dayOf(now)}T00:00:00Z`) }),
      },
    })
    const action = isPublic ? "update_corrected" : "update_written"
    await recordAudit(tx, actor.organiserId, action, { subjectId: updateId, campaignId })
    if (isPublic) await announceUpdates(tx, campaignId)
    return ok({ id: updateId })
  })
}

/**
 * Publishes an update on the site in the given transaction, which holds its lock. It gets the next number of its campaign.
 *
 * @param publisherId Who did it, or scheduled it; their right was asked then.
 */
export async function publishLocked(
  tx: Transaction,
  update: Update,
  publisherId: string | null,
  now: Date,
): Promise<{ number: number }> {
  const { id, campaignId } = update
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`updates ${campaignId}`}, 0))`
  const last = await tx.update.aggregate({ where: { campaignId }, _max: { number: true } })
  const number = (last._max.number ?? 0) + 1
  await tx.update.update({
    where: { id },
    data: { state: "PUBLISHED", number, publishedAt: now, publisherId, dueAt: null },
  })
  await recordAudit(tx, publisherId, "update_published", { subjectId: id, campaignId })
  await announceUpdates(tx, campaignId)
  return { number }
}

/** Sets the time at which an update is published by itself, in the transaction that holds its lock. */
export async function scheduleLocked(
  tx: Transaction,
  { id, campaignId }: Update,
  given: { dueAt: Date; timeZone: string; mailsPerMinute: number | null; publisherId: string },
): Promise<void> {
  await tx.update.update({ where: { id }, data: { state: "SCHEDULED", ...given } })
  await recordAudit(tx, given.publisherId, "update_scheduled", { subjectId: id, campaignId })
}

/** Takes the time away again: it stays a draft. @returns `unknown` when it was not scheduled any more. */
export async function unscheduleUpdate(
  actor: Actor,
  campaignId: string,
  id: string,
): Promise<Result<null, "forbidden" | "unknown">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const update = await lockUpdate(tx, campaignId, id)
    if (update?.state !== "SCHEDULED") return fail("unknown")
    await tx.update.update({ where: { id }, data: { state: "DRAFT", dueAt: null, mailsPerMinute: null } })
    await recordAudit(tx, actor.organiserId, "update_unscheduled", { subjectId: id, campaignId })
    return ok(null)
  })
}

/** Takes a published update off the site, in the transaction that holds its lock. Its number is not given again. */
export async function withdrawLocked(
  tx: Transaction,
  { id, campaignId }: Update,
  actor: Actor,
  now: Date,
): Promise<void> {
  await tx.update.update({ where: { id }, data: { state: "WITHDRAWN", withdrawnAt: now } })
  await recordAudit(tx, actor.organiserId, "update_withdrawn", { subjectId: id, campaignId })
  await announceUpdates(tx, campaignId)
}

/** Deletes an update that nobody has seen. @returns `unknown` when it is published, scheduled or gone. */
export async function removeDraft(
  actor: Actor,
  campaignId: string,
  id: string,
): Promise<Result<null, "forbidden" | "unknown">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const { count } = await tx.update.deleteMany({ where: { id, campaignId, state: "DRAFT" } })
    if (count === 0) return fail("unknown")
    await recordAudit(tx, actor.organiserId, "update_removed", { subjectId: id, campaignId })
    return ok(null)
  })
}
