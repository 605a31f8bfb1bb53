import { beforeAll, describe, expect, it, vi } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import { confirmByCode, confirmSignature, deletePendingSignature } from "#lib/domain/signatures/confirm"
import { expireSignatures, listWaitingNames, reconcileCounts } from "#lib/domain/signatures/jobs"
import { findConfirmation, findReceipt, listRecentSigners } from "#lib/domain/signatures/queries"
import {
  findByReceiptCode,
  findByReceiptToken,
  sendReceiptLink,
  updateSignature,
} from "#lib/domain/signatures/receipts"
import type { CheckDraft, SignableCampaign } from "#lib/domain/signatures/sign"
import { eraseSignature, withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadDraft } from "#lib/platform/form-drafts"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createConfirmed, createPending, letTimePass } from "#tests/factories/signature"
import { lastMessageTo, messagesTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const DAY_MS = 86_400_000
const later = (days: number) => new Date(Date.now() + days * DAY_MS)

async function countsOf({ id }: SignableCampaign) {
  await foldCounts(id)
  const row = await db().campaignCount.findUniqueOrThrow({ where: { campaignId: id } })
  return { confirmed: row.confirmed, unverified: row.unverified, withdrawn: row.withdrawn }
}

async function askedOn(visitorId: string, campaign: SignableCampaign) {
  const draft = await loadDraft<CheckDraft>(visitorId, { kind: "check", scope: campaign.id })
  return { signatureId: draft?.refId ?? null, round: draft?.round ?? null }
}

describe("confirming", () => {
  it("counts 200 simultaneous presses of one link once, and thanks for each", async () => {
    const campaign = await createCampaign()
    const { token, fields } = await createPending(campaign)
    const results = await Promise.all(Array.from({ length: 200 }, () => confirmSignature(token, new Date())))

    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(new Set(results.map((result) => result.ok && result.value.receiptCode)).size).toBe(1)
    // A later press is thanked as well, but the code was shown.
    expect(await confirmSignature(token, new Date())).toMatchObject({ ok: true, value: { receiptCode: null } })
    expect(await countsOf(campaign)).toEqual({ confirmed: 1, unverified: 0, withdrawn: 0 })
    expect(await templatesSentTo(fields.email)).toEqual(["signature.confirm", "signature.receipt"])
  })

  it("tells the number with this signature in it", async () => {
    const campaign = await createCampaign()
    const numbers = []
    for (let count = 0; count < 6; count++) numbers.push((await createConfirmed(campaign)).number)
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6])
  })

  it("shows a name only when its owner ticked the box", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign, { name: "Hidden" })
    await createConfirmed(campaign, { name: "Shown", showName: true })
    const names = await db().signature.findMany({ where: { campaignId: campaign.id }, select: { publicName: true } })
    expect(names.map(({ publicName }) => publicName).sort()).toEqual(["Shown", null])
  })

  it("does not confirm after 7 days, nor by a broken link, nor by a link of another purpose", async () => {
    const campaign = await createCampaign()
    const { token, fields } = await createPending(campaign)
    expect(await confirmSignature(token, later(8))).toEqual({ ok: false, code: "expired" })
    expect(await confirmSignature(`${token.slice(0, -1)}_`, new Date())).toEqual({ ok: false, code: "unknown" })
    await confirmSignature(token, new Date())
    const { data } = await lastMessageTo(fields.email)
    expect(await confirmSignature((data as { token: string }).token, new Date())).toEqual({
      ok: false,
      code: "unknown",
    })
    expect((await findByReceiptToken(token, new Date())).ok).toBe(false)
  })

  it("describes what it would confirm without changing anything", async () => {
    const campaign = await createCampaign()
    const { token } = await createPending(campaign, { name: "Ana", showName: true })
    const before = await db().signature.findMany({ where: { campaignId: campaign.id } })
    for (let times = 0; times < 5; times++) {
      expect(await findConfirmation(token, new Date())).toMatchObject({ state: "pending", name: "Ana", showName: true })
    }
    expect(await db().signature.findMany({ where: { campaignId: campaign.id } })).toEqual(before)
    expect(await findConfirmation(token, later(8))).toMatchObject({ state: "expired" })
    await confirmSignature(token, new Date())
    expect(await findConfirmation(token, new Date())).toMatchObject({ state: "done" })
  })

  it("deletes what somebody else entered, once", async () => {
    const campaign = await createCampaign()
    const { token, fields } = await createPending(campaign)
    expect((await deletePendingSignature(token)).ok).toBe(true)
    expect(await deletePendingSignature(token)).toEqual({ ok: false, code: "unknown" })
    expect(await db().signature.count({ where: { campaignId: campaign.id } })).toBe(0)
    expect((await messagesTo(fields.email)).filter(({ sealed }) => sealed)).toEqual([])
  })
})

