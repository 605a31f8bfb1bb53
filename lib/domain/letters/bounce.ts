import "server-only"
import { readBounceAddress } from "#lib/domain/letters/mail"
import { stopLine, tellFailed } from "#lib/domain/letters/outcome"
import { readDsn } from "#lib/domain/letters/dsn"
import { transaction } from "#lib/platform/db"
import { log } from "#lib/platform/log"

/** What came of a mail to a bounce address: a letter has come back; or there was nothing to do about it. */
export type BounceOutcome = "recorded" | "known" | "ignored" | "unknown"

/**
 * Takes a mail that came to one of our bounce addresses (RFC 3464). A letter that has come back is marked, its writer is told, and
 * the line stops until an organiser has looked. Notes of delay and automatic answers change nothing. Safe to repeat.
 *
 * @param message The mail as it came, with its headers; the first 60 kB are enough.
 * @returns `unknown` when it names no letter of ours.
 */
export async function recordBounce(message: string, now: Date): Promise<BounceOutcome> {
  const dsn = readDsn(message)
  const deliveryId = dsn.recipients.map(readBounceAddress).find((id) => id !== null)
  if (!deliveryId) return "unknown"
  if (!dsn.failed) return "ignored"
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ state: string; targetId: string }[]>`
      select state::text as state, "targetId" from "LetterDelivery" where id = ${deliveryId}::uuid for update`
    const delivery = rows[0]
    if (!delivery) return "unknown"
    if (delivery.state === "BOUNCED") return "known"
    // Only what the other side once took can come back from there.
    if (delivery.state !== "ACCEPTED") return "ignored"
    const carried = { OR: [{ id: deliveryId }, { leadId: deliveryId }] }
    await tx.letterDelivery.updateMany({
      where: carried,
      data: { state: "BOUNCED", bouncedAt: now, lastError: `DSN ${dsn.status ?? "failed"}` },
    })
    const found = await tx.letterDelivery.findMany({
      where: carried,
      select: { letter: { include: { target: { select: { organisation: true } } } } },
    })
    for (const { letter } of found) await tellFailed(tx, letter, true, now)
    await stopLine(tx, delivery.targetId, now)
    log().warn({ deliveryId, status: dsn.status }, "a letter came back")
    return "recorded"
  })
}
