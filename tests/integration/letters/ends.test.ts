import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { confirmLetter, findLetterConfirmation } from "#lib/domain/letters/confirm"
import { openLetter } from "#lib/domain/letters/details"
import { prepareHandOver, recordHandOver } from "#lib/domain/letters/handover"
import { forgetOldLetters, returnEnded } from "#lib/domain/letters/retention"
import { findLetterByToken, findLetterView } from "#lib/domain/letters/status"
import type { Actor } from "#lib/domain/identity/policy"
import type { CampaignStatus } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { decide, screeningAbout } from "#tests/factories/decision"
import { createLetter, createLetterCampaign, createPendingLetter, letterOf } from "#tests/factories/letter"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"
import { clearLetters, NOON, openPostOffice, type PostOffice } from "./support"

let post: PostOffice

beforeAll(loadKeyring)
beforeEach(async () => {
  await clearLetters()
  post = await openPostOffice()
})
afterEach(() => post.close())

const EDITOR: Actor = { organiserId: newId(), roles: { "": "EDITOR" } }
const later = (days: number) => new Date(NOON.getTime() + days * 86_400_000)

const setStatus = (id: string, status: CampaignStatus, closedOn: Date | null = null) =>
  db().campaign.update({ where: { id }, data: { status, closedOn } })

describe("a campaign that takes no letters any more", () => {
  it.each(["CLOSED", "PAUSED", "DECIDED"] as const)(
    "(%s) sends none that is confirmed now, and its writer keeps the words",
    async (status) => {
      const campaign = await createLetterCampaign()
      const { token, letter } = await createPendingLetter(campaign, {}, { now: NOON })
      await setStatus(campaign.id, status)
      expect(await confirmLetter(token, NOON)).toEqual({ ok: false, code: "closed" })
      expect(
        await db().letter.findMany({ where: { campaignId: campaign.id }, include: { delivery: true } }),
      ).toMatchObject([{ state: "PENDING", delivery: null }])
      expect(await findLetterConfirmation(token, NOON)).toMatchObject({
        ...{ state: "pending", canBeSent: false, text: letter.text },
      })
      await setStatus(campaign.id, "OPEN")
      expect((await confirmLetter(token, NOON)).ok).toBe(true)
    },
  )

  it("lets letters wait in a pause, also in the middle of a run, and goes on after it", async () => {
    const campaign = await createLetterCampaign()
    const letters = [await createLetter(campaign, {}, { now: NOON }), await createLetter(campaign, {}, { now: NOON })]
    await setStatus(campaign.id, "PAUSED")
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    expect(await findLetterView(letters[0]!.id)).toMatchObject({ status: "queued" })
    await setStatus(campaign.id, "OPEN")
    await post.work()
    expect(post.smtp.received).toHaveLength(2)
  })

  it("still sends what was confirmed before it closed", async () => {
    const campaign = await createLetterCampaign()
    await createLetter(campaign, {}, { now: NOON })
    await setStatus(campaign.id, "CLOSED")
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
  })

  it("gives back what still waits once it is decided, and keeps what is collected for a hand-over", async () => {
    const campaign = await createLetterCampaign()
    const { id, fields } = await createLetter(campaign, {}, { now: NOON })
    const byHand = await createLetterCampaign({ line: { email: null } })
    const collected = await createLetter(byHand, {}, { now: NOON })
    for (const one of [campaign, byHand]) await setStatus(one.id, "DECIDED")
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    expect(await returnEnded(NOON)).toBe(1)
    expect(await returnEnded(NOON)).toBe(0)
    expect(await findLetterView(id)).toMatchObject({ status: "returned", returnedFor: "ended" })
    expect(await lastMessageTo(fields.email)).toMatchObject({ template: "letter.returned", data: { reason: "ended" } })
    expect(await findLetterView(collected.id)).toMatchObject({ status: "collected" })
  })
})

