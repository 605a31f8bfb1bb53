import { beforeAll, describe, expect, it } from "vitest"
import { listPublishedReasons } from "#lib/domain/signatures/queries"
import { updateSignature } from "#lib/domain/signatures/receipts"
import { settleReasons } from "#lib/domain/signatures/reasons"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { findModeratedReason } from "#lib/domain/signatures/moderation-queries"
import { settleLetters } from "#lib/domain/letters/decide"
import { listPublishedLetters } from "#lib/domain/letters/gallery"
import { takeNext } from "#lib/domain/letters/line"
import { findModeratedLetter } from "#lib/domain/letters/moderation-queries"
import { hideLetter, withdrawLetter } from "#lib/domain/letters/withdraw"
import type { Actor } from "#lib/domain/identity/policy"
import { findWaiting } from "#lib/domain/moderation/queries"
import type { Kind } from "#lib/domain/moderation/schema"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { sourceOf } from "#lib/web/moderation-sources"
import { createCampaign } from "#tests/factories/campaign"
import { decide, screeningAbout } from "#tests/factories/decision"
import { createLetter, createLetterCampaign, letterOf } from "#tests/factories/letter"
import { createConfirmed } from "#tests/factories/signature"
import { templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const NOW = new Date("2026-11-24T10:00:00Z")
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
const moderatorOf = (campaignId: string): Actor => ({ organiserId: newId(), roles: { [campaignId]: "MODERATOR" } })
const undo = (kind: Kind, actor: Actor, decisionId: string, now: Date) => sourceOf(kind)!.undo(actor, decisionId, now)

async function heldLetter(wish: "no" | "named" = "no") {
  const campaign = await createLetterCampaign()
  await db().letterSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
  const letter = await createLetter(campaign, { public: wish }, { now: NOW })
  return { campaign, letter, id: letter.id, actor: moderatorOf(campaign.id) }
}

async function waitingReason(reason = "Because my sister works nights.", more = {}) {
  const campaign = await createCampaign()
  const { fields } = await createConfirmed(campaign, { reason, ...more })
  const { id } = await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id } })
  return { campaign, fields, id, actor: moderatorOf(campaign.id) }
}

async function waitingPublication() {
  const campaign = await createLetterCampaign()
  const { id } = await createLetter(campaign, { public: "unnamed", name: "Olga Petrova" }, { now: NOW })
  return { campaign, id, actor: moderatorOf(campaign.id) }
}

const MAKERS = { letter: () => heldLetter(), publication: waitingPublication, reason: () => waitingReason() }

describe.each(Object.entries(MAKERS))("what waits as %s", (name, make) => {
  const kind = name as Kind

  it("is decided by those who moderate there, once, and by nobody else", async () => {
    const { id, actor, campaign } = await make()
    const viewer: Actor = { organiserId: newId(), roles: { [campaign.id]: "VIEWER" } }
    const stranger = moderatorOf(newId())
    for (const one of [viewer, stranger]) {
      expect(await decide(one, kind, id, "approve", NOW)).toEqual({ ok: false, code: "forbidden" })
    }
    expect(await findWaiting(actor, null)).toMatchObject({ kind, subjectId: id })
    const round = (await screeningAbout(kind, id))!.round
    const source = sourceOf(kind)!
    const both = await Promise.all(
      ["approve", "remove"].map((action) =>
        source.decide(actor, { subjectId: id, action: action as "approve", reason: "rules", round }, NOW),
      ),
    )
    expect(both.map((one) => (one.ok ? "ok" : one.code)).sort()).toEqual(["changed", "ok"])
    expect(await findWaiting(actor, null)).toBeNull()
    expect(await db().decision.count({ where: { screening: { kind, subjectId: id } } })).toBe(1)
  })

  it.each(["approve", "remove", "spam"] as const)(
    "comes back to its place when %s is undone, by who decided and in time",
    async (action) => {
      const { id, actor, campaign } = await make()
      const before = await screeningAbout(kind, id)
      const decided = await decide(actor, kind, id, action, NOW, "personal")
      if (!decided.ok) throw new Error(decided.code)
      const other = moderatorOf(campaign.id)
      expect(await undo(kind, other, decided.value.decisionId, after(10))).toEqual({ ok: false, code: "too_late" })
      expect((await undo(kind, actor, decided.value.decisionId, after(10))).ok).toBe(true)
      expect(await screeningAbout(kind, id)).toMatchObject({ waitingSince: before!.waitingSince })
      expect(await undo(kind, actor, decided.value.decisionId, after(11))).toEqual({ ok: false, code: "too_late" })
      expect((await decide(actor, kind, id, "approve", after(20))).ok).toBe(true)
    },
  )

  it("leaves its reason in the history, from its own list", async () => {
    const { id, actor } = await make()
    await decide(actor, kind, id, "remove", NOW, "topic")
    await decide(actor, kind, id, "remove", after(60), "nonsense of mine")
    const decisions = await db().decision.findMany({
      where: { screening: { kind, subjectId: id } },
      orderBy: { id: "asc" },
    })
    expect(decisions.map(({ reason }) => reason)).toEqual(["topic", "rules"])
  })
})

