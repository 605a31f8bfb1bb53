import "server-only"
import { type DeliveryTotals, goneFrom } from "#lib/domain/deliveries/rules"
import { countStanding } from "#lib/domain/signatures/delivered"
import type { DeliveryMethod } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"

/** What anybody may know of a delivery. Days are `YYYY-MM-DD`. */
export type PublicDelivery = {
  id: string
  on: string
  recipient: string
  method: DeliveryMethod
  totals: DeliveryTotals
  /** How many of its signatures were withdrawn or removed since. */
  gone: number
  repliedOn: string | null
  /** Only where the organisers made it public. */
  reply: string | null
  pdfHash: string | null
  csvHash: string | null
}

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString("hex")

/** The deliveries of a campaign that have happened, the newest first. */
export async function listPublicDeliveries(campaignId: string): Promise<PublicDelivery[]> {
  const found = await db().delivery.findMany({
    where: { campaignId, recordedAt: { not: null } },
    orderBy: [{ deliveredOn: "desc" }, { createdAt: "desc" }],
    take: 100,
  })
  const standing = found.length > 0 ? await countStanding(campaignId) : new Map<string, number>()
  return found.flatMap((row) => {
    const { deliveredOn, method, totals } = row
    if (!deliveredOn || !method || !totals) return []
    return {
      id: row.id,
      on: dayOf(deliveredOn),
      recipient: row.recipient,
      method,
      totals: totals as DeliveryTotals,
      gone: goneFrom(totals as DeliveryTotals, standing.get(row.id)),
      repliedOn: row.repliedOn && dayOf(row.repliedOn),
      reply: row.isReplyPublic ? row.reply : null,
      pdfHash: hex(row.pdfHash),
      csvHash: hex(row.csvHash),
    }
  })
}
