import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { addArrivals } from "#lib/domain/insights/commands"
import { recountCampaign, recountCampaigns } from "#lib/domain/insights/recount"
import { addTag } from "#lib/domain/sharing/tags"
import { confirmSignature } from "#lib/domain/signatures/confirm"
import { listConfirmationTally, saveConfirmationTally } from "#lib/domain/signatures/confirmation-tally"
import { expireSignatures } from "#lib/domain/signatures/jobs"
import { findByReceiptToken } from "#lib/domain/signatures/receipts"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { eraseSignature, withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { dayOf } from "#lib/shared/dates"
import { createCampaign } from "#tests/factories/campaign"
import { createLetter, createLetterCampaign, sampleOf } from "#tests/factories/letter"
import { createComment, decide } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed, createPending, signFieldsOf } from "#tests/factories/signature"
import { lastMessageTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const DAY_MS = 86_400_000
const later = (days: number) => new Date(Date.now() + days * DAY_MS)

/** The totals of a campaign as "measure day class": count. */
async function totalsOf(campaignId: string): Promise<Record<string, number>> {
  const rows = await db().dailyTotal.findMany({ where: { campaignId, measure: { not: "hour" } } })
  return Object.fromEntries(
    rows.map((row) => [[row.measure, dayOf(row.day), row.class].join(" ").trim(), row.total]).sort(),
  ) as Record<string, number>
}

/** The same counted in another way, one row after the other. */
async function countedByHand(campaignId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  const add = (measure: string, on: Date | null, name = "") => {
    if (on === null) return
    const key = [measure, dayOf(on), name].join(" ").trim()
    found[key] = (found[key] ?? 0) + 1
  }
  for (const row of await db().signature.findMany({ where: { campaignId } })) {
    const { createdAt, confirmedAt } = row
    if (row.mailedAt) add("signed", createdAt)
    if (row.state === "UNVERIFIED") add("unverified", createdAt)
    if (row.state === "WITHDRAWN") add("withdrawn", row.withdrawnAt, row.withdrawnFor ?? "")
    if (confirmedAt) {
      const minutes = (confirmedAt.getTime() - createdAt.getTime()) / 60_000
      add("delay", createdAt, minutes <= 5 ? "minutes5" : minutes <= 60 ? "hour" : minutes <= 1_440 ? "day" : "later")
    } else if (row.state === "PENDING") add("delay", createdAt, "waiting")
    else if (row.state === "EXPIRED") add("delay", createdAt, "never")
    if (row.state !== "CONFIRMED") continue
    add("confirmed", confirmedAt)
    add("country", confirmedAt, row.country ?? "")
    add("language", confirmedAt, row.locale)
    if (!row.showName) add("choice", confirmedAt, "hidden")
    if (row.isDiscreet) add("choice", confirmedAt, "discreet")
  }
  return Object.fromEntries(Object.entries(found).sort())
}

type Step = "sign" | "confirm" | "late" | "withdraw" | "erase" | "without" | "count"

/** A campaign in which steps are taken one after the other. */
function actorIn(campaign: SignableCampaign) {
  const pending: string[] = []
  const confirmed: string[] = []
  let made = 0
  return async (step: Step): Promise<void> => {
    made += 1
    switch (step) {
      case "sign": {
        const changes = {
          ...{ country: ["ES", null, "FR"][made % 3] ?? null, locale: (["en", "ru"] as const)[made % 2] },
          ...{ showName: made % 4 === 0, discreet: made % 5 === 0 },
        }
        return void pending.push((await createPending(campaign, changes)).token)
      }
      case "confirm":
      case "late": {
        const token = pending.pop()
        if (!token) return
        await confirmSignature(token, later(step === "late" ? 2 : 0))
        const row = await db().signature.findFirst({
          where: { campaignId: campaign.id },
          orderBy: { confirmedAt: { sort: "desc", nulls: "last" } },
        })
        if (row) confirmed.push(row.id)
        return
      }
      case "withdraw":
      case "erase": {
        const id = confirmed.shift()
        if (!id) return
        if (step === "withdraw") await withdrawSignature(id, new Date(), made % 2 ? "unsafe" : null)
        else await eraseSignature(id)
        return
      }
      case "without": {
        const { email: _email, updates: _updates, discreet: _discreet, ...fields } = signFieldsOf()
        return void (await signWithoutEmail(campaign, fields, new Date()))
      }
      case "count":
        return void (await recountCampaign(campaign.id, new Date()))
    }
  }
}

describe("daily totals", () => {
  it("equal a recount after any signing, confirming, withdrawing and erasing", async () => {
    const steps = fc.constantFrom<Step>(
      "sign",
      "sign",
      "sign",
      "confirm",
      "confirm",
      "late",
      "withdraw",
      "erase",
      "without",
      "count",
    )
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 25 }), async (taken) => {
        const campaign = await createCampaign({ allowsNoEmail: true })
        const act = actorIn(campaign)
        for (const step of taken) await act(step)
        await recountCampaign(campaign.id, new Date())
        expect(await totalsOf(campaign.id)).toEqual(await countedByHand(campaign.id))
        expect(await recountCampaign(campaign.id, new Date()), "a second count changes nothing").toBe(0)
      }),
      { numRuns: 5 },
    )
  })

  it("are repaired by the nightly recount", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign, { country: "ES" })
    await recountCampaigns("open", new Date())
    await db().dailyTotal.updateMany({ where: { campaignId: campaign.id, measure: "country" }, data: { total: 8 } })
    await db().dailyTotal.create({
      data: { campaignId: campaign.id, measure: "country", class: "XX", day: new Date(), total: 7 },
    })
    expect(await recountCampaigns("all", new Date())).toEqual([campaign.id])
    expect(await totalsOf(campaign.id)).toEqual(await countedByHand(campaign.id))
  })

  it("keep what was signed and never confirmed after the rows are gone", async () => {
    const campaign = await createCampaign()
    await createPending(campaign)
    await recountCampaign(campaign.id, new Date())
    await expireSignatures(later(8))
    await recountCampaign(campaign.id, later(8))
    const before = await totalsOf(campaign.id)
    expect(Object.keys(before).map((key) => key.replace(/\d{4}-\d\d-\d\d/, "day"))).toEqual([
      "delay day never",
      "signed day",
    ])
    await expireSignatures(later(23))
    expect(await db().signature.count({ where: { campaignId: campaign.id } })).toBe(0)
    await recountCampaign(campaign.id, later(23))
    expect(await totalsOf(campaign.id)).toEqual(before)
  })

  it("stay as they are once the details of the signatures are gone for good", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign, { country: "FR" })
    await recountCampaign(campaign.id, new Date())
    const before = await totalsOf(campaign.id)
    await db().signature.updateMany({
      where: { campaignId: campaign.id },
      data: { state: "ANONYMISED", country: null },
    })
    await recountCampaign(campaign.id, new Date())
    expect(await totalsOf(campaign.id)).toEqual(before)
  })

  it("tell letters by sample and by whether they were changed, and how they stand", async () => {
    const campaign = await createLetterCampaign()
    const sample = await sampleOf(campaign)
    const body = { sample: sample.key, body: sample.body, subject: sample.subject }
    await createLetter(campaign, body, { sample })
    await createLetter(campaign, {}, {})
    await recountCampaign(campaign.id, new Date())
    const day = dayOf(new Date())
    expect(await totalsOf(campaign.id)).toEqual({
      [`delivery ${day} waiting`]: 2,
      [`letter ${day}`]: 2,
      [`sample ${day} health same`]: 1,
      [`sample ${day}  own`]: 1,
    })
  })

  it("tell how long comments waited for a person, and what was spam", async () => {
    const campaign = await createCampaign()
    const now = new Date()
    const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
    for (const minutes of [10, 30, 200]) {
      const { commentId } = await createComment(campaign, {}, before(minutes))
      await decide(commentId, minutes === 200 ? "spam" : "approve", { now })
    }
    await recountCampaign(campaign.id, now)
    const [week] = await db().decisionWeek.findMany({ where: { campaignId: campaign.id } })
    expect(week).toMatchObject({ decisions: 3, fastest: 10, median: 30, slowest: 200 })
    const classes = await db().dailyTotal.groupBy({
      by: ["class"],
      where: { campaignId: campaign.id, measure: "comment" },
      _sum: { total: true },
      orderBy: { class: "asc" },
    })
    expect(classes.map((row) => [row.class, row._sum.total])).toEqual([
      ["other", 2],
      ["spam", 1],
    ])
  })
})