describe("a held letter", () => {
  it("neither leaves nor is told of while the decision can be undone", async () => {
    const { letter, id, actor, campaign } = await heldLetter()
    await decide(actor, "letter", id, "approve", NOW)
    expect(await takeNext(campaign.target.id, after(30))).toBeNull()
    expect(await takeNext(campaign.target.id, after(36))).toMatchObject({ letterId: id })

    const other = await heldLetter()
    await decide(other.actor, "letter", other.id, "remove", NOW, "threat")
    expect(await settleLetters(after(30))).toBe(0)
    expect(await templatesSentTo(other.letter.fields.email)).not.toContain("letter.returned")
    await settleLetters(after(36))
    expect(await templatesSentTo(other.letter.fields.email)).toContain("letter.returned")
    expect(await templatesSentTo(letter.fields.email)).not.toContain("letter.returned")
  })

  it("cannot be called back when it is on its way", async () => {
    const { id, actor, campaign } = await heldLetter()
    const decided = await decide(actor, "letter", id, "approve", NOW)
    if (!decided.ok) throw new Error(decided.code)
    await takeNext(campaign.target.id, after(36))
    expect(await undo("letter", actor, decided.value.decisionId, after(36))).toEqual({ ok: false, code: "too_late" })
    expect((await letterOf(id)).state).toBe("RELEASED")
  })

  it("asks for readers only when it goes, and no more when its writer takes it back", async () => {
    const { id, actor } = await heldLetter("named")
    expect(await screeningAbout("publication", id)).toBeNull()
    const decided = await decide(actor, "letter", id, "approve", NOW)
    if (!decided.ok) throw new Error(decided.code)
    expect(await screeningAbout("publication", id)).toMatchObject({ waitingSince: NOW })
    await undo("letter", actor, decided.value.decisionId, after(5))
    expect(await screeningAbout("publication", id)).toBeNull()
    expect((await withdrawLetter(id, after(6))).ok).toBe(true)
    expect(await findWaiting(actor, null)).toBeNull()
    expect(await decide(actor, "letter", id, "approve", after(7))).toEqual({ ok: false, code: "gone" })
  })

  it("shows a moderator name and words, and no address; looking is logged", async () => {
    const { letter, id, actor } = await heldLetter()
    const seen = await findModeratedLetter(actor, id, "letter")
    expect(seen).toMatchObject({ name: "Ana", subject: "Please act" })
    expect(JSON.stringify(seen)).not.toContain(letter.fields.email)
    expect(await db().auditEntry.findMany({ where: { organiserId: actor.organiserId } })).toMatchObject([
      { action: "letter_viewed", subjectId: id, rows: 1 },
    ])
    expect(await findModeratedLetter(moderatorOf(newId()), id, "letter")).toBeNull()
  })
})

describe("a letter for readers", () => {
  it("is shown to moderators as others would read it, and leaves when its writer hides it", async () => {
    const { id, actor, campaign } = await waitingPublication()
    expect(JSON.stringify(await findModeratedLetter(actor, id, "publication"))).not.toMatch(/Olga|Petrova/)
    await decide(actor, "publication", id, "approve", NOW)
    const listed = () => listPublishedLetters(campaign.id, { language: null, after: null, limit: 5 })
    expect((await listed()).rows).toHaveLength(1)
    await hideLetter(id)
    expect((await listed()).rows).toHaveLength(0)
    expect(await screeningAbout("publication", id)).toBeNull()
  })
})

describe("why somebody signs", () => {
  it("appears after it is approved, with the name only of who shows it, and goes with the signature at once", async () => {
    const { id, actor, campaign } = await waitingReason("Because my sister works nights.", {
      name: "Olga",
      showName: true,
    })
    expect(await listPublishedReasons(campaign.id, 3)).toEqual([])
    await decide(actor, "reason", id, "approve", NOW)
    // Its name waits for its batch in the list of names, and so does not stand here either.
    expect(await listPublishedReasons(campaign.id, 3)).toEqual([
      { reason: "Because my sister works nights.", name: null, locale: "en" },
    ])
    await db().signature.update({ where: { id }, data: { listedAt: NOW, listedOrder: 1 } })
    expect(await listPublishedReasons(campaign.id, 3)).toMatchObject([{ name: "Olga" }])
    expect((await withdrawSignature(id, NOW)).ok).toBe(true)
    expect(await listPublishedReasons(campaign.id, 3)).toEqual([])
    expect(await screeningAbout("reason", id)).toBeNull()
  })

  it("is nothing to decide where none was given, and is read again when it changes", async () => {
    const none = await waitingReason("")
    expect(await screeningAbout("reason", none.id)).toBeNull()
    const { id, actor, campaign, fields } = await waitingReason()
    await decide(actor, "reason", id, "approve", NOW)
    const change = { name: fields.name, showName: false, updates: false, discreet: false }
    await updateSignature(id, { ...change, reason: "Because my sister works nights." }, NOW)
    expect(await listPublishedReasons(campaign.id, 3)).toHaveLength(1)
    await updateSignature(id, { ...change, reason: "Call me at +44 20 7946 0958." }, NOW)
    expect(await listPublishedReasons(campaign.id, 3)).toEqual([])
    const screening = await screeningAbout("reason", id)
    expect(screening?.reasons).toContain("personal_phone")
    expect(screening?.waitingSince).not.toBeNull()
    await updateSignature(id, { ...change, reason: "" }, NOW)
    expect(await screeningAbout("reason", id)).toBeNull()
  })

  it("shows a moderator no address and no hidden name", async () => {
    const { id, actor, fields } = await waitingReason("Because.", { name: "Hidden Name", town: "Hidden Town" })
    const seen = JSON.stringify(await findModeratedReason(actor, id))
    expect(seen).toContain("Because.")
    for (const hidden of [fields.email, "Hidden Name", "Hidden Town"]) expect(seen).not.toContain(hidden)
    await decide(actor, "reason", id, "approve", NOW)
    expect(await settleReasons(after(40))).toBeGreaterThan(0)
  })

  it("does not appear while the signature does not count", async () => {
    const { id, actor, campaign } = await waitingReason()
    await decide(actor, "reason", id, "approve", NOW)
    await db().signature.update({ where: { id }, data: { state: "DISPUTED" } })
    expect(await listPublishedReasons(campaign.id, 3)).toEqual([])
  })
})
