import { createHash } from "node:crypto"
import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import {
  discardDelivery,
  prepareDelivery,
  recordDelivery,
  recordReply,
  undoRecord,
} from "#lib/domain/deliveries/commands"
import { listPublicDeliveries } from "#lib/domain/deliveries/public"
import { findDelivery, listDeliveries, previewDelivery } from "#lib/domain/deliveries/queries"
import type { Actor } from "#lib/domain/identity/policy"
import { findReceipt } from "#lib/domain/signatures/queries"
import { findByReceiptCode, updateSignature } from "#lib/domain/signatures/receipts"
import { eraseSignature, withdrawSignature } from "#lib/domain/signatures/withdraw"
import type { SignatureState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { dayOf } from "#lib/shared/dates"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { readPdf, squeeze } from "#tests/unit/letters/read-pdf"
import { build, CHOICES, prepare, readBuilt, RECIPIENT, runTasks } from "./support"

let editor: Actor

beforeAll(async () => {
  await loadKeyring()
  editor = (await createOrganiser({ role: "EDITOR" })).actor
})

const TODAY = dayOf(new Date())
const RECORD = { on: TODAY, recipient: RECIPIENT, method: "POST", note: "" } as const

const record = (campaignId: string, id: string, actor = editor) =>
  recordDelivery(actor, campaignId, id, RECORD, new Date())

async function signed(campaign: Awaited<ReturnType<typeof createCampaign>>, name: string, changes = {}) {
  const { receiptCode } = await createConfirmed(campaign, { name, showName: true, ...changes })
  return (await findByReceiptCode(receiptCode!))!.signatureId
}

async function confirmedCount(campaignId: string): Promise<number> {
  await foldCounts(campaignId)
  return (await db().campaignCount.findUniqueOrThrow({ where: { campaignId } })).confirmed
}

const stateOf = async (id: string) => (await db().signature.findUnique({ where: { id } }))?.state

type Random = { state: SignatureState; showName: boolean; country: string | null; version: number }

/** Stores a signature in any state, as the commands leave it there. */
async function store(campaignId: string, name: string, { state, showName, country, version }: Random): Promise<void> {
  const isShown = showName && (state === "CONFIRMED" || state === "DELIVERED")
  const shared = { locale: "en", petitionVersion: version, consentVersion: "test", consentAt: new Date() }
  const data = { id: newId(), campaignId, state, showName, country, publicName: isShown ? name : null, ...shared }
  await db().signature.create({ data })
}

describe("a hand-over", () => {
  const states: SignatureState[] = [
    ...(["CONFIRMED", "CONFIRMED", "DELIVERED", "DISPUTED", "PENDING"] as const),
    ...(["REJECTED", "WITHDRAWN", "EXPIRED", "UNVERIFIED", "ANONYMISED"] as const),
  ]

  it("holds exactly the names of those who agreed, whatever else is there", async () => {
    const one = fc.record({
      state: fc.constantFrom(...states),
      showName: fc.boolean(),
      country: fc.constantFrom("ES", "FR", null),
      version: fc.constantFrom(1, 2),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 30 }), async (people) => {
        const campaign = await createCampaign()
        for (const [index, person] of people.entries()) await store(campaign.id, `Person ${index}`, person)
        const inList = people.filter(({ state }) => state === "CONFIRMED" || state === "DELIVERED")
        const expected = people.flatMap(({ state, showName }, index) =>
          showName && (state === "CONFIRMED" || state === "DELIVERED") ? [`Person ${index}`] : [],
        )
        const others = people.filter(({ state }) => state === "UNVERIFIED").length
        if (inList.length + others === 0) {
          const input = { choices: CHOICES, recipient: RECIPIENT, purpose: "test" }
          expect(await prepareDelivery(editor, campaign.id, input)).toEqual({ ok: false, code: "empty" })
          return
        }
        const { id, names } = await build(editor, campaign.id)
        expect([...names].sort()).toEqual(expected.sort())
        const view = await findDelivery(editor, campaign.id, id, new Date())
        expect(view?.totals).toMatchObject({
          named: expected.length,
          unnamed: inList.length - expected.length,
          withoutEmail: others,
        })
        expect(view?.totals?.byVersion.reduce((sum, { n }) => sum + n, 0)).toBe(inList.length)
      }),
      { numRuns: 15 },
    )
  })

  it("is what the preview showed, and leaves out who withdrew or hid in between", async () => {
    const campaign = await createCampaign()
    const ids = []
    for (const name of ["Zoe", "ana", "Ben", "Chidi"]) ids.push(await signed(campaign, name, { country: "ES" }))
    await createConfirmed(campaign, { name: "Secret" })
    const preview = await previewDelivery(editor, campaign.id, { choices: CHOICES, recipient: RECIPIENT }, new Date())
    expect(preview.ok && preview.value.first.map(({ number, name }) => `${number} ${name}`)).toEqual([
      ...["1 ana", "2 Ben", "3 Chidi", "4 Zoe"],
    ])
    expect(preview.ok && preview.value.totals).toMatchObject({ named: 4, unnamed: 1 })

    await withdrawSignature(ids[2]!, new Date())
    await updateSignature(ids[3]!, { name: "Chidi", showName: false, reason: "", updates: false, discreet: false })
    const { csv, pdf, names } = await build(editor, campaign.id)
    expect(names).toEqual(["ana", "Zoe"])
    const { text, pages } = await readPdf(pdf)
    expect(pages).toBe(2)
    for (const word of ["ana", "Zoe", "Confirmedsignatures4", "ofthesewithaname2", "Weaskyoutoact."])
      expect(text).toContain(word)
    for (const word of ["Ben", "Chidi", "Secret", "@"]) {
      expect(text).not.toContain(word)
      expect(csv).not.toContain(word)
    }
    const entries = await db().auditEntry.findMany({
      where: { campaignId: campaign.id },
      orderBy: { createdAt: "asc" },
    })
    expect(entries).toMatchObject([
      { action: "delivery_previewed", rows: 4 },
      { action: "delivery_built", purpose: "test", rows: 2 },
    ])
  })

  it("can be read in five scripts, and no cell of the table is a formula", async () => {
    const campaign = await createCampaign()
    const names = ["Renée Ångström", "Ольга Ёлкина", "王小明", "Ελένη", "Nguyễn Thị Hương"]
    for (const name of names) await signed(campaign, name, { town: "=cmd|' /C calc'!A0", country: "FR" })
    await signed(campaign, "@SUM(1+1)", { country: "FR" })
    await signed(campaign, 'Comma, and "quotes"', { country: "ES" })
    const { pdf, csv } = await build(editor, campaign.id, { language: "ru" })
    const { text } = await readPdf(pdf)
    for (const name of names) expect(text).toContain(squeeze(name))
    expect(text).toContain("Подтверждённыеподписи7")
    expect(csv.startsWith("\uFEFFaction,list,number,name,country\r\n")).toBe(true)
    expect(csv).toContain("'@SUM(1+1)")
    // Towns were given to show where support comes from, not to be handed over.
    expect(csv + text).not.toContain("calc")
    expect(csv).toContain('"Comma, and ""quotes"""')
    // Spain has one person here: it stands beside no name.
    expect(csv).toContain("Франция")
    expect(csv).not.toContain("Испания")
    const view = await db().delivery.findFirstOrThrow({ where: { campaignId: campaign.id } })
    expect(Buffer.from(view.csvHash!)).toEqual(createHash("sha256").update(csv).digest())
    expect(Buffer.from(view.pdfHash!)).toEqual(createHash("sha256").update(pdf).digest())
  })
})

