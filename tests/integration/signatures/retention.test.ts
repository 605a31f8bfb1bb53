import { beforeAll, expect, it } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import { disputeSignature } from "#lib/domain/signatures/disputes"
import { listWaitingNames, reconcileCounts } from "#lib/domain/signatures/jobs"
import { searchByEmail, viewSignatures } from "#lib/domain/signatures/organiser-queries"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { addRows, countBatch, openBatch } from "#lib/domain/signatures/paper"
import { listRecentSigners } from "#lib/domain/signatures/queries"
import { anonymiseEnded } from "#lib/domain/signatures/retention"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed, signFieldsOf } from "#tests/factories/signature"

beforeAll(loadKeyring)

const later = (days: number) => new Date(Date.now() + days * 86_400_000)

async function ended() {
  const campaign = await createCampaign({ allowsNoEmail: true })
  const { actor } = await createOrganiser()
  const { actor: second } = await createOrganiser()
  const people = []
  for (const name of ["Ana", "Ben", "Cho"]) {
    people.push(await createConfirmed(campaign, { name, showName: true, country: "ES", town: "Bilbao" }))
  }
  await listWaitingNames(new Date())
  await signWithoutEmail(campaign, signFieldsOf({ name: "Dee" }), new Date())
  const disputed = await searchByEmail(actor, campaign.id, people[0]!.fields.email)
  await disputeSignature(actor, { campaignId: campaign.id, signatureId: disputed ?? "" }, "why", new Date())
  const batch = await openBatch(actor, campaign.id, "Market")
  const which = { campaignId: campaign.id, batchId: batch.ok ? batch.value : "" }
  await addRows(actor, which, [{ name: "Eve", town: "", email: null, showName: false }])
  await countBatch(second, which, new Date())
  // An outcome of long ago, recorded today, ends nothing before its time.
  await db().campaign.update({
    where: { id: campaign.id },
    data: { status: "DECIDED", outcomeOn: new Date("2015-08-11T00:00:00Z") },
  })
  return { campaign, actor }
}

const countsOf = async (id: string) => {
  await foldCounts(id)
  const { confirmed, unverified, paper } = await db().campaignCount.findUniqueOrThrow({ where: { campaignId: id } })
  return { confirmed, unverified, paper }
}

it("180 days after the end nothing says any more who signed, and the figures stay", async () => {
  const { campaign, actor } = await ended()
  expect(await anonymiseEnded(later(179))).toBe(0)
  expect(await listRecentSigners(campaign.id, 10)).toHaveLength(2)
  expect(await anonymiseEnded(later(181))).toBe(4)
  expect(await anonymiseEnded(later(182))).toBe(0)

  const rows = await db().signature.findMany({ where: { campaignId: campaign.id } })
  for (const row of rows) {
    expect(row).toMatchObject({ state: "ANONYMISED", sealed: null, emailIndex: null, receiptIndex: null })
    expect(row).toMatchObject({ publicName: null, showName: false, wantsUpdates: false, listedAt: null, caseId: null })
    // A Monday, midnight.
    expect([row.createdAt.getUTCDay(), row.createdAt.getTime() % 86_400_000]).toEqual([1, 0])
  }
  expect(rows.filter(({ country }) => country === "ES")).toHaveLength(3)
  expect(await db().signatureToken.count({ where: { signature: { campaignId: campaign.id } } })).toBe(0)
  expect(await db().paperSignature.count({ where: { batch: { campaignId: campaign.id } } })).toBe(0)
  expect(await listRecentSigners(campaign.id, 10)).toEqual([])
  expect((await viewSignatures(actor, campaign.id, listFilter.parse({})))?.rows[0]).toMatchObject({ name: null })
  expect(await countsOf(campaign.id)).toEqual({ confirmed: 3, unverified: 1, paper: 1 })
  expect(await reconcileCounts()).not.toContain(campaign.id)
  const runs = await db().retentionRun.findMany({ where: { campaignId: campaign.id }, orderBy: { kind: "asc" } })
  expect(runs.map(({ kind, rows }) => [kind, rows])).toEqual([
    ["paper", 1],
    ["signatures", 4],
  ])
})

it("a hand-over shortens that to 90 days; a campaign that goes on keeps what it needs", async () => {
  const { campaign } = await ended()
  await db().delivery.create({
    data: {
      ...{ id: newId(), campaignId: campaign.id, choices: {}, purpose: "x", recipient: "x" },
      ...{ recordedAt: new Date(), deliveredOn: new Date() },
    },
  })
  expect(await anonymiseEnded(later(89))).toBe(0)
  expect(await anonymiseEnded(later(91))).toBe(4)
  const open = await createCampaign()
  await createConfirmed(open)
  expect(await anonymiseEnded(later(1_000))).toBe(0)
})
