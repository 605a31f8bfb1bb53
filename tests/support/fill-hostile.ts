import { findCampaign } from "#lib/domain/campaigns/queries"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { closeHotPool } from "#lib/platform/sql"
import { createHostile, HOSTILE_PLACES } from "#tests/support/hostile-comments"

/** Puts hostile comments into a running site's database, half of them published, and prints the ids of those that wait. */
await loadKeyring()
const campaign = await findCampaign(process.argv[2] ?? "", "en")
if (!campaign) throw new Error("There is no such campaign.")
await createHostile(campaign, HOSTILE_PLACES)
const waiting = await createHostile(
  campaign,
  HOSTILE_PLACES.filter(({ field }) => field !== "website"),
  { isPublished: false },
)
console.log(JSON.stringify(waiting.map(({ publicId }) => publicId)))
await db().$disconnect()
await closeHotPool()
