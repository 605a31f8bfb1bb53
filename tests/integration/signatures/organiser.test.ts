import { beforeAll, describe, expect, it } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import type { Actor } from "#lib/domain/identity/policy"
import { confirmAgain, disputeSignature, rejectSignature } from "#lib/domain/signatures/disputes"
import { listWaitingNames, reconcileCounts } from "#lib/domain/signatures/jobs"
import {
  findFigures,
  revealEmail,
  searchByEmail,
  viewSignature,
  viewSignatures,
} from "#lib/domain/signatures/organiser-queries"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { listRecentSigners } from "#lib/domain/signatures/queries"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed, createPending, signFieldsOf } from "#tests/factories/signature"
import { templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const NOW = new Date()
const ALL = listFilter.parse({})

async function idOf(campaign: SignableCampaign, actor: Actor, email: string): Promise<string> {
  const id = await searchByEmail(actor, campaign.id, email)
  if (!id) throw new Error("Not found.")
  return id
}

async function countsOf({ id }: SignableCampaign) {
  await foldCounts(id)
  const { confirmed, unverified, withdrawn } = await db().campaignCount.findUniqueOrThrow({ where: { campaignId: id } })
  return { confirmed, unverified, withdrawn }
}

const namesOf = async ({ id }: SignableCampaign) => (await listRecentSigners(id, 100)).map(({ name }) => name).sort()

const logged = (action: string, campaignId: string) => db().auditEntry.count({ where: { action, campaignId } })

describe("the list", () => {
  it("shows editors who signed, newest first, page by page, without an address, and writes each opening to the log", async () => {
    const campaign = await createCampaign()
    const { actor } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
    for (let n = 0; n < 3; n += 1) await createConfirmed(campaign, { name: `Ana ${n}`, town: "Bilbao", reason: "Why" })
    await createPending(campaign, { name: "Waits" })
    const page = await viewSignatures(actor, campaign.id, ALL)
    expect(page?.rows.map(({ name }) => name)).toEqual(["Ana 2", "Ana 1", "Ana 0"])
    expect(page?.rows[0]).toMatchObject({ town: "Bilbao", hasReason: true, state: "CONFIRMED", isSample: false })
    expect(JSON.stringify(page)).not.toContain("@")
    expect(await logged("signatures_viewed", campaign.id)).toBe(1)
    expect((await viewSignatures(actor, campaign.id, listFilter.parse({ state: "PENDING" })))?.rows).toMatchObject([
      { name: "Waits" },
    ])

    await db().$executeRaw`
      insert into "Signature" (id, "campaignId", state, locale, "petitionVersion", "consentVersion", "consentAt", "createdAt")
      select gen_random_uuid(), ${campaign.id}::uuid, 'CONFIRMED', 'en', 1, 'x', now(), '2026-01-05T10:00:00.123456Z'
      from generate_series(1, 120)`
    const seen = new Set<string>()
    let after: string | undefined
    let pages = 0
    do {
      const next = await viewSignatures(actor, campaign.id, { ...ALL, after })
      for (const { id } of next?.rows ?? []) seen.add(id)
      after = next?.next ?? undefined
      pages += 1
    } while (after && pages < 10)
    expect([pages, seen.size]).toEqual([3, 123])
  })

  it("narrows by state, country, language, choice and day", async () => {
    const campaign = await createCampaign()
    const { actor } = await createOrganiser()
    await createConfirmed(campaign, { name: "Spain", country: "ES", locale: "es", showName: true })
    await createConfirmed(campaign, { name: "None" })
    await db().signature.updateMany({
      where: { campaignId: campaign.id, country: null },
      data: { createdAt: new Date("2026-01-05T23:59:59Z") },
    })
    const names = async (filter: object) =>
      (await viewSignatures(actor, campaign.id, listFilter.parse(filter)))?.rows.map(({ name }) => name)
    expect(await names({ country: "ES" })).toEqual(["Spain"])
    expect(await names({ country: "none" })).toEqual(["None"])
    expect(await names({ language: "es" })).toEqual(["Spain"])
    expect(await names({ shown: "no" })).toEqual(["None"])
    expect(await names({ from: "2026-01-05", to: "2026-01-05" })).toEqual(["None"])
    expect(await names({ to: "2026-01-04" })).toEqual([])
    expect(await names({ sample: "yes" })).toEqual([])
    expect(await names({ state: "REJECTED", after: "nonsense", country: "'; drop" })).toEqual([])
  })

  it("finds an exact address in any case, and only in its campaign; addresses are in neither log nor list", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    const { actor } = await createOrganiser()
    await createConfirmed(campaign, { email: "secret.ana@example.org" })
    const id = await idOf(campaign, actor, "Secret.Ana@EXAMPLE.org")
    expect(await searchByEmail(actor, other.id, "secret.ana@example.org")).toBeNull()
    expect(JSON.stringify(await viewSignature(actor, campaign.id, id))).not.toContain("@")
    expect(await viewSignature(actor, other.id, id)).toBeNull()
    expect(await logged("email_viewed", campaign.id)).toBe(0)
    expect(await revealEmail(actor, campaign.id, id)).toBe("secret.ana@example.org")
    expect(await logged("email_viewed", campaign.id)).toBe(1)
    expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain("secret")
  })

  it("gives a moderator and a viewer figures, and nothing of anybody", async () => {
    const campaign = await createCampaign()
    const { fields } = await createConfirmed(campaign, { email: "secret.eve@example.org" })
    const { actor: owner } = await createOrganiser()
    const id = await idOf(campaign, owner, fields.email)
    for (const role of ["MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role, scope: campaign.id })
      expect(await viewSignatures(actor, campaign.id, ALL)).toBeNull()
      expect(await viewSignature(actor, campaign.id, id)).toBeNull()
      expect(await searchByEmail(actor, campaign.id, fields.email)).toBeNull()
      expect(await revealEmail(actor, campaign.id, id)).toBeNull()
      expect(await findFigures(actor, campaign.id)).toMatchObject({ disputed: 0 })
      const which = { campaignId: campaign.id, signatureId: id }
      expect(await disputeSignature(actor, which, "why", NOW)).toEqual({ ok: false, code: "forbidden" })
      expect(await rejectSignature(actor, which, "why", NOW)).toEqual({ ok: false, code: "forbidden" })
      expect(await confirmAgain(actor, which, NOW)).toEqual({ ok: false, code: "forbidden" })
    }
    const { actor: elsewhere } = await createOrganiser({ role: "EDITOR", scope: (await createCampaign()).id })
    expect(await findFigures(elsewhere, campaign.id)).toBeNull()
  })
})

describe("a dispute", () => {
  async function shownOnes() {
    const campaign = await createCampaign({ allowsNoEmail: true })
    const { actor } = await createOrganiser()
    const people = []
    for (const name of ["Ana", "Ben", "Cho"]) people.push(await createConfirmed(campaign, { name, showName: true }))
    await listWaitingNames(NOW)
    const email = people[0]!.fields.email
    const which = { campaignId: campaign.id, signatureId: await idOf(campaign, actor, email) }
    return { campaign, actor, which, email }
  }

  it("hides the name at once and counts on until it is decided; confirmed again, everything is as before", async () => {
    const { campaign, actor, which, email } = await shownOnes()
    const before = await db().signature.findUniqueOrThrow({ where: { id: which.signatureId } })
    expect(await namesOf(campaign)).toEqual(["Ana", "Ben", "Cho"])
    for (let times = 0; times < 2; times += 1) {
      expect(await disputeSignature(actor, which, "Looks made up", NOW)).toEqual({ ok: true, value: null })
    }
    expect(await namesOf(campaign)).toEqual(["Ben", "Cho"])
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 3 })
    expect(await findFigures(actor, campaign.id)).toMatchObject({ disputed: 1 })
    const viewed = await viewSignature(actor, campaign.id, which.signatureId)
    expect(viewed?.underCase).toMatchObject({ state: "DISPUTED", isRule: false, reason: "Looks made up" })
    const stored = await db().signatureCase.findFirstOrThrow({ where: { signatureId: which.signatureId } })
    expect(Buffer.from(stored.sealed).includes("made up")).toBe(false)

    for (let times = 0; times < 2; times += 1) expect((await confirmAgain(actor, which, NOW)).ok).toBe(true)
    expect(await db().signature.findUniqueOrThrow({ where: { id: which.signatureId } })).toEqual(before)
    expect(await namesOf(campaign)).toEqual(["Ana", "Ben", "Cho"])
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 3 })
    expect(await templatesSentTo(email)).toEqual(["signature.confirm", "signature.receipt"])
    expect(await logged("signature_disputed", campaign.id)).toBe(1)
    expect(await logged("signature_confirmed_again", campaign.id)).toBe(1)
  })

  it("ends in a rejection that counts once, is told once, and can be taken back", async () => {
    const { campaign, actor, which, email } = await shownOnes()
    expect(await rejectSignature(actor, which, "why", NOW)).toEqual({ ok: false, code: "gone" })
    await disputeSignature(actor, which, "why", NOW)
    await Promise.all([1, 2, 3].map(() => rejectSignature(actor, which, "why", NOW)))
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 2 })
    expect((await templatesSentTo(email)).filter((name) => name === "signature.removed")).toHaveLength(1)
    expect(await db().signature.findUniqueOrThrow({ where: { id: which.signatureId } })).toMatchObject({
      state: "REJECTED",
      publicName: null,
    })
    expect(await reconcileCounts()).not.toContain(campaign.id)

    expect((await confirmAgain(actor, which, NOW)).ok).toBe(true)
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 3 })
    // What had not left yet does not leave any more.
    expect(await templatesSentTo(email)).not.toContain("signature.removed")
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("lets its signatory withdraw meanwhile, and then nothing is left to decide", async () => {
    const { campaign, actor, which } = await shownOnes()
    await disputeSignature(actor, which, "why", NOW)
    await withdrawSignature(which.signatureId, NOW)
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 2, withdrawn: 1 })
    expect(await confirmAgain(actor, which, NOW)).toEqual({ ok: false, code: "gone" })
    expect(await rejectSignature(actor, which, "why", NOW)).toEqual({ ok: false, code: "gone" })
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("is not needed for a signature without e-mail: it is rejected from its own line, and nobody is told", async () => {
    const { campaign, actor } = await shownOnes()
    await signWithoutEmail(campaign, signFieldsOf({ name: "Dee" }), NOW)
    const { id } = await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id, state: "UNVERIFIED" } })
    const which = { campaignId: campaign.id, signatureId: id }
    expect(await disputeSignature(actor, which, "why", NOW)).toEqual({ ok: false, code: "gone" })
    await rejectSignature(actor, which, "why", NOW)
    expect(await countsOf(campaign)).toEqual({ confirmed: 3, unverified: 0, withdrawn: 0 })
    await confirmAgain(actor, which, NOW)
    expect(await countsOf(campaign)).toEqual({ confirmed: 3, unverified: 1, withdrawn: 0 })
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })
})