describe("recording", () => {
  it("marks the signatures delivered, which count as before, and tells everybody", async () => {
    const campaign = await createCampaign()
    const ids = [await signed(campaign, "Ana"), await signed(campaign, "Ben")]
    const waiting = await prepare(editor, campaign.id)
    expect(await record(campaign.id, waiting)).toEqual({ ok: false, code: "not_built" })
    await runTasks()
    const { id } = await readBuilt(editor, waiting)
    const late = await signed(campaign, "Late")
    expect(await recordDelivery(editor, campaign.id, id, { ...RECORD, on: "2020-01-01" }, new Date())).toEqual({
      ok: false,
      code: "date_wrong",
    })
    expect(await record(campaign.id, id)).toEqual({ ok: true, value: null })
    expect(await record(campaign.id, id)).toEqual({ ok: true, value: null })
    await runTasks()
    expect(await Promise.all([...ids, late].map(stateOf))).toEqual(["DELIVERED", "DELIVERED", "CONFIRMED"])
    expect(await confirmedCount(campaign.id)).toBe(3)
    expect(await findReceipt(ids[0]!)).toMatchObject({ deliveredOn: TODAY, addressedTo: "The council" })
    expect(await findReceipt(late)).toMatchObject({ deliveredOn: null })

    const reply = { on: TODAY, reply: "We read it.", isPublic: false }
    await recordReply(editor, campaign.id, id, reply, new Date())
    expect(await listPublicDeliveries(campaign.id)).toMatchObject([
      { id, on: TODAY, method: "POST", totals: { named: 2 }, repliedOn: TODAY, reply: null, gone: 0 },
    ])
    await recordReply(editor, campaign.id, id, { ...reply, isPublic: true }, new Date())
    expect((await listPublicDeliveries(campaign.id))[0]?.reply).toBe("We read it.")
    expect(await discardDelivery(editor, campaign.id, id)).toEqual({ ok: false, code: "recorded" })
  })

  it("can be taken back for 30 minutes, and everything is as before", async () => {
    const campaign = await createCampaign()
    const id = await signed(campaign, "Ana")
    const first = await build(editor, campaign.id)
    await record(campaign.id, first.id)
    await runTasks()
    const later = new Date(Date.now() + 31 * 60_000)
    expect(await undoRecord(editor, campaign.id, first.id, later)).toEqual({ ok: false, code: "too_late" })
    expect((await undoRecord(editor, campaign.id, first.id, new Date())).ok).toBe(true)
    await runTasks()
    expect(await stateOf(id)).toBe("CONFIRMED")
    expect(await listPublicDeliveries(campaign.id)).toEqual([])
    expect((await discardDelivery(editor, campaign.id, first.id)).ok).toBe(true)
    expect(await confirmedCount(campaign.id)).toBe(1)
  })

  it("lets the next list hold only what is new, and ask for what is to be deleted by number alone", async () => {
    const campaign = await createCampaign()
    const ids = []
    for (const name of ["Ana", "Ben", "Chidi", "Dara"]) ids.push(await signed(campaign, name))
    const hidden = await createConfirmed(campaign, { name: "Hidden" })
    const first = await build(editor, campaign.id)
    await record(campaign.id, first.id)
    await runTasks()

    await withdrawSignature(ids[1]!, new Date())
    await eraseSignature(ids[2]!)
    await updateSignature(ids[3]!, { name: "Dara", showName: false, reason: "", updates: false, discreet: false })
    await withdrawSignature((await findByReceiptCode(hidden.receiptCode!))!.signatureId, new Date())
    expect(await confirmedCount(campaign.id)).toBe(2)
    expect(await listPublicDeliveries(campaign.id)).toMatchObject([{ gone: 3, totals: { named: 4, unnamed: 1 } }])

    await signed(campaign, "Eva")
    const second = await build(editor, campaign.id, { scope: "new" })
    expect(second.names).toEqual(["Eva"])
    expect(second.csv).toContain(`delete,${TODAY},2,,\r\ndelete,${TODAY},3,,\r\ndelete,${TODAY},4,,\r\nadd,`)
    const { text } = await readPdf(second.pdf)
    expect(text).toContain("numbers:2,3,4")
    for (const name of ["Ben", "Chidi", "Dara", "Hidden"]) expect(text).not.toContain(name)

    // Thrown away, it has told nobody: the next one asks again. Recorded, it has.
    await discardDelivery(editor, campaign.id, second.id)
    const third = await build(editor, campaign.id)
    expect(third.names).toEqual(["Ana", "Eva"])
    expect(third.csv).toContain(`delete,${TODAY},4`)
    await record(campaign.id, third.id)
    await runTasks()
    expect((await build(editor, campaign.id)).csv).not.toContain("delete,")
  })

  it("warns when somebody withdrew after the list was made", async () => {
    const campaign = await createCampaign()
    const id = await signed(campaign, "Ana")
    await signed(campaign, "Ben")
    const built = await build(editor, campaign.id)
    await withdrawSignature(id, new Date())
    expect(await findDelivery(editor, campaign.id, built.id, new Date())).toMatchObject({ gone: 1, state: "built" })
  })
})

