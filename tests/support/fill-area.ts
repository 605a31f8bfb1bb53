import { findCampaign } from "#lib/domain/campaigns/queries"
import { ROLES } from "#lib/domain/identity/schema"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { closeHotPool } from "#lib/platform/sql"
import { ORGANISER_PAGES } from "#lib/web/organiser/all"
import { createComment, createVisible, guest } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { organiserCookie } from "#tests/support/organiser-cookie"

/**
 * Gives a running site an organiser of each role and people's data in its main campaign, and prints what a test of the area needs:
 * a cookie for each role, the campaign's id, the table of pages. Every address that is not an organiser's begins with `canary`.
 */
await loadKeyring()
const slug = process.argv[2] ?? ""
const campaign = await findCampaign(slug, "en")
if (!campaign) throw new Error("There is no such campaign.")

const people: Record<string, { cookie: string; organiserId: string }> = {}
for (const role of ROLES) {
  const { organiserId } = await createOrganiser({ role, email: `${role.toLowerCase()}@organisers.example` })
  people[role] = { organiserId, cookie: await organiserCookie(organiserId) }
}
for (let number = 1; number <= 12; number += 1) {
  await createConfirmed(campaign, {
    email: `canary-signer-${number}@example.org`,
    name: `Signer ${number}`,
    showName: number % 2 === 0,
    country: number % 3 === 0 ? "DE" : "IE",
    town: "Galway",
    reason: number % 4 === 0 ? `The reason of signer ${number}.` : "",
    updates: number % 2 === 1,
  })
}
for (let number = 1; number <= 3; number += 1) {
  const writer = guest({ email: `canary-writer-${number}@example.org`, notify: true })
  await createComment(campaign, { writer })
}
await createVisible(campaign, { writer: guest({ email: "canary-seen@example.org", notify: true }) })
console.log(JSON.stringify({ campaignId: campaign.id, people, pages: ORGANISER_PAGES }))
await db().$disconnect()
await closeHotPool()
