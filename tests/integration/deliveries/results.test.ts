import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listHistory, weeksOf } from "#lib/domain/campaigns/history"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import { groupCountries } from "#lib/domain/deliveries/rules"
import { reconcileCounts } from "#lib/domain/signatures/jobs"
import { countByCountry } from "#lib/domain/signatures/delivered"
import { listShownSignatures, type ShownPlace } from "#lib/domain/signatures/shown"
import { findByReceiptCode } from "#lib/domain/signatures/receipts"
import { eraseSignature, withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { dayOf } from "#lib/shared/dates"
import { createCampaign } from "#tests/factories/campaign"
import { createConfirmed } from "#tests/factories/signature"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

let site: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  site = await startHandlers()
})
afterAll(() => site.close())

const on = (day: string) => new Date(`${day}T00:00:00Z`)

async function idOf(receiptCode: string | null): Promise<string> {
  return (await findByReceiptCode(receiptCode ?? ""))!.signatureId
}

describe("the history of a count", () => {
  it("adds up when signatures are withdrawn and deleted", async () => {
    const campaign = await createCampaign()
    const codes = []
    for (let made = 0; made < 7; made++) codes.push((await createConfirmed(campaign)).receiptCode)
    await withdrawSignature(await idOf(codes[0]!), new Date())
    await foldCounts(campaign.id)
    await eraseSignature(await idOf(codes[1]!))
    await foldCounts(campaign.id)
    const today = dayOf(new Date())
    expect(await listHistory(campaign.id)).toEqual([{ on: today, confirmed: 7, gone: 2, total: 5 }])
    expect(await db().campaignCount.findUnique({ where: { campaignId: campaign.id } })).toMatchObject({ confirmed: 5 })

    const answer = await fetch(`${site.url}/api/v1/campaigns/${campaign.slug}/history`)
    expect(answer.headers.get("access-control-allow-origin")).toBe("*")
    expect(await answer.json()).toEqual([{ date: today, confirmed: 7, withdrawn: 2 }])
  })

  it("ends at the count, whatever comes and goes on whichever days", async () => {
    const move = fc.record({ day: fc.integer({ min: 1, max: 28 }), confirmed: fc.integer({ min: -3, max: 5 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), fc.nat(24), async (moves, foldAfter) => {
        const campaign = await createCampaign()
        for (const [index, { day, confirmed }] of moves.entries()) {
          const data = { campaignId: campaign.id, confirmed, day: on(`2026-02-${String(day).padStart(2, "0")}`) }
          await db().countDelta.create({ data })
          if (index === foldAfter) await foldCounts(campaign.id)
        }
        await foldCounts(campaign.id)
        const sum = moves.reduce((total, { confirmed }) => total + confirmed, 0)
        const days = await listHistory(campaign.id)
        expect(days.at(-1)?.total ?? 0).toBe(sum)
        expect(days.map((one) => one.on)).toEqual(days.map((one) => one.on).sort())
      }),
      { numRuns: 12 },
    )
  })

  it("is repaired at night, on the day of the repair", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign)
    await foldCounts(campaign.id)
    const today = dayOf(new Date())
    await db().campaignDay.update({
      where: { campaignId_day: { campaignId: campaign.id, day: on(today) } },
      data: { confirmed: 4 },
    })
    expect(await reconcileCounts()).toContain(campaign.id)
    expect((await listHistory(campaign.id)).at(-1)).toMatchObject({ on: today, total: 1 })
  })

  it("counts weeks from Monday, empty ones too", () => {
    const day = (date: string, confirmed: number) => ({ on: date, confirmed, gone: 0, total: 0 })
    expect(weeksOf([day("2026-11-01", 2), day("2026-11-02", 1), day("2026-11-16", 3)])).toEqual([
      { on: "2026-10-26", confirmed: 2 },
      { on: "2026-11-02", confirmed: 1 },
      { on: "2026-11-09", confirmed: 0 },
      { on: "2026-11-16", confirmed: 3 },
    ])
    expect(weeksOf([])).toEqual([])
  })
})

