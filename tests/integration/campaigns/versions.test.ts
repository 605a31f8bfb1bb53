import { beforeAll, describe, expect, it } from "vitest"
import { textFields, type TextFields } from "#lib/domain/campaigns/edit-schema"
import { hashBody, removeLanguage, saveText, type TextMode } from "#lib/domain/campaigns/edit-text"
import { findRevision } from "#lib/domain/campaigns/edits"
import { findEditable } from "#lib/domain/campaigns/organiser-queries"
import { findCampaign, findTextHistory, listCorrections } from "#lib/domain/campaigns/queries"
import { confirmSignature } from "#lib/domain/signatures/confirm"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import type { Actor } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import type { Locale } from "#lib/shared/locales"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed, createPending } from "#tests/factories/signature"

const NOON = new Date("2026-11-24T12:00:00Z")
let actor: Actor

beforeAll(async () => {
  await loadKeyring()
  actor = (await createOrganiser({ role: "EDITOR" })).actor
})

const wordsOf = (changes: Partial<TextFields> = {}): TextFields =>
  textFields.parse({
    shortTitle: "Spring",
    title: "Please act",
    ask: "We ask you to act.",
    addressedTo: "The council",
    startedBy: "Sample group",
    body: "We ask you to act.",
    ...changes,
  })

type Save = { lang?: Locale; mode?: TextMode; isRead?: boolean; fields?: Partial<TextFields> }

async function save(
  { id: campaignId }: SignableCampaign,
  { lang = "en", mode = "save", isRead = false, fields }: Save,
) {
  const revision = await findRevision(campaignId, `text:${lang}`)
  return saveText({ actor, campaignId, revision, lang }, { mode, isRead, fields: wordsOf(fields) }, NOON)
}

const rowsOf = ({ id }: SignableCampaign) =>
  db().campaignText.findMany({ where: { campaignId: id }, orderBy: [{ version: "asc" }, { locale: "asc" }] })

