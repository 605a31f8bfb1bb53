import { beforeAll, describe, expect, it } from "vitest"
import {
  copyCampaign,
  createCampaign as startCampaign,
  proposeSlug,
  setMainCampaign,
} from "#lib/domain/campaigns/create"
import { deleteOldEditDrafts, findEditDraft, keepEditDraft } from "#lib/domain/campaigns/edit-drafts"
import type { Move, OutcomeFields } from "#lib/domain/campaigns/edit-schema"
import { saveDates, saveForm, saveLook, saveSlug, saveTarget } from "#lib/domain/campaigns/edit-settings"
import { saveAppeal, saveText } from "#lib/domain/campaigns/edit-text"
import { findRevision, listEdits, listEditsSince } from "#lib/domain/campaigns/edits"
import { moveCampaign, saveOutcome } from "#lib/domain/campaigns/move"
import { findEditable, listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { findAppeal, findCampaign, findLook } from "#lib/domain/campaigns/queries"
import { listCampaignTodos } from "#lib/domain/campaigns/todo"
import type { Actor } from "#lib/domain/identity/policy"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { signFieldsOf } from "#tests/factories/signature"

const NOON = new Date("2026-11-24T12:00:00Z")
const FORM = { allowsNoEmail: false, asksCountry: true, asksTown: true, asksReason: true, asksUpdates: true }
const NEW = { lang: "es", shortTitle: "Primavera", title: "Actúen", ask: "Pedimos que actúen." } as const
let actor: Actor
let other: Actor

beforeAll(async () => {
  await loadKeyring()
  actor = (await createOrganiser({ role: "EDITOR" })).actor
  other = (await createOrganiser({ role: "OWNER" })).actor
})

async function start(slug: string) {
  const result = await startCampaign(actor, { ...NEW, slug })
  if (!result.ok) throw new Error(result.code)
  return result.value.campaignId
}

const text = (changes = {}) => ({
  ...{ shortTitle: "Primavera", title: "Actúen", ask: "Pedimos que actúen.", addressedTo: "El consejo" },
  ...{ startedBy: "Un grupo", decisionNote: "", body: "Por favor." },
  ...changes,
})

const write = (campaignId: string, revision = 0, changes = {}, by = actor) =>
  saveText({ actor: by, campaignId, revision, lang: "es" }, { mode: "save", isRead: true, fields: text(changes) }, NOON)

const move = (campaignId: string, from: Move["from"], to: Move["to"], reopensOn: string | null = null) =>
  moveCampaign(actor, campaignId, { from, to, reopensOn }, NOON)

const OUTCOME = {
  outcome: "WON",
  outcomeOn: "2026-11-20",
  outcomeSource: "Minutes of the council",
  outcomeVerified: true,
  ...{ note_en: "", note_es: "El consejo aceptó.", note_fr: "", note_ru: "", note_zh: "" },
} satisfies OutcomeFields

describe("starting a campaign", () => {
  it("makes a draft that visitors cannot see, in its first language", async () => {
    const id = await start("primavera-1")
    expect(await findCampaign("primavera-1", "es")).toBeNull()
    expect(await findEditable(actor, id)).toMatchObject({
      ...{ slug: "primavera-1", status: "DRAFT", isMain: false, version: 1, isSigned: false },
      texts: [{ lang: "es", fields: { title: "Actúen", body: "" } }],
    })
    expect((await listOwnCampaigns(actor, "en")).find((one) => one.id === id)).toMatchObject({ textLocale: "es" })
  })

  it("gives an address once, and proposes one that tells nothing", async () => {
    await start("primavera-2")
    const again = await Promise.all([1, 2].map(() => startCampaign(other, { ...NEW, slug: "primavera-2" })))
    expect(again).toEqual([1, 2].map(() => ({ ok: false, code: "slug_taken" })))
    expect(await proposeSlug("2031-05-01")).toBe("appeal-2031-05")
    await start("appeal-2031-05")
    expect(await proposeSlug("2031-05-01")).toBe("appeal-2031-05-2")
  })

  it("is for editors of the whole site", async () => {
    const { id } = await createCampaign()
    for (const member of [
      await createOrganiser({ role: "EDITOR", scope: id }),
      await createOrganiser({ role: "MODERATOR" }),
    ]) {
      expect(await startCampaign(member.actor, { ...NEW, slug: "never" })).toEqual({ ok: false, code: "forbidden" })
      expect(await setMainCampaign(member.actor, id)).toEqual({ ok: false, code: "forbidden" })
      expect(await copyCampaign(member.actor, id)).toEqual({ ok: false, code: "forbidden" })
    }
    expect(await db().campaign.findUnique({ where: { slug: "never" } })).toBeNull()
  })

  it("lets the address change only while it is a draft", async () => {
    const campaignId = await start("primavera-3")
    expect(await saveSlug({ actor, campaignId, revision: 0 }, "otra-3")).toMatchObject({ ok: true })
    expect(await saveSlug({ actor, campaignId, revision: 1 }, "primavera-2")).toEqual({ ok: false, code: "slug_taken" })
    await write(campaignId)
    await move(campaignId, "DRAFT", "OPEN")
    expect(await saveSlug({ actor, campaignId, revision: 1 }, "otra-4")).toEqual({ ok: false, code: "slug_fixed" })
  })
})

describe("the way of a campaign", () => {
  it("goes from draft to archive, keeps its days, and tells what is missing", async () => {
    const id = await start("camino-1")
    expect(await move(id, "DRAFT", "OPEN")).toEqual({ ok: false, code: "move_text_missing" })
    await write(id, 0, { addressedTo: "" })
    expect(await move(id, "DRAFT", "OPEN")).toEqual({ ok: false, code: "move_addressee_missing" })
    await write(id, 1)
    for (const to of ["PAUSED", "CLOSED", "DECIDED", "ARCHIVED"] as const)
      expect(await move(id, "DRAFT", to)).toEqual({ ok: false, code: "no_such_move" })
    expect(await move(id, "DRAFT", "OPEN")).toMatchObject({ ok: true })
    expect(await findCampaign("camino-1", "es")).toMatchObject({ status: "OPEN", openedOn: "2026-11-24" })
    // A form that was made before the campaign opened.
    expect(await move(id, "DRAFT", "OPEN")).toEqual({ ok: false, code: "moved_meanwhile" })

    expect(await move(id, "OPEN", "PAUSED", "2026-11-24")).toEqual({ ok: false, code: "reopens_past" })
    expect(await move(id, "OPEN", "PAUSED", "2026-12-01")).toMatchObject({ ok: true })
    expect(await findCampaign("camino-1", "es")).toMatchObject({ status: "PAUSED", reopensOn: "2026-12-01" })
    await move(id, "PAUSED", "OPEN")
    expect(await findCampaign("camino-1", "es")).toMatchObject({ reopensOn: null, openedOn: "2026-11-24" })

    await move(id, "OPEN", "CLOSED")
    expect(await move(id, "CLOSED", "OPEN")).toEqual({ ok: false, code: "no_such_move" })
    expect(await move(id, "CLOSED", "DECIDED")).toEqual({ ok: false, code: "outcome_missing" })
    const edit = { actor, campaignId: id }
    await saveOutcome({ ...edit, revision: 0 }, { ...OUTCOME, outcomeVerified: false }, NOON)
    expect(await move(id, "CLOSED", "DECIDED")).toEqual({ ok: false, code: "outcome_unverified" })
    await saveOutcome({ ...edit, revision: 1 }, OUTCOME, NOON)
    expect(await move(id, "CLOSED", "DECIDED")).toMatchObject({ ok: true })
    expect(await findCampaign("camino-1", "es")).toMatchObject({
      ...{ status: "DECIDED", outcome: "WON", outcomeNote: "El consejo aceptó.", closedOn: "2026-11-24" },
    })
    // What visitors read cannot become empty or unchecked.
    expect(await saveOutcome({ ...edit, revision: 2 }, { ...OUTCOME, outcomeVerified: false }, NOON)).toEqual({
      ok: false,
      code: "outcome_needed",
    })
    expect(await move(id, "DECIDED", "ARCHIVED")).toMatchObject({ ok: true })
  })

  it("refuses days that cannot be", async () => {
    const id = await start("camino-2")
    const edit = { actor, campaignId: id, revision: 0 }
    const dates = { decisionOn: "2026-12-24", openedOn: null, closedOn: null }
    expect(await saveDates(edit, { ...dates, openedOn: "2026-11-01" })).toEqual({ ok: false, code: "day_not_reached" })
    expect(await saveDates(edit, dates)).toMatchObject({ ok: true })
    expect(await saveOutcome(edit, { ...OUTCOME, outcomeOn: "2026-11-25" }, NOON)).toEqual({
      ok: false,
      code: "outcome_in_future",
    })
  })

  it("leaves no gap in what visitors can see", async () => {
    const id = await start("camino-3")
    await write(id)
    await move(id, "DRAFT", "OPEN")
    for (const gap of [{ ask: "" }, { body: "" }, { addressedTo: "" }, { startedBy: "" }])
      expect(await write(id, 1, gap)).toEqual({ ok: false, code: "text_incomplete" })
  })

  it("is asked of the command: nobody below an editor moves or edits", async () => {
    const { id: campaignId } = await createCampaign()
    const elsewhere = await createCampaign()
    for (const member of [
      await createOrganiser({ role: "MODERATOR" }),
      await createOrganiser({ role: "VIEWER" }),
      await createOrganiser({ role: "OWNER", scope: elsewhere.id }),
    ]) {
      const edit = { actor: member.actor, campaignId, revision: 0 }
      const refused = { ok: false, code: "forbidden" }
      expect(
        await moveCampaign(member.actor, campaignId, { from: "OPEN", to: "CLOSED", reopensOn: null }, NOON),
      ).toEqual(refused)
      expect(await saveForm(edit, { ...FORM, allowsNoEmail: true })).toEqual(refused)
      expect(await write(campaignId, 0, {}, member.actor)).toEqual(refused)
      expect(await findEditable(member.actor, campaignId)).toBeNull()
      expect(
        await keepEditDraft(member.actor, { campaignId, part: "form" }, { values: {}, revision: 0 }, NOON),
      ).toEqual(refused)
    }
    expect(await listEdits(campaignId)).toEqual([])
    expect(await db().campaign.findUniqueOrThrow({ where: { id: campaignId } })).toMatchObject({
      status: "OPEN",
      allowsNoEmail: false,
    })
  })
})

describe("two organisers at the same part", () => {
  it("loses nobody's words: the second is told who saved what", async () => {
    const campaignId = await start("dos-1")
    expect(await write(campaignId, 0, { title: "De la primera" })).toMatchObject({ ok: true })
    expect(await write(campaignId, 0, { title: "De la segunda" }, other)).toEqual({ ok: false, code: "overlap" })
    expect((await findEditable(actor, campaignId))?.texts[0]?.fields.title).toBe("De la primera")
    expect(await listEditsSince(campaignId, "text:es", 0)).toMatchObject([
      { organiserId: actor.organiserId, fields: expect.arrayContaining(["title", "body"]) },
    ])
    // Having read both, the second saves on purpose.
    expect(await write(campaignId, 1, { title: "De la segunda" }, other)).toMatchObject({ ok: true })
  })

  it("takes one of ten at the same moment", async () => {
    const campaignId = await start("dos-2")
    const saved = await Promise.all(
      Array.from({ length: 10 }, (_, index) => write(campaignId, 0, { title: `Número ${index}` })),
    )
    expect(saved.filter(({ ok }) => ok)).toHaveLength(1)
    expect(saved.filter((result) => !result.ok && result.code === "overlap")).toHaveLength(9)
    expect(await findRevision(campaignId, "text:es")).toBe(1)
  })

  it("does not stop who edits another part", async () => {
    const campaignId = await start("dos-3")
    const edit = { actor, campaignId, revision: 0 }
    await write(campaignId)
    expect(await saveForm(edit, { ...FORM, asksTown: false })).toMatchObject({ ok: true })
    const appeal = { title: "Hola", author: "Un grupo", body: "Lee esto." }
    expect(await saveAppeal({ ...edit, lang: "es" }, appeal, true)).toMatchObject({ ok: true })
    expect(await findAppeal(campaignId, "fr")).toMatchObject({ textLocale: "es", readingMinutes: 1 })
  })

  it("records nothing when nothing changed", async () => {
    const campaignId = await start("dos-4")
    const edit = { actor, campaignId, revision: 0 }
    expect(await saveForm(edit, FORM)).toMatchObject({ ok: true })
    expect(await findRevision(campaignId, "form")).toBe(0)
  })
})

describe("what is typed and not saved", () => {
  it("waits encrypted for its writer alone, until it is saved or thirty days are over", async () => {
    const campaignId = await start("borrador-1")
    const draft = { campaignId, part: "text:es" } as const
    const values = { title: "Palabras sin guardar" }
    await keepEditDraft(actor, draft, { values, revision: 0 }, NOON)
    expect(await findEditDraft(actor, draft)).toMatchObject({ values, revision: 0 })
    expect(await findEditDraft(other, draft)).toBeNull()
    const { sealed } = await db().editDraft.findFirstOrThrow({ where: { campaignId } })
    expect(Buffer.from(sealed).includes("Palabras")).toBe(false)
    expect((await findEditable(actor, campaignId))?.texts[0]?.fields.title).toBe("Actúen")

    await write(campaignId)
    expect(await findEditDraft(actor, draft)).toBeNull()
    await keepEditDraft(actor, draft, { values, revision: 1 }, NOON)
    await deleteOldEditDrafts(new Date(NOON.getTime() + 31 * 86_400_000))
    expect(await findEditDraft(actor, draft)).toBeNull()
  })
})

describe("settings", () => {
  it("refuses colours that cannot be told apart, and says which pair", async () => {
    const { id: campaignId, slug } = await createCampaign()
    const edit = { actor, campaignId, revision: 0 }
    const colours = { accent: "#1d5fa0", accentDark: "#1d5fa0", linkDark: "#7db9f0" }
    expect(await saveLook(edit, { ...colours, accent: "#e8b04a", showsLogo: true })).toEqual({
      ok: false,
      code: "faint_buttonText",
    })
    expect(await findLook(slug)).toMatchObject({ colours: null, showsLogo: true })
    expect(await saveLook(edit, { ...colours, showsLogo: false })).toMatchObject({ ok: true })
    expect(await findLook(slug)).toMatchObject({ colours, showsLogo: false })
  })

  it("names who decides, and keeps the name while letters are written to it", async () => {
    const { id: campaignId } = await createCampaign()
    const target = { name: "Sample Person", title: "Chair", organisation: "Council", postalAddress: "1 Street\nTown" }
    expect(await saveTarget({ actor, campaignId, revision: 0 }, target)).toMatchObject({ ok: true })
    expect(await saveTarget({ actor, campaignId, revision: 1 }, { ...target, title: "President" })).toMatchObject({
      ok: true,
    })
    expect(await db().target.findMany({ where: { campaignId } })).toMatchObject([{ ...target, title: "President" }])
    expect(await saveTarget({ actor, campaignId, revision: 2 }, null)).toMatchObject({ ok: true })
    expect(await db().target.count({ where: { campaignId } })).toBe(0)
  })

  it("puts one campaign on the front page", async () => {
    const one = await createCampaign()
    const two = await createCampaign()
    const draft = await start("portada-1")
    await setMainCampaign(actor, one.id)
    await Promise.all([setMainCampaign(actor, two.id), setMainCampaign(other, two.id)])
    expect(await db().campaign.findMany({ where: { isMain: true }, select: { id: true } })).toEqual([{ id: two.id }])
    expect(await setMainCampaign(actor, draft)).toEqual({ ok: false, code: "main_draft" })
  })

  it("copies a campaign without its people, days and outcome", async () => {
    const source = await createCampaign({ allowsNoEmail: true, isAtRisk: true, decisionOn: new Date("2026-01-09") })
    await saveTarget(
      { actor, campaignId: source.id, revision: 0 },
      { name: "Sample Person", title: "", organisation: "", postalAddress: "" },
    )
    await signWithoutEmail(source, signFieldsOf(), NOON)
    const copies = await Promise.all([1, 2].map(() => copyCampaign(actor, source.id)))
    const ids = copies.map((copy) => (copy.ok ? copy.value.campaignId : ""))
    const found = await db().campaign.findMany({
      where: { id: { in: ids } },
      include: { texts: true, targets: true, signatures: true },
    })
    expect(new Set(found.map(({ slug }) => slug)).size).toBe(2)
    for (const copy of found) {
      expect(copy).toMatchObject({
        status: "DRAFT",
        allowsNoEmail: true,
        isAtRisk: true,
        decisionOn: null,
        openedOn: null,
      })
      expect([copy.texts.length, copy.targets.length, copy.signatures.length]).toEqual([1, 1, 0])
    }
  })
})

describe("what waits for an organiser", () => {
  it("is an unchecked outcome, and a decision whose day has passed", async () => {
    const { id } = await createCampaign({ decisionOn: new Date("2026-11-23T00:00:00Z") })
    const member = await createOrganiser({ role: "EDITOR", scope: id })
    const kinds = async () => (await listCampaignTodos(member.actor, "en", NOON)).map(({ kind }) => kind)
    expect(await kinds()).toEqual(["vote_passed"])
    await db().campaign.update({ where: { id }, data: { outcome: "WON" } })
    expect(await kinds()).toEqual(["vote_passed", "facts_unverified"])
    await db().campaign.update({ where: { id }, data: { outcomeVerified: true, status: "DECIDED" } })
    expect(await kinds()).toEqual([])
    const viewer = await createOrganiser({ role: "VIEWER", scope: id })
    expect(await listCampaignTodos(viewer.actor, "en", NOON)).toEqual([])
    // On the day itself nothing is late.
    await db().campaign.update({ where: { id }, data: { status: "OPEN", decisionOn: new Date("2026-11-24") } })
    expect(await kinds()).toEqual([])
  })
})