it("is for editors and owners; others see figures at most, and no command has an effect", async () => {
  const campaign = await createCampaign()
  const other = await createCampaign()
  await signed(campaign, "Ana")
  const { id } = await build(editor, campaign.id)
  const choices = { choices: CHOICES, recipient: RECIPIENT }
  const people = [
    (await createOrganiser({ role: "MODERATOR" })).actor,
    (await createOrganiser({ role: "VIEWER", scope: campaign.id })).actor,
    (await createOrganiser({ role: "OWNER", scope: other.id })).actor,
  ]
  const forbidden = { ok: false, code: "forbidden" }
  for (const actor of people) {
    expect(await previewDelivery(actor, campaign.id, choices, new Date())).toEqual(forbidden)
    expect(await prepareDelivery(actor, campaign.id, { ...choices, purpose: "test" })).toEqual(forbidden)
    expect(await record(campaign.id, id, actor)).toEqual(forbidden)
    expect(await undoRecord(actor, campaign.id, id, new Date())).toEqual(forbidden)
    expect(await discardDelivery(actor, campaign.id, id)).toEqual(forbidden)
    expect(await recordReply(actor, campaign.id, id, { on: TODAY, reply: "x", isPublic: true }, new Date())).toEqual(
      forbidden,
    )
    expect(await findDelivery(actor, campaign.id, id, new Date())).toBeNull()
  }
  expect(await record(other.id, id, people[2])).toEqual({ ok: false, code: "gone" })
  expect(await listDeliveries(people[1]!, campaign.id)).toMatchObject([{ id, state: "built", confirmed: 1 }])
  expect(await listDeliveries(people[2]!, campaign.id)).toEqual([])
  expect(await db().delivery.count({ where: { campaignId: campaign.id, recordedAt: null } })).toBe(1)
})