it("puts countries with fewer than five signatures together", async () => {
  const campaign = await createCampaign()
  for (const country of ["ES", "ES", "ES", "ES", "ES", "FR", "FR", null]) await createConfirmed(campaign, { country })
  expect(groupCountries(await countByCountry(campaign.id))).toEqual({
    countries: [{ country: "ES", n: 5 }],
    other: 2,
    unknown: 1,
  })
})

describe("the receipt check", () => {
  it("tells counted, delivered and unknown apart, and shows the code to nobody", async () => {
    const campaign = await createCampaign()
    const other = await createCampaign()
    const { receiptCode } = await createConfirmed(campaign)
    const visitor = new Visitor(site.url)
    const check = async (code: string, slug = campaign.slug) =>
      (await (await visitor.postJson(`/c/${slug}/check-receipt`, { code })).json()) as unknown
    expect(await check(receiptCode!.toLowerCase().replaceAll("-", " "))).toEqual({ status: "counted" })
    expect(await check(receiptCode!, other.slug)).toEqual({ status: "unknown" })
    expect(await check("AAAA-AAAA-AAAA")).toEqual({ status: "unknown" })
    expect(await check("<script>")).toEqual({ status: "unknown" })
    expect(await check(" ")).toEqual({ status: "receipt_empty" })

    const signatureId = await idOf(receiptCode)
    await db().delivery.create({
      data: {
        id: crypto.randomUUID(),
        ...{ campaignId: campaign.id, choices: {}, purpose: "test", recipient: "The council" },
        ...{ recordedAt: new Date(), deliveredOn: on("2026-03-04"), method: "POST" },
        entries: { create: { signatureId, number: null } },
      },
    })
    expect(await check(receiptCode!)).toEqual({ status: "delivered", date: "2026-03-04" })

    const form = await visitor.post(`/c/${campaign.slug}/check-receipt`, { code: receiptCode!, locale: "es" })
    expect(form.status).toBe(303)
    expect(form.headers.get("location")).toBe(`/es/c/${campaign.slug}/results?draft=1#code`)
    await withdrawSignature(signatureId, new Date())
    expect(await check(receiptCode!)).toEqual({ status: "unknown" })
  })
})

it("lists shown names page by page, none twice and none left out, with neither moments nor ids", async () => {
  const campaign = await createCampaign()
  const names: string[] = []
  for (let made = 0; made < 9; made++) {
    const { receiptCode } = await createConfirmed(campaign, { name: `Name ${made}`, showName: true, country: "FR" })
    const listedAt = new Date(Date.UTC(2026, 1, 1 + (made % 3), made))
    await db().signature.update({ where: { id: await idOf(receiptCode) }, data: { listedAt, listedOrder: made } })
    names.push(`Name ${made}`)
  }
  await createConfirmed(campaign, { name: "Hidden" })
  const seen: string[] = []
  let place: ShownPlace | null = null
  do {
    const { rows, next }: Awaited<ReturnType<typeof listShownSignatures>> = await listShownSignatures(campaign.id, {
      after: place,
      limit: 2,
    })
    seen.push(...rows.map(({ name }) => name))
    place = next
  } while (place)
  expect(seen).toHaveLength(names.length)
  expect([...seen].sort()).toEqual(names)
  expect(seen.slice(0, 3)).toEqual(["Name 2", "Name 5", "Name 8"])

  const answer = await fetch(`${site.url}/api/v1/campaigns/${campaign.slug}/signatures?after=2026-02-02.2`)
  const body = (await answer.json()) as { rows: object[]; next: null }
  expect(answer.headers.get("x-robots-tag")).toBe("noindex")
  expect(body.rows).toHaveLength(4)
  expect(body.rows[0]).toEqual({ name: "Name 7", country: "FR", period: "2026-02" })
})