describe("a letter's words", () => {
  const isEmpty = async (id: string) => (await letterOf(id)).sealed === null

  it("go 90 days after the target's mail server took the letter; that it was sent stays", async () => {
    const campaign = await createLetterCampaign()
    const { id, statusToken } = await createLetter(campaign, { country: "GB" }, { now: NOON })
    await post.work()
    await forgetOldLetters(later(89))
    expect(await isEmpty(id)).toBe(false)
    expect(await forgetOldLetters(later(91))).toBe(1)
    expect(await letterOf(id)).toMatchObject({
      ...{ state: "RELEASED", sealed: null, country: null, tokens: [], delivery: { state: "ACCEPTED" } },
    })
    // While people can write, one address writes once.
    expect((await letterOf(id)).emailIndex).not.toBeNull()
    expect(await findLetterByToken(statusToken!, later(91))).toEqual({ ok: false, code: "unknown" })
    await setStatus(campaign.id, "CLOSED", NOON)
    await forgetOldLetters(later(92))
    expect((await letterOf(id)).emailIndex).toBeNull()
    expect(await forgetOldLetters(later(92))).toBe(0)
  })

  it("go 90 days after the hand-over", async () => {
    const campaign = await createLetterCampaign({ line: { email: null } })
    const { id } = await createLetter(campaign, {}, { now: NOON })
    const prepared = await prepareHandOver(EDITOR, campaign.target.id)
    if (!prepared.ok) throw new Error(prepared.code)
    await recordHandOver(EDITOR, prepared.value.handOverId, "2026-12-01", NOON)
    await forgetOldLetters(later(95))
    expect(await isEmpty(id)).toBe(false)
    await forgetOldLetters(later(98))
    expect(await isEmpty(id)).toBe(true)
  })

  it("stay 30 days when it came back, so that its writer can copy them, and 180 after the end when it never left", async () => {
    const campaign = await createLetterCampaign({ line: { email: null } })
    await db().letterSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
    const returned = await createLetter(campaign, {}, { now: NOON })
    await decide(EDITOR, "letter", returned.id, "remove", NOON, "topic")
    const held = await createLetter(campaign, {}, { now: NOON })
    await forgetOldLetters(later(29))
    expect(await isEmpty(returned.id)).toBe(false)
    await forgetOldLetters(later(31))
    expect(await letterOf(returned.id)).toMatchObject({ state: "EXPIRED", sealed: null, emailIndex: null })
    expect(await screeningAbout("letter", returned.id)).toBeNull()
    await setStatus(campaign.id, "CLOSED", NOON)
    await forgetOldLetters(later(179))
    expect(await isEmpty(held.id)).toBe(false)
    await forgetOldLetters(later(182))
    expect(await isEmpty(held.id)).toBe(true)
    expect(await screeningAbout("letter", held.id)).toBeNull()
  })

  it("stay for readers where their writer wants that, without address and facts, until the writer takes them back", async () => {
    const campaign = await createLetterCampaign()
    const fields = { public: "named" as const, name: "Eva", town: "Leeds" }
    const { id, statusToken } = await createLetter(campaign, fields, { now: NOON })
    await decide(EDITOR, "publication", id, "approve", NOON)
    await post.work()
    await forgetOldLetters(later(91))
    const letter = await letterOf(id)
    expect(letter.publicText).toContain("Please act on this")
    expect(openLetter(id, letter.sealed!)).toMatchObject({ name: "Eva", email: "", town: "" })
    expect(await findLetterByToken(statusToken!, later(91))).toMatchObject({ ok: true })
    expect(await forgetOldLetters(later(91))).toBe(0)
  })

  it("hold nothing of a mail about a letter that is forgotten", async () => {
    const campaign = await createLetterCampaign()
    const { id, fields } = await createLetter(campaign, {}, { now: NOON })
    await post.work()
    expect(await templatesSentTo(fields.email)).toContain("letter.accepted")
    await forgetOldLetters(later(91))
    expect(await db().message.count({ where: { subjectId: id, sealed: { not: null } } })).toBe(0)
  })
})
