import { beforeAll, describe, expect, it } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import type { Actor } from "#lib/domain/identity/policy"
import { carryOut, countRule, listRules, type Step, viewRule } from "#lib/domain/signatures/bulk"
import { ruleFields } from "#lib/domain/signatures/bulk-rule"
import { RULE_KIND, signatureRule } from "#lib/domain/signatures/bulk-task"
import { confirmAgain, rejectSignature } from "#lib/domain/signatures/disputes"
import { reconcileCounts } from "#lib/domain/signatures/jobs"
import { settleRejections } from "#lib/domain/signatures/settle"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createTaskRunner } from "#lib/platform/task-runs"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed, signFieldsOf } from "#tests/factories/signature"
import { templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const later = (days: number) => new Date(Date.now() + days * 86_400_000)
const runTasks = () => createTaskRunner({ [RULE_KIND]: signatureRule }).run()

async function counted(campaign: SignableCampaign, actor: Actor, rule: object): Promise<string> {
  const result = await countRule(actor, campaign.id, ruleFields.parse({ reason: "Bots", ...rule }), new Date())
  if (!result.ok) throw new Error(result.code)
  await runTasks()
  return result.value
}

async function carried(campaign: SignableCampaign, actor: Actor, caseId: string, step: Step, now = new Date()) {
  const result = await carryOut(actor, { campaignId: campaign.id, caseId }, step, now)
  await runTasks()
  return result
}

async function confirmedOf({ id }: SignableCampaign): Promise<number> {
  await foldCounts(id)
  return (await db().campaignCount.findUniqueOrThrow({ where: { campaignId: id } })).confirmed
}

const rowsOf = ({ id }: SignableCampaign) =>
  db().signature.findMany({ where: { campaignId: id }, orderBy: { id: "asc" } })

const idOf = async ({ id }: SignableCampaign, nth: number) =>
  (await db().signature.findMany({ where: { campaignId: id }, orderBy: { id: "asc" } }))[nth]!.id

/** Four from the same domain, two of them shown, and one from elsewhere. */
async function attacked() {
  const campaign = await createCampaign()
  const { actor } = await createOrganiser()
  for (let n = 0; n < 4; n += 1) {
    const person = { email: `bot-${n}-${campaign.slug}@bots.example`, name: `Bot ${n}`, showName: n < 2 }
    await createConfirmed(campaign, person)
  }
  await createConfirmed(campaign, { name: "Ana" })
  return { campaign, actor }
}

describe("a rule", () => {
  it("is counted with a sample before anything changes, and fits what it says", async () => {
    const { campaign, actor } = await attacked()
    await createConfirmed(campaign, { name: "Robert", country: "ES", reason: "Same words", locale: "es" })
    const before = await rowsOf(campaign)
    const matches = async (rule: object) => {
      const id = await counted(campaign, actor, rule)
      return (await viewRule(actor, campaign.id, id))?.found.matched
    }
    expect(await matches({ domain: "@BOTS.example" })).toBe(4)
    expect(await matches({ domain: "ots.example" })).toBe(0)
    expect(await matches({ name: "bot *" })).toBe(4)
    expect(await matches({ name: "*o*t*" })).toBe(5)
    expect(await matches({ name: "Bot 1" })).toBe(1)
    expect(await matches({ reasonText: "same WORDS" })).toBe(1)
    expect(await matches({ country: "es", language: "es" })).toBe(1)
    expect(await matches({ from: "2020-01-01", domain: "bots.example" })).toBe(4)
    expect(await matches({ to: "2020-01-01T10:00" })).toBe(0)
    expect(await rowsOf(campaign)).toEqual(before)
    const id = await counted(campaign, actor, { domain: "bots.example" })
    const viewed = await viewRule(actor, campaign.id, id)
    expect(viewed?.sample.map(({ name }) => name)).toEqual(["Bot 3", "Bot 2", "Bot 1", "Bot 0"])
    expect(JSON.stringify(viewed?.sample)).not.toContain("@")
  })

  it("asks for at least one part, a reason and a time that runs forward", () => {
    const fault = (rule: object) => ruleFields.safeParse(rule).error?.issues.map(({ message }) => message)
    expect(fault({ reason: "x" })).toEqual(["rule_empty"])
    expect(fault({ domain: "a.example" })).toEqual(["case_reason_empty"])
    expect(fault({ domain: "not a domain", reason: "x" })).toEqual(["domain_malformed"])
    expect(fault({ from: "2026-01-05", to: "2026-01-04", reason: "x" })).toEqual(["range_reversed"])
    expect(fault({ from: "2026-13-05", reason: "x" })).toEqual(["moment_malformed"])
  })

  it("rejects all that fit, only those that were there when it was counted, and undo gives every one back", async () => {
    const { campaign, actor } = await attacked()
    const before = await rowsOf(campaign)
    const id = await counted(campaign, actor, { domain: "bots.example" })
    const late = await createConfirmed(campaign, { email: `late-${campaign.slug}@bots.example` })
    const results = await Promise.all([1, 2].map(() => carried(campaign, actor, id, "reject")))
    expect(results.every(({ ok }) => ok)).toBe(true)
    // A press that comes when the work is done is answered like the first, and changes nothing.
    expect((await carried(campaign, actor, id, "reject")).ok).toBe(true)
    expect(await confirmedOf(campaign)).toBe(2)
    expect(await db().signature.count({ where: { campaignId: campaign.id, publicName: { not: null } } })).toBe(0)
    expect((await listRules(actor, campaign.id))?.[0]).toMatchObject({ state: "REJECTED", affected: 4 })
    expect(await templatesSentTo(`bot-0-${campaign.slug}@bots.example`)).not.toContain("signature.removed")
    expect(await reconcileCounts()).not.toContain(campaign.id)

    expect((await carried(campaign, actor, id, "undo")).ok).toBe(true)
    expect(await confirmedOf(campaign)).toBe(6)
    const after = await rowsOf(campaign)
    expect(after.filter((row) => before.some((old) => old.id === row.id))).toEqual(before)
    expect(late.number).toBe(6)
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("undoes only what nobody changed since", async () => {
    const { campaign, actor } = await attacked()
    const id = await counted(campaign, actor, { domain: "bots.example" })
    await carried(campaign, actor, id, "dispute")
    expect(await confirmedOf(campaign)).toBe(5)
    const which = async (nth: number) => ({ campaignId: campaign.id, signatureId: await idOf(campaign, nth) })
    await rejectSignature(actor, await which(0), "surely a bot", new Date())
    await confirmAgain(actor, await which(1), new Date())
    await withdrawSignature((await which(2)).signatureId, new Date())
    expect(await confirmedOf(campaign)).toBe(3)
    await carried(campaign, actor, id, "undo")
    expect((await rowsOf(campaign)).map(({ state }) => state)).toEqual([
      "REJECTED",
      "CONFIRMED",
      "WITHDRAWN",
      "CONFIRMED",
      "CONFIRMED",
    ])
    expect(await confirmedOf(campaign)).toBe(3)
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("disputes and then rejects; a signature without e-mail can only be rejected", async () => {
    const campaign = await createCampaign({ allowsNoEmail: true })
    const { actor } = await createOrganiser()
    await createConfirmed(campaign, { name: "Same" })
    await signWithoutEmail(campaign, signFieldsOf({ name: "Same" }), new Date())
    const id = await counted(campaign, actor, { name: "same" })
    await carried(campaign, actor, id, "dispute")
    expect((await rowsOf(campaign)).map(({ state }) => state)).toEqual(["DISPUTED", "UNVERIFIED"])
    await carried(campaign, actor, id, "reject")
    expect((await rowsOf(campaign)).map(({ state }) => state)).toEqual(["REJECTED", "UNVERIFIED"])
    await carried(campaign, actor, await counted(campaign, actor, { name: "same" }), "reject")
    expect((await rowsOf(campaign)).map(({ state }) => state)).toEqual(["REJECTED", "REJECTED"])
    await foldCounts(campaign.id)
    const count = await db().campaignCount.findUniqueOrThrow({ where: { campaignId: campaign.id } })
    expect([count.confirmed, count.unverified]).toEqual([0, 0])
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("goes on after a kill in the middle without counting anything twice", async () => {
    const { campaign, actor } = await attacked()
    const id = await counted(campaign, actor, { domain: "bots.example" })
    await carryOut(actor, { campaignId: campaign.id, caseId: id }, "reject", new Date())
    // Half of the work of a run that was killed.
    const half = { id, campaignId: campaign.id }
    const { rejectRows } = await import("#lib/domain/signatures/case-changes")
    const { transaction } = await import("#lib/platform/db")
    await transaction(async (tx) => rejectRows(tx, half, [await idOf(campaign, 0), await idOf(campaign, 1)]))
    await runTasks()
    expect(await confirmedOf(campaign)).toBe(1)
    expect((await listRules(actor, campaign.id))?.[0]).toMatchObject({ state: "REJECTED", affected: 4 })
  })

  it("tells those who had confirmed once the time to undo is over, and deletes their details; then nothing is undone", async () => {
    const { campaign, actor } = await attacked()
    const id = await counted(campaign, actor, { domain: "bots.example" })
    await carried(campaign, actor, id, "reject")
    const address = `bot-0-${campaign.slug}@bots.example`
    await settleRejections(later(29))
    expect(await templatesSentTo(address)).not.toContain("signature.removed")
    await settleRejections(later(31))
    await settleRejections(later(31))
    expect((await templatesSentTo(address)).filter((name) => name === "signature.removed")).toHaveLength(1)
    const rejected = await db().signature.findMany({ where: { caseId: id } })
    expect(rejected.map(({ sealed, state }) => [sealed, state])).toEqual(Array(4).fill([null, "REJECTED"]))
    expect(await carried(campaign, actor, id, "undo")).toEqual({ ok: false, code: "gone" })
    expect(await carried(campaign, actor, id, "undo", later(31))).toEqual({ ok: false, code: "gone" })
    expect(await confirmedOf(campaign)).toBe(1)
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("is for editors of the campaign", async () => {
    const { campaign, actor } = await attacked()
    const id = await counted(campaign, actor, { domain: "bots.example" })
    const fields = ruleFields.parse({ domain: "bots.example", reason: "x" })
    for (const role of ["MODERATOR", "VIEWER"] as const) {
      const { actor: other } = await createOrganiser({ role, scope: campaign.id })
      expect(await countRule(other, campaign.id, fields, new Date())).toEqual({ ok: false, code: "forbidden" })
      expect(await carried(campaign, other, id, "reject")).toEqual({ ok: false, code: "forbidden" })
      expect(await viewRule(other, campaign.id, id)).toBeNull()
      expect(await listRules(other, campaign.id)).toBeNull()
    }
    const elsewhere = await createCampaign()
    expect(await carried(elsewhere, actor, id, "reject")).toEqual({ ok: false, code: "gone" })
    expect(await confirmedOf(campaign)).toBe(5)
  })
})
