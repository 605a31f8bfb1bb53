import "server-only"
import { lockUpdate, publishLocked, scheduleLocked, withdrawLocked } from "#lib/domain/campaigns/updates"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { stopMailingsOf } from "#lib/domain/mailings/control"
import { checkStart, startMailing, type StartFault } from "#lib/domain/mailings/start"
import type { Update } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { log } from "#lib/platform/log"
import { fail, ok, type Result } from "#lib/shared/result"

/** How news is published: at once or at a time in a zone, and by mail at a pace or on the site alone. */
export type Publishing = { at: { moment: Date; timeZone: string } | null; perMinute: number | null }

type PublishFault = "forbidden" | "unknown" | "update_empty" | StartFault

/** Starts the mailing of news that is on the site. */
async function mail(tx: Transaction, update: Update, perMinute: number, startedBy: string | null, now: Date) {
  const { id: updateId, campaignId } = update
  const texts = await tx.updateText.findMany({ where: { updateId } })
  return startMailing(
    tx,
    {
      ...{ campaignId, updateId, kind: "UPDATE", perMinute, startedBy },
      texts: texts.map(({ locale, title, body }) => ({ locale, title, parts: [body] })),
    },
    now,
  )
}

/**
 * Publishes news on the site, and sends it to those who asked where that was chosen; or sets the time for both. News that is on the
 * site already can still be sent.
 *
 * The caller has asked for a fresh sign-in where people are written to.
 *
 * @returns `unknown` when there is nothing to publish; `update_empty` without a text; a fault of the mailing, and then nothing has
 * changed.
 */
export async function publishUpdate(
  actor: Actor,
  campaignId: string,
  id: string,
  { at, perMinute }: Publishing,
  now: Date,
): Promise<Result<{ mailingId: string | null }, PublishFault>> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const update = await lockUpdate(tx, campaignId, id)
    const isNew = update?.state === "DRAFT" || update?.state === "SCHEDULED"
    if (!update || !(isNew || (update.state === "PUBLISHED" && perMinute !== null && at === null)))
      return fail("unknown")
    if ((await tx.updateText.count({ where: { updateId: id } })) === 0) return fail("update_empty")
    // Asked before anything is written, since a fault must change nothing.
    if (perMinute !== null) {
      const checked = await checkStart(tx, { campaignId, kind: "UPDATE", updateId: id })
      if (!checked.ok) return checked
    }
    if (at !== null) {
      const { moment: dueAt, timeZone } = at
      await scheduleLocked(tx, update, { dueAt, timeZone, mailsPerMinute: perMinute, publisherId: actor.organiserId })
      return ok({ mailingId: null })
    }
    if (isNew) await publishLocked(tx, update, actor.organiserId, now)
    if (perMinute === null) return ok({ mailingId: null })
    const started = await mail(tx, update, perMinute, actor.organiserId, now)
    return started.ok ? ok({ mailingId: started.value.id }) : started
  })
}

/** Publishes what is due, and starts its mailings. Safe to run twice and on several nodes. @returns how many there were. */
export async function publishDueUpdates(now: Date): Promise<number> {
  const due = await db().update.findMany({
    where: { state: "SCHEDULED", dueAt: { lte: now } },
    select: { id: true, campaignId: true },
    orderBy: { dueAt: "asc" },
    take: 20,
  })
  for (const { id, campaignId } of due) {
    await transaction(async (tx) => {
      const update = await lockUpdate(tx, campaignId, id)
      if (update?.state !== "SCHEDULED" || !update.dueAt || update.dueAt > now) return
      const { publisherId, mailsPerMinute } = update
      await publishLocked(tx, update, publisherId, now)
      if (mailsPerMinute === null) return
      const started = await mail(tx, update, mailsPerMinute, publisherId, now)
      if (!started.ok) log().warn({ updateId: id, code: started.code }, "scheduled news was published, but not mailed")
    })
  }
  return due.length
}

/** Takes news off the site, and stops what has not left of its mailing. @returns `unknown` when it is not published. */
export async function withdrawUpdate(
  actor: Actor,
  campaignId: string,
  id: string,
  now: Date,
): Promise<Result<null, "forbidden" | "unknown">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const update = await lockUpdate(tx, campaignId, id)
    if (update?.state !== "PUBLISHED") return fail("unknown")
    await withdrawLocked(tx, update, actor, now)
    await stopMailingsOf(tx, id, actor, now)
    return ok(null)
  })
}
