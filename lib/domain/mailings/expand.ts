import "server-only"
import { countBulk, countWaiting, enqueueBulk } from "#lib/domain/mail/bulk-rows"
import type { BulkTemplate } from "#lib/domain/mail/schema"
import { aheadOf, BATCH, bulkMessageId, spread } from "#lib/domain/mailings/rules"
import { addStopTokens, type Audience, listReaders, newStopTokens } from "#lib/domain/signatures/news"
import type { Mailing } from "#lib/generated/prisma/client"
import type { MailingKind } from "#lib/generated/prisma/enums"
import { db, transaction, type Transaction } from "#lib/platform/db"

/** Who each kind is for: exposed data concerns everybody, whatever they asked for. */
export const AUDIENCE: Record<MailingKind, Audience> = { UPDATE: "asked", OUTCOME: "asked", EXPOSED: "concerned" }

/** The template of each kind. */
export const TEMPLATE: Record<MailingKind, BulkTemplate> = {
  UPDATE: "campaign.update",
  OUTCOME: "campaign.outcome",
  EXPOSED: "campaign.details-exposed",
}

/** A mailing that is being sent, held by this worker until the transaction ends; `null` when it is not, or another one has it. */
async function claim(tx: Transaction, id: string): Promise<Mailing | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from "Mailing" where id = ${id}::uuid and state = 'SENDING' for update skip locked`
  return rows.length === 0 ? null : tx.mailing.findUnique({ where: { id } })
}

/**
 * Writes the next messages of a mailing into the outbox, as far as its pace allows. One transaction: a worker that is killed here
 * leaves nothing, and one that repeats a batch adds nothing.
 *
 * @returns `more` while there is room for further ones, `later` when there is none, `done` when everybody has a message.
 */
export async function expandMailing(id: string, now: Date): Promise<"more" | "later" | "done"> {
  return transaction(async (tx) => {
    const mailing = await claim(tx, id)
    if (!mailing) return "later"
    if (mailing.isExpanded) return "done"
    const { campaignId, kind, perMinute, cursor } = mailing
    const ahead = aheadOf(perMinute)
    const room = ahead - (await countWaiting(tx, id, ahead))
    if (room <= 0) return "later"
    const limit = Math.min(BATCH, room)
    const readers = await listReaders(tx, campaignId, AUDIENCE[kind], { after: cursor, limit })
    const { isAtRisk } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { isAtRisk: true } })
    const places = spread(readers.length, perMinute, mailing.nextDueAt, now)
    const tokens = newStopTokens(readers.length)
    const given = readers.map((reader, place) => ({
      ...{ to: reader.email, name: reader.name, locale: reader.locale, subjectId: reader.id },
      ...{ token: tokens[place]!, dueAt: places.dueAt[place]!, isDiscreet: reader.isDiscreet || isAtRisk },
    }))
    const added = await enqueueBulk(
      tx,
      { mailingId: id, template: TEMPLATE[kind], idOf: (index) => bulkMessageId(id, index) },
      given,
    )
    const kept = given.filter(({ subjectId }) => added.has(subjectId))
    await addStopTokens(
      tx,
      id,
      kept.map(({ subjectId, token }) => ({ signatureId: subjectId, token })),
    )
    const isExpanded = readers.length < limit
    await tx.mailing.update({
      where: { id },
      data: { cursor: readers.at(-1)?.id ?? cursor, nextDueAt: places.nextDueAt, isExpanded },
    })
    return isExpanded ? "done" : "more"
  })
}

/** Ends a mailing when nothing of it waits any more. @returns whether it has ended. */
export async function settleMailing(id: string, now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const mailing = await claim(tx, id)
    if (!mailing) return false
    if (!mailing.isExpanded || (await countWaiting(tx, id, 1)) > 0) return false
    const { sent, failed, bounced, suppressed } = await countBulk(tx, id)
    await tx.mailing.update({
      where: { id },
      data: { state: "DONE", endedAt: now, sent, failed, bounced, suppressed },
    })
    return true
  })
}

/** Ids of the mailings that are being sent. */
export async function listSending(): Promise<string[]> {
  const found = await db().mailing.findMany({
    where: { state: "SENDING" },
    select: { id: true },
    orderBy: { id: "asc" },
  })
  return found.map(({ id }) => id)
}