describe("the text that people sign", () => {
  it("changes freely until the first confirmed signature, and not after it", async () => {
    const campaign = await createCampaign()
    const { token } = await createPending(campaign)
    expect(await save(campaign, { fields: { body: "Waiting signatures lock nothing." } })).toMatchObject({ ok: true })
    await confirmSignature(token, new Date())
    for (const field of ["title", "ask", "addressedTo", "startedBy", "body"])
      expect(
        await save(campaign, { fields: { body: "Waiting signatures lock nothing.", [field]: "Other words" } }),
      ).toEqual({ ok: false, code: "text_locked" })
    const [row] = await rowsOf(campaign)
    expect(row?.body).toBe("Waiting signatures lock nothing.")
    expect(Buffer.from(row!.bodyHash)).toEqual(Buffer.from(hashBody(row!.body)))
  })

  it("is locked by counted sheets of paper, too", async () => {
    const campaign = await createCampaign()
    const batch = { id: newId(), campaignId: campaign.id, sealed: new Uint8Array(), openedBy: actor.organiserId }
    await db().paperBatch.create({ data: batch })
    expect(await save(campaign, { fields: { body: "Not counted yet." } })).toMatchObject({ ok: true })
    await db().paperBatch.update({ where: { id: batch.id }, data: { countedAt: new Date() } })
    expect(await save(campaign, { fields: { body: "Too late." } })).toEqual({ ok: false, code: "text_locked" })
  })

  it("keeps what nobody signs open: short title and the line about the decision", async () => {
    const campaign = await createCampaign()
    await save(campaign, {})
    await createConfirmed(campaign)
    const changes = { shortTitle: "Summer", decisionNote: "At the meeting" }
    expect(await save(campaign, { fields: changes })).toMatchObject({ ok: true })
    expect((await rowsOf(campaign))[0]).toMatchObject({ ...changes, version: 1 })
  })

  it("takes a correction, which everybody can see with both words and the day", async () => {
    const campaign = await createCampaign()
    await save(campaign, { fields: { body: "Adopt teh policy." } })
    await createConfirmed(campaign)
    const fields = { body: "Adopt the policy." }
    expect(await save(campaign, { mode: "correct", fields })).toMatchObject({ ok: true })

    const [row, ...others] = await rowsOf(campaign)
    expect(others).toEqual([])
    expect(row).toMatchObject({ version: 1, body: "Adopt the policy." })
    expect(Buffer.from(row!.bodyHash)).toEqual(Buffer.from(hashBody("Adopt the policy.")))
    const correction = {
      on: "2026-11-24",
      field: "body",
      version: 1,
      before: "Adopt teh policy.",
      after: "Adopt the policy.",
    }
    expect(await listCorrections(campaign.id)).toEqual([{ ...correction, locale: "en" }])
    const view = await findCampaign(campaign.slug, "en")
    expect((await findTextHistory(view!)).corrections).toHaveLength(1)
  })

  it("gets a new version in every language; old signatures keep the old text", async () => {
    const campaign = await createCampaign()
    await save(campaign, { fields: { body: "First words." } })
    await save(campaign, { lang: "es", isRead: true, fields: { body: "Primeras palabras." } })
    await createConfirmed(campaign, { locale: "es" })
    expect(await save(campaign, { mode: "version", isRead: true, fields: { body: "Second words." } })).toMatchObject({
      ok: true,
    })

    expect(
      (await rowsOf(campaign)).map(({ locale, version, body, review }) => [version, locale, body, review]),
    ).toEqual([
      [1, "en", "First words.", null],
      [1, "es", "Primeras palabras.", null],
      [2, "en", "Second words.", null],
      [2, "es", "Primeras palabras.", "pending: carried over from version 1"],
    ])
    expect((await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id } })).petitionVersion).toBe(1)
    const view = await findCampaign(campaign.slug, "es")
    expect(view).toMatchObject({ version: 2, textLocale: "es", needsReview: true })
    expect((await findTextHistory(view!)).versions).toEqual([{ version: 1, body: "Primeras palabras." }])
    // Nobody has signed the second version, so it is open until somebody does.
    expect(await save(campaign, { fields: { body: "Better second words." } })).toMatchObject({ ok: true })
    await createConfirmed({ ...campaign, version: 2 })
    expect(await save(campaign, { fields: { body: "Too late." } })).toEqual({ ok: false, code: "text_locked" })
  })

  it("makes a form that was open in one language old when a version is published in another", async () => {
    const campaign = await createCampaign()
    await save(campaign, { lang: "fr" })
    await createConfirmed(campaign)
    const revision = await findRevision(campaign.id, "text:fr")
    await save(campaign, { mode: "version", fields: { body: "Second words." } })
    const edit = { actor, campaignId: campaign.id, revision, lang: "fr" } as const
    const late = await saveText(edit, { mode: "save", isRead: false, fields: wordsOf({ shortTitle: "Tard" }) }, NOON)
    expect(late).toEqual({ ok: false, code: "overlap" })
  })

  it("can be translated later, and a language goes only while nobody has signed", async () => {
    const campaign = await createCampaign()
    const remove = async (lang: Locale) => {
      const revision = await findRevision(campaign.id, `text:${lang}`)
      return removeLanguage({ actor, campaignId: campaign.id, revision, lang })
    }
    expect(await remove("en")).toEqual({ ok: false, code: "last_language" })
    await save(campaign, { lang: "ru" })
    expect(await remove("en")).toMatchObject({ ok: true })
    expect(await findCampaign(campaign.slug, "zh")).toMatchObject({ textLocale: "ru" })
    await createConfirmed(campaign, { locale: "ru" })
    expect(await save(campaign, { lang: "zh" })).toMatchObject({ ok: true })
    expect(await remove("zh")).toEqual({ ok: false, code: "text_locked" })
    const editable = await findEditable(actor, campaign.id)
    expect(editable?.texts.map(({ lang, needsReview }) => [lang, needsReview])).toEqual([
      ["ru", true],
      ["zh", true],
    ])
  })

  it("is changed by one of many at the same moment, and by nobody once a signature is counted", async () => {
    for (let round = 0; round < 10; round++) {
      const campaign = await createCampaign()
      const { token } = await createPending(campaign)
      const changes = [1, 2, 3].map((index) =>
        saveText(
          { actor, campaignId: campaign.id, revision: 0, lang: "en" },
          { mode: "save", isRead: false, fields: wordsOf({ body: `Other words ${index}` }) },
          NOON,
        ),
      )
      const [confirmed, ...saved] = await Promise.all([confirmSignature(token, new Date()), ...changes])
      expect(confirmed.ok).toBe(true)
      const won = saved.findIndex(({ ok }) => ok)
      // The others find the text saved meanwhile, or signed.
      expect(saved.filter(({ ok }) => ok).length).toBe(won < 0 ? 0 : 1)
      expect((await rowsOf(campaign))[0]?.body).toBe(won < 0 ? "We ask you to act." : `Other words ${won + 1}`)
      expect(await save(campaign, { fields: { body: "After it." } })).toEqual({ ok: false, code: "text_locked" })
    }
  })

  it("waits for a signature that is being counted, and then finds it", async () => {
    const campaign = await createCampaign()
    await createPending(campaign)
    const signature = await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id } })
    const { id: campaignId } = campaign
    let change: ReturnType<typeof save> | undefined
    await db().$transaction(async (tx) => {
      await tx.signature.update({ where: { id: signature.id }, data: { state: "CONFIRMED", confirmedAt: NOON } })
      await tx.countDelta.create({ data: { campaignId, confirmed: 1 } })
      change = save(campaign, { fields: { body: "Other words" } })
      // It must be waiting for the lock, not done.
      await expect.poll(isSomebodyWaiting, { timeout: 3_000 }).toBe(true)
    })
    expect(await change).toEqual({ ok: false, code: "text_locked" })
  })
})

async function isSomebodyWaiting(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ n: bigint }[]>`
    select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (row?.n ?? 0n) > 0n
}
