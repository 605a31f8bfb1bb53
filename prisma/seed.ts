import { seedDefaultCampaign } from "#lib/domain/campaigns/commands"
import { seedDefaultLetters } from "#lib/domain/letters/seed"
import { db } from "#lib/platform/db"

const SITE = { siteName: "Project SAFE", orgName: "Project SAFE" }

/** Puts the default campaign, its letters and the site's names into an empty database. Safe to run at every start. */
export async function seed(): Promise<void> {
  const added = await seedDefaultCampaign(new Date())
  await seedDefaultLetters()
  if (!added) return
  await db().setting.createMany({
    data: Object.entries(SITE).map(([key, value]) => ({ key, value })),
    skipDuplicates: true,
  })
}