describe("confirmations by provider", () => {
  it("are written five at a time, and what is left over names no provider", async () => {
    const campaign = await createCampaign()
    const sign = (at: string) => createConfirmed(campaign, { email: `p${Math.random()}@${at}` })
    for (let n = 0; n < 6; n += 1) await sign("gmail.com")
    for (let n = 0; n < 3; n += 1) await sign("yahoo.co.uk")
    const today = dayOf(new Date())
    await saveConfirmationTally(new Date())
    expect(await listConfirmationTally(campaign.id, today)).toEqual([
      { provider: "gmail", delay: "minutes5", total: 6 },
    ])
    await saveConfirmationTally(new Date(), true)
    expect(new Set(await listConfirmationTally(campaign.id, today))).toEqual(
      new Set([
        { provider: "gmail", delay: "minutes5", total: 6 },
        { provider: "other", delay: "minutes5", total: 3 },
      ]),
    )
  })

  it("count those that never came when their details are deleted", async () => {
    const campaign = await createCampaign()
    for (let n = 0; n < 5; n += 1) await createPending(campaign, { email: `n${Math.random()}@mail.ru` })
    await expireSignatures(later(8))
    await saveConfirmationTally(new Date())
    expect(await listConfirmationTally(campaign.id, dayOf(new Date()))).toEqual([
      { provider: "mailru", delay: "never", total: 5 },
    ])
  })
})

describe("arrivals", () => {
  it("stand under a partner code only where the code is known", async () => {
    const campaign = await createCampaign()
    const { actor } = await createOrganiser()
    await addTag(actor, campaign.id, { code: "clinic", label: "The clinic" })
    const row = { day: "2026-03-01", slug: campaign.slug, source: "search", arrivals: 2 }
    await addArrivals([
      { ...row, code: "clinic" },
      { ...row, code: "made-up" },
      { ...row, code: "" },
    ])
    await addArrivals([{ ...row, code: "clinic" }])
    const rows = await db().pageArrival.findMany({ where: { slug: campaign.slug }, orderBy: { source: "asc" } })
    expect(rows.map(({ source, arrivals }) => [source, arrivals])).toEqual([
      ["code clinic", 4],
      ["search", 4],
    ])
  })
})

describe("a reason for withdrawing", () => {
  it("is kept with the bare number alone", async () => {
    const campaign = await createCampaign()
    const { fields } = await createConfirmed(campaign, { country: "ES", town: "Elche" })
    const { data } = await lastMessageTo(fields.email)
    const access = await findByReceiptToken((data as { token: string }).token, new Date())
    if (!access.ok) throw new Error("no receipt")
    await withdrawSignature(access.value.signatureId, new Date(), "unsafe")
    const row = await db().signature.findUniqueOrThrow({ where: { id: access.value.signatureId } })
    expect(row).toMatchObject({
      withdrawnFor: "unsafe",
      emailIndex: null,
      sealed: null,
      country: null,
      publicName: null,
    })
  })
})
