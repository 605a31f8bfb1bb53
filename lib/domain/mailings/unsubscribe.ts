import "server-only"
import { pathOf } from "#lib/domain/mailings/words"
import { findStopLink, stopNews } from "#lib/domain/signatures/news"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db, transaction } from "#lib/platform/db"

/**
 * Ends news to the person whose link it is. Needs no log-in; pressing twice is no error, and counts once.
 *
 * @returns Whether there was anything left to stop.
 */
export async function unsubscribe(token: string): Promise<boolean> {
  return transaction(async (tx) => {
    const stopped = await stopNews(tx, token)
    if (stopped?.mailingId)
      await tx.mailing.updateMany({ where: { id: stopped.mailingId }, data: { unsubscribed: { increment: 1 } } })
    return stopped !== null
  })
}

/** Withdraws the signature of the person whose link it is, and deletes what is held of them. Nothing happens when that is done. */
export async function withdrawByStopLink(token: string, now: Date): Promise<void> {
  const link = await findStopLink(token)
  if (link) await withdrawSignature(link.signatureId, now)
}

/** Where a short address of a discreet message leads; `null` when there is no such mailing. Without a language. */
export async function findShortLink(publicId: string): Promise<string | null> {
  const found = await db().mailing.findUnique({
    where: { publicId },
    select: { kind: true, updateId: true, campaign: { select: { slug: true } } },
  })
  if (!found) return null
  const { kind, updateId, campaign } = found
  const update = updateId && (await db().update.findUnique({ where: { id: updateId }, select: { number: true } }))
  return pathOf({ kind, slug: campaign.slug, number: update ? update.number : null })
}
