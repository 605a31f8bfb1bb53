import { createHash } from "node:crypto"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import type { Prisma } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

let made = 0

/** An open campaign in English, ready to be signed. */
export async function createCampaign(changes: Partial<Prisma.CampaignCreateInput> = {}): Promise<SignableCampaign> {
  made += 1
  const body = "We ask you to act."
  const campaign = await db().campaign.create({
    data: {
      id: newId(),
      slug: `campaign-${made}-${process.pid}`,
      status: "OPEN",
      openedOn: new Date("2026-01-05T00:00:00Z"),
      count: { create: {} },
      texts: {
        create: {
          locale: "en",
          version: 1,
          shortTitle: `Campaign ${made}`,
          title: `Please act, number ${made}`,
          ask: "We ask you to act.",
          addressedTo: "The council",
          startedBy: "Sample group",
          body,
          bodyHash: createHash("sha256").update(body).digest(),
        },
      },
      ...changes,
    },
  })
  const { id, slug, isAtRisk } = campaign
  return { id, slug, isAtRisk, title: `Please act, number ${made}`, version: 1 }
}
