import "server-only"
import { composeDelivery } from "#lib/domain/letters/delivery"
import { addressOf } from "#lib/domain/letters/queries"
import type { KeptMail } from "#lib/domain/mail/queries"
import { db } from "#lib/platform/db"
import { siteNames } from "#lib/platform/settings"

/**
 * Letters that would have gone to their targets where mail stays on this machine, newest first.
 *
 * @param limit Letters at most, 1 to 1000.
 * @param to Address of an office; `null` shows the letters to all.
 */
export async function listKeptLetters({ limit, to }: { limit: number; to: string | null }): Promise<KeptMail[]> {
  const rows = await db().letterDelivery.findMany({
    where: { state: "ACCEPTED", leadId: null },
    include: { line: { include: { target: { include: { campaign: { select: { isMain: true } } } } } } },
    orderBy: { acceptedAt: "desc" },
    take: limit,
  })
  const { siteName } = await siteNames()
  const kept = await Promise.all(
    rows.map(async ({ id, line, acceptedAt, queuedAt }) => {
      const email = addressOf(line, line.target.campaign.isMain)
      if (!email || (to !== null && email !== to)) return []
      const mail = await composeDelivery(id, email, siteName)
      return mail ? [{ ...mail, id, sentAt: acceptedAt ?? queuedAt }] : []
    }),
  )
  return kept.flat()
}
