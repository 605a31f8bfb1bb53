import { createHash } from "node:crypto"
import { loadKeyring } from "#lib/platform/keyring"
import { db } from "#lib/platform/db"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { organiserCookie } from "#tests/support/organiser-cookie"
import { closeHotPool } from "#lib/platform/sql"

/**
 * Gives a running site a campaign of its own with sixty signatures, every second one with a name, and an editor. Prints the campaign,
 * the editor's cookie and the receipt code of the first signature.
 */
await loadKeyring()
const campaign = await createCampaign({ slug: `delivery-${process.pid}-${Date.now()}` })
const body = "Pedimos que actuéis."
await db().campaignText.create({
  data: {
    ...{ campaignId: campaign.id, locale: "es", version: 1, shortTitle: "Campaña", title: "Actuad, por favor" },
    ...{ ask: body, addressedTo: "El consejo", startedBy: "Grupo de muestra", body },
    bodyHash: createHash("sha256").update(body).digest(),
  },
})
const codes: (string | null)[] = []
for (let number = 0; number < 60; number += 1) {
  const name = `Person ${String(number).padStart(2, "0")}`
  const country = number % 20 === 0 ? "MT" : "ES"
  // Two tests may fill one site at the same moment.
  const email = `${campaign.slug}-${number}@example.org`
  const { receiptCode } = await createConfirmed(campaign, { name, email, showName: number % 2 === 0, country })
  codes.push(receiptCode)
}
await foldCounts(campaign.id)
const { organiserId } = await createOrganiser({
  role: "EDITOR",
  scope: campaign.id,
  email: `${campaign.slug}@example.org`,
})
const cookie = await organiserCookie(organiserId)
console.log(JSON.stringify({ campaignId: campaign.id, slug: campaign.slug, cookie, receiptCode: codes[0] }))
await db().$disconnect()
await closeHotPool()
