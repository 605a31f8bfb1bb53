import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { countBulk, takeBackAll } from "#lib/domain/mail/bulk-rows"
import { idBefore } from "#lib/domain/mailings/rules"
import type { Mailing } from "#lib/generated/prisma/client"
import type { MailingKind } from "#lib/generated/prisma/enums"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

/** May send such a mailing, and steer it: exposed data is for owners of the campaign. */
export function canSend(actor: Actor, campaignId: string, kind: MailingKind): boolean {
  return isAtLeast(actor, campaignId, kind === "EXPOSED" ? "OWNER" : "EDITOR")
}

async function lockMailing(tx: Transaction, campaignId: string, id: string): Promise<Mailing | null> {
  await tx.$queryRaw`select id from "Mailing" where id = ${id}::uuid for update`
  return tx.mailing.findFirst({ where: { id, campaignId } })
}

/** Takes back what waits in the outbox, so that going on begins with it. Messages under way at this moment are asked before they leave. */
async function pauseLocked(tx: Transaction, { id }: Mailing): Promise<void> {
  const { first } = await takeBackAll(tx, id)
  await tx.mailing.update({
    where: { id },
    data: {
      ...{ state: "PAUSED", nextDueAt: null },
      ...(first !== null && { cursor: idBefore(first), isExpanded: false }),
    },
  })
}

/** Ends a mailing for good: what has not left does not leave. */
async function stopLocked(tx: Transaction, { id, campaignId }: Mailing, actor: Actor, now: Date): Promise<void> {
  await takeBackAll(tx, id)
  const { sent, failed, bounced, suppressed } = await countBulk(tx, id)
  await tx.mailing.update({
    where: { id },
    data: { state: "STOPPED", endedAt: now, sent, failed, bounced, suppressed },
  })
  await recordAudit(tx, actor.organiserId, "mailing_stopped", { subjectId: id, campaignId, rows: sent })
}

/** Stops every mailing of some news that has not ended, in the transaction that takes it off the site. */
export async function stopMailingsOf(tx: Transaction, updateId: string, actor: Actor, now: Date): Promise<void> {
  const found = await tx.mailing.findMany({ where: { updateId, state: { in: ["SENDING", "PAUSED"] } } })
  for (const { campaignId, id } of found) {
    const mailing = await lockMailing(tx, campaignId, id)
    if (mailing && (mailing.state === "SENDING" || mailing.state === "PAUSED"))
      await stopLocked(tx, mailing, actor, now)
  }
}

/** What an organiser can do with a mailing that has begun. */
export type Steering = "pause" | "resume" | "stop"

/**
 * Pauses, resumes or stops a mailing. Pausing twice is no error.
 *
 * @returns `unknown` when it has ended, or is none of this campaign.
 */
export async function steerMailing(
  actor: Actor,
  campaignId: string,
  id: string,
  steering: Steering,
  now: Date,
): Promise<Result<null, "forbidden" | "unknown">> {
  if (!canSend(actor, campaignId, "UPDATE")) return fail("forbidden")
  return transaction(async (tx) => {
    const mailing = await lockMailing(tx, campaignId, id)
    if (!mailing || (mailing.state !== "SENDING" && mailing.state !== "PAUSED")) return fail("unknown")
    if (!canSend(actor, campaignId, mailing.kind)) return fail("forbidden")
    const note = (action: "mailing_paused" | "mailing_resumed") =>
      recordAudit(tx, actor.organiserId, action, { subjectId: id, campaignId })
    if (steering === "stop") await stopLocked(tx, mailing, actor, now)
    else if (steering === "pause" && mailing.state === "SENDING") {
      await pauseLocked(tx, mailing)
      await note("mailing_paused")
    } else if (steering === "resume" && mailing.state === "PAUSED") {
      await note("mailing_resumed")
      await tx.mailing.update({ where: { id }, data: { state: "SENDING" } })
      await notify(tx, "mailing_due", id)
    }
    return ok(null)
  })
}
