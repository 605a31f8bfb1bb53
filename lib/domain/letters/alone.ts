import "server-only"
import { db } from "#lib/platform/db"

/** Counts a letter that its writer has sent without us. Nothing of it is known here, so it has a line of its own in every count. */
export async function countSentAlone(campaignId: string): Promise<void> {
  await db().letterSettings.upsert({
    where: { campaignId },
    create: { campaignId, selfSent: 1 },
    update: { selfSent: { increment: 1 } },
  })
}
