import { saveUpdateText } from "#lib/domain/campaigns/updates"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { ROLES } from "#lib/domain/identity/schema"
import { prepareDelivery } from "#lib/domain/deliveries/commands"
import { choiceFields, choicesOf } from "#lib/domain/deliveries/schema"
import { publishUpdate } from "#lib/domain/mailings/publish"
import { countRule } from "#lib/domain/signatures/bulk"
import { ruleFields } from "#lib/domain/signatures/bulk-rule"
import { addRows, openBatch } from "#lib/domain/signatures/paper"
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

/** One of each thing that has a page of its own, by the name of its place in the address. */
async function makeThings(campaignId: string): Promise<Record<string, string>> {
  const { organiserId } = people.OWNER!
  const owner = { organiserId, roles: { "": "OWNER" } } as const
  const now = new Date()
  const idOf = <T extends { id: string }>(result: { ok: true; value: T } | { ok: false; code: string }) => {
    if (!result.ok) throw new Error(result.code)
    return result.value.id
  }
  const { id: signature } = await db().signature.findFirstOrThrow({ where: { campaignId, state: "CONFIRMED" } })
  const rule = ruleFields.parse({ domain: "example.org", name: "", language: "", from: "", to: "", reason: "asked" })
  const counted = await countRule(owner, campaignId, rule, now)
  const batch = await openBatch(owner, campaignId, "Market, 3 May")
  if (!counted.ok || !batch.ok) throw new Error("Neither rule nor batch.")
  await addRows(owner, { campaignId, batchId: batch.value }, [
    { name: "Signer on paper", town: "Galway", email: null, showName: false },
  ])
  const fields = choiceFields.parse({ scope: "all", language: "en", recipient: "The council" })
  const given = { choices: choicesOf(fields), recipient: "The council", purpose: "To hand it over" }
  const delivery = idOf(await prepareDelivery(owner, campaignId, given))
  const text = { language: "en", title: "What is new", body: "There is **news**.", revision: 0 } as const
  const update = idOf(await saveUpdateText(owner, campaignId, null, text, now))
  const published = await publishUpdate(owner, campaignId, update, { at: null, perMinute: 60 }, now)
  if (!published.ok) throw new Error(published.code)
  // Counting the rule is a task.
  const { taskId } = await db().signatureCase.findUniqueOrThrow({ where: { id: counted.value } })
  return {
    ...{ signature, case: counted.value, batch: batch.value, delivery, update, task: taskId ?? "" },
    ...{ mailing: published.value.mailingId ?? "", list: "failed", key: "health" },
  }
}
const things = await makeThings(campaign.id)
console.log(JSON.stringify({ things, campaignId: campaign.id, people, pages: ORGANISER_PAGES }))
await db().$disconnect()
await closeHotPool()