it("counts once when several nodes confirm at the same moment", async () => {
  const campaign = await createCampaign()
  const { token } = await createPending(campaign)
  // Another node is another copy of the module: it shares nothing but the database.
  const nodes = []
  for (let node = 0; node < 8; node++) {
    vi.resetModules()
    nodes.push(await import("#lib/domain/signatures/confirm"))
  }
  const results = await Promise.all(nodes.map((node) => node.confirmSignature(token, new Date())))
  expect(results.every(({ ok }) => ok)).toBe(true)
  expect(results.filter((result) => result.ok && result.value.receiptCode)).toHaveLength(1)
  expect(await countsOf(campaign)).toEqual({ confirmed: 1, unverified: 0, withdrawn: 0 })
})

describe("the six-digit code", () => {
  it("confirms on the page that asked", async () => {
    const campaign = await createCampaign()
    const { visitorId, code } = await createPending(campaign)
    const result = await confirmByCode(await askedOn(visitorId, campaign), code, new Date())
    expect(result).toMatchObject({ ok: true, value: { slug: campaign.slug, number: 1 } })
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 1 })
  })

  it("is wrong on the page of another person, of another campaign, or of an earlier message", async () => {
    const campaign = await createCampaign()
    const ana = await createPending(campaign)
    const ben = await createPending(campaign)
    expect(await confirmByCode(await askedOn(ben.visitorId, campaign), ana.code, new Date())).toMatchObject({
      ok: false,
    })
    const before = await askedOn(ana.visitorId, campaign)
    await letTimePass(11)
    const renewed = await createPending(campaign, ana.fields)
    expect(await confirmByCode(before, renewed.code, new Date())).toEqual({ ok: false, code: "wrong" })
    expect(await confirmByCode({ signatureId: null, round: null }, renewed.code, new Date())).toMatchObject({
      ok: false,
    })
  })

  it("dies after five wrong tries, and after 30 minutes", async () => {
    const campaign = await createCampaign()
    const { visitorId, code } = await createPending(campaign)
    const asked = await askedOn(visitorId, campaign)
    const wrong = code === "000000" ? "000001" : "000000"
    const answers = []
    for (let tries = 0; tries < 5; tries++) answers.push(await confirmByCode(asked, wrong, new Date()))
    expect(answers.map((answer) => !answer.ok && answer.code)).toEqual(["wrong", "wrong", "wrong", "wrong", "dead"])
    expect(await confirmByCode(asked, code, new Date())).toEqual({ ok: false, code: "dead" })

    const late = await createPending(campaign)
    const inTime = await askedOn(late.visitorId, campaign)
    expect((await confirmByCode(inTime, late.code, new Date(Date.now() + 31 * 60_000))).ok).toBe(false)
  })
})

