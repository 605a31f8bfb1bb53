import { beforeAll, describe, expect, it } from "vitest"
import { confirmByCode, confirmSignature } from "#lib/domain/signatures/confirm"
import "#lib/domain/signatures/greetings"
import { listKeptMail } from "#lib/domain/mail/queries"
import { openDetails } from "#lib/domain/signatures/details"
import { signFields } from "#lib/domain/signatures/schema"
import { type CheckDraft, signPetition } from "#lib/domain/signatures/sign"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadDraft } from "#lib/platform/form-drafts"
import { loadKeyring } from "#lib/platform/keyring"
import { newToken } from "#lib/platform/tokens"
import { createCampaign } from "#tests/factories/campaign"
import { createConfirmed, createPending, letTimePass, signFieldsOf } from "#tests/factories/signature"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const rowsOf = (campaignId: string) => db().signature.findMany({ where: { campaignId } })

/** The same mailbox as people type it. Parsing makes one address of all of them. */
const SPELLINGS = ["ana@bücher.example", " Ana@Bücher.example ", "ANA@XN--BCHER-KVA.EXAMPLE", "ana@bücher.example."]

describe("signing", () => {
  it("makes one row and one message of 200 simultaneous attempts in different spellings", async () => {
    const campaign = await createCampaign()
    const attempts = Array.from({ length: 200 }, (_, index) => {
      const email = signFields.shape.email.parse(SPELLINGS[index % SPELLINGS.length])
      return signPetition(campaign, signFieldsOf({ email, name: `Ana ${index}` }), newToken())
    })
    const results = await Promise.all(attempts)

    expect(new Set(results.map(({ ok }) => ok))).toEqual(new Set([true]))
    expect(await rowsOf(campaign.id)).toHaveLength(1)
    expect(await templatesSentTo("ana@xn--bcher-kva.example")).toEqual(["signature.confirm"])
  })

  it("makes 200 rows and 200 messages of 200 addresses", async () => {
    const campaign = await createCampaign()
    const all = Array.from({ length: 200 }, () => signFieldsOf())
    await Promise.all(all.map((fields) => signPetition(campaign, fields, newToken())))
    const rows = await rowsOf(campaign.id)
    expect(rows).toHaveLength(200)
    expect(await db().message.count({ where: { subjectId: { in: rows.map(({ id }) => id) } } })).toBe(200)
  })

  it("answers a repeat signature like a first one, so nobody can probe who signed", async () => {
    const campaign = await createCampaign()
    const { fields } = await createConfirmed(campaign)
    await letTimePass(11)
    const repeat = await signPetition(campaign, { ...fields, name: "Somebody else" }, newToken())
    const first = await signPetition(campaign, signFieldsOf({ email: "new@example.org" }), newToken())

    expect(repeat).toEqual(first)
    expect(await templatesSentTo(fields.email)).toEqual([
      "signature.confirm",
      "signature.receipt",
      "signature.already-signed",
    ])
    const [mail] = await listKeptMail({ limit: 1, to: fields.email })
    expect(mail?.text).toContain(`Hello ${fields.name},`)
    expect(mail?.text).not.toContain("Somebody else")
    const [row] = (await rowsOf(campaign.id)).filter(({ state }) => state === "CONFIRMED")
    expect(openDetails(row!, row!.sealed!).name).toBe(fields.name)
  })

  it("lets the newest details win while pending, and kills the older link", async () => {
    const campaign = await createCampaign()
    const { fields, token: older } = await createPending(campaign)
    await letTimePass(11)
    await signPetition(campaign, { ...fields, name: "Corrected", showName: true }, newToken())
    const { data } = await lastMessageTo(fields.email)
    const { token: newer } = data as { token: string }

    expect(await confirmSignature(older, new Date())).toEqual({ ok: false, code: "unknown" })
    expect((await confirmSignature(newer, new Date())).ok).toBe(true)
    expect((await rowsOf(campaign.id))[0]).toMatchObject({ publicName: "Corrected", state: "CONFIRMED" })
  })

  it("treats a press within ten seconds as the same press: one message, and its code works on the second page, too", async () => {
    const campaign = await createCampaign()
    const { fields, code } = await createPending(campaign)
    const second = newToken()
    await signPetition(campaign, fields, second)
    expect(await templatesSentTo(fields.email)).toEqual(["signature.confirm"])

    const draft = await loadDraft<CheckDraft>(second, { kind: "check", scope: campaign.id })
    expect(draft?.data.fields.email).toBe(fields.email)
    const result = await confirmByCode({ signatureId: draft!.refId, round: draft!.round }, code, new Date())
    expect(result.ok).toBe(true)
  })

  it("mails an address three times a day at most, over all campaigns", async () => {
    const email = "often@example.org"
    for (let times = 0; times < 5; times++) {
      await signPetition(await createCampaign(), signFieldsOf({ email }), newToken())
      await letTimePass(11)
    }
    expect(await templatesSentTo(email)).toHaveLength(3)
    await letTimePass(86_400)
    await signPetition(await createCampaign(), signFieldsOf({ email }), newToken())
    expect(await templatesSentTo(email)).toHaveLength(4)
  })

  it("refuses while the campaign is not open", async () => {
    for (const status of ["DRAFT", "PAUSED", "CLOSED", "DECIDED", "ARCHIVED"] as const) {
      const campaign = await createCampaign({ status })
      expect(await signPetition(campaign, signFieldsOf(), newToken())).toEqual({ ok: false, code: "campaign_closed" })
      expect(await rowsOf(campaign.id)).toEqual([])
    }
  })

  it("lets someone sign anew after a withdrawal", async () => {
    const campaign = await createCampaign()
    const { fields } = await createConfirmed(campaign)
    const [before] = await rowsOf(campaign.id)
    await withdrawSignature(before!.id, new Date())
    await letTimePass(11)
    await createConfirmed(campaign, fields)
    expect((await rowsOf(campaign.id)).map(({ state }) => state).sort()).toEqual(["CONFIRMED", "WITHDRAWN"])
  })

  it("keeps fingerprints of one address in two campaigns apart", async () => {
    const email = "both@example.org"
    const [one, two] = [await createCampaign(), await createCampaign()]
    await createPending(one, { email })
    await createPending(two, { email })
    const rows = await db().signature.findMany({ where: { campaignId: { in: [one.id, two.id] } } })
    expect(Buffer.from(rows[0]!.emailIndex!).equals(Buffer.from(rows[1]!.emailIndex!))).toBe(false)
    // A row's details do not open as another row's.
    expect(() => openDetails(rows[0]!, rows[1]!.sealed!)).toThrow()
  })
})