describe("receipts", () => {
  it("open by code in any spelling, by the link of a message, and by a fresh link", async () => {
    const campaign = await createCampaign()
    const { receiptCode, fields } = await createConfirmed(campaign)
    const access = await findByReceiptCode(` ${receiptCode!.toLowerCase().replaceAll("-", " ")} `)
    expect(access).toMatchObject({ isFresh: true })
    expect(await findReceipt(access!.signatureId)).toMatchObject({ name: fields.name, email: fields.email })
    expect(await findByReceiptCode("AAAA-AAAA-AAAA")).toBeNull()

    const mailed = (await lastMessageTo(fields.email)).data as { token: string }
    expect(await findByReceiptToken(mailed.token, later(400))).toMatchObject({ ok: true, value: { isFresh: false } })

    await sendReceiptLink(fields.email, new Date())
    const fresh = (await lastMessageTo(fields.email)).data as { token: string }
    expect(await findByReceiptToken(fresh.token, new Date())).toMatchObject({ ok: true, value: { isFresh: true } })
    expect(await findByReceiptToken(fresh.token, new Date(Date.now() + 31 * 60_000))).toEqual({
      ok: false,
      code: "expired",
    })
  })

  it("send nothing to an address we do not know", async () => {
    await sendReceiptLink("nobody@example.org", new Date())
    expect(await templatesSentTo("nobody@example.org")).toEqual([])
  })

  it("change name and visibility, and take a hidden name off the list at once", async () => {
    const campaign = await createCampaign()
    const all = []
    for (let count = 0; count < 3; count++)
      all.push(await createConfirmed(campaign, { name: `Name ${count}`, showName: true }))
    expect(await listWaitingNames(new Date())).toBe(3)
    const rows = await db().signature.findMany({ where: { campaignId: campaign.id }, orderBy: { createdAt: "asc" } })
    await updateSignature(rows[0]!.id, { name: "Name 0", showName: false, reason: "", updates: false, discreet: true })
    const shown = await listRecentSigners(campaign.id, 8)
    expect(shown.map(({ name }) => name).sort()).toEqual(["Name 1", "Name 2"])
  })
})

describe("withdrawing", () => {
  it("deletes the details at once, takes one off the count and says so by mail", async () => {
    const campaign = await createCampaign()
    const { fields, receiptCode } = await createConfirmed(campaign, { showName: true })
    const access = await findByReceiptCode(receiptCode!)
    expect((await withdrawSignature(access!.signatureId, new Date())).ok).toBe(true)
    expect(await withdrawSignature(access!.signatureId, new Date())).toEqual({ ok: false, code: "gone" })

    expect(await countsOf(campaign)).toEqual({ confirmed: 0, unverified: 0, withdrawn: 1 })
    const [row] = await db().signature.findMany({ where: { campaignId: campaign.id }, include: { tokens: true } })
    expect(row).toMatchObject({ state: "WITHDRAWN", sealed: null, emailIndex: null, publicName: null, tokens: [] })
    expect((await templatesSentTo(fields.email)).at(-1)).toBe("signature.withdrawn")
    expect(await findByReceiptCode(receiptCode!)).toBeNull()
  })

  it("erases the row altogether when that is asked for", async () => {
    const campaign = await createCampaign()
    const { receiptCode } = await createConfirmed(campaign)
    const access = await findByReceiptCode(receiptCode!)
    await eraseSignature(access!.signatureId)
    expect(await db().signature.count({ where: { campaignId: campaign.id } })).toBe(0)
    expect(await countsOf(campaign)).toEqual({ confirmed: 0, unverified: 0, withdrawn: 0 })
  })
})

describe("jobs", () => {
  it("list names only in batches of three or more", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign, { name: "One", showName: true })
    await createConfirmed(campaign, { name: "Two", showName: true })
    await listWaitingNames(new Date())
    expect(await listRecentSigners(campaign.id, 8)).toEqual([])
    await createConfirmed(campaign, { name: "Three", showName: true, country: "ES" })
    await listWaitingNames(new Date())
    expect(await listRecentSigners(campaign.id, 8)).toHaveLength(3)
  })

  it("delete the details of unconfirmed signatures after 7 days and the row 14 days later", async () => {
    const campaign = await createCampaign()
    await createPending(campaign)
    expect(await expireSignatures(later(6))).toEqual({ expired: 0, erased: 0 })
    await expireSignatures(later(8))
    const [row] = await db().signature.findMany({ where: { campaignId: campaign.id } })
    expect(row).toMatchObject({ state: "EXPIRED", sealed: null, emailIndex: null })
    await expireSignatures(later(22))
    expect(await db().signature.count({ where: { campaignId: campaign.id } })).toBe(0)
  })

  it("repair a count that drifted, and leave a right one alone", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign)
    await createConfirmed(campaign)
    await countsOf(campaign)
    expect(await reconcileCounts()).not.toContain(campaign.id)
    await db().campaignCount.update({ where: { campaignId: campaign.id }, data: { confirmed: { increment: 7 } } })
    expect(await reconcileCounts()).toContain(campaign.id)
    expect(await countsOf(campaign)).toMatchObject({ confirmed: 2 })
  })
})
