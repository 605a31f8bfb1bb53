import { beforeAll, describe, expect, it } from "vitest"
import { decideComment, settleComments, undoCommentDecision } from "#lib/domain/comments/decide"
import { expireComments } from "#lib/domain/comments/jobs"
import { confirmCommentAddress, deleteComment, editComment, findByCommentToken } from "#lib/domain/comments/own"
import { listOwnComments } from "#lib/domain/comments/own-queries"
import { countComments, findComment } from "#lib/domain/comments/queries"
import { reportComment } from "#lib/domain/comments/reports"
import type { Actor } from "#lib/domain/identity/policy"
import { readOwnModel } from "#lib/domain/moderation/filter"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { newToken } from "#lib/platform/tokens"
import { createCampaign } from "#tests/factories/campaign"
import {
  account,
  bodyOf,
  commentOf,
  createComment,
  createVisible,
  decide,
  guest,
  screeningOf,
} from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { randomBytes } from "node:crypto"
import { templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const NOON = new Date("2026-11-24T12:00:00Z")
const seconds = (count: number) => new Date(NOON.getTime() + count * 1_000)
const minutes = (count: number) => seconds(count * 60)
const edited = (body: string) => ({ body, typed: body })

describe("who may decide", () => {
  it("is said by one table: every role, here, in another campaign and on the whole site", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    const { commentId } = await createComment(campaign)
    const may: Record<string, boolean> = {}
    for (const [where, scope] of [
      ["site", ""],
      ["here", campaign.id],
      ["other", other.id],
    ] as const) {
      for (const role of ["OWNER", "EDITOR", "MODERATOR", "VIEWER"] as const) {
        const { actor } = await createOrganiser({ role, scope })
        const { round } = await screeningOf(commentId)
        const result = await decideComment(actor, { commentId, action: "approve", reason: null, round }, NOON)
        may[`${role} ${where}`] = result.ok
        if (!result.ok) expect(result.code).toBe("forbidden")
      }
    }
    const allowed = Object.entries(may).filter(([, isAllowed]) => isAllowed)
    expect(allowed.map(([name]) => name).sort()).toEqual(
      ["OWNER", "EDITOR", "MODERATOR"].flatMap((role) => [`${role} here`, `${role} site`]).sort(),
    )
    const nobody: Actor = { organiserId: commentId, roles: {} }
    const wish = { commentId, action: "approve", reason: null, round: 1 } as const
    expect(await decideComment(nobody, wish, NOON)).toEqual({ ok: false, code: "forbidden" })
  })

  it("is one of two moderators at once; the other is told that it changed", async () => {
    const campaign = await createCampaign()
    const { commentId } = await createComment(campaign)
    const [one, two] = [await createOrganiser(), await createOrganiser()]
    const { round } = await screeningOf(commentId)
    const results = await Promise.all([
      decideComment(one.actor, { commentId, action: "approve", reason: null, round }, NOON),
      decideComment(two.actor, { commentId, action: "spam", reason: null, round }, NOON),
    ])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.code === "changed")).toHaveLength(1)
  })
})

describe("undo", () => {
  it("brings a comment back to its place in the queue, and nothing has left the house", async () => {
    const campaign = await createCampaign()
    const writer = guest()
    const { commentId, publicId } = await createComment(campaign, { writer }, minutes(-60))
    const { actor } = await createOrganiser()
    const before = await screeningOf(commentId)
    const wish = { commentId, action: "approve", reason: null, round: before.round } as const
    const decided = await decideComment(actor, wish, NOON)
    if (!decided.ok) throw new Error(decided.code)
    expect(await findComment(campaign.id, publicId)).not.toBeNull()
    expect((await undoCommentDecision(actor, decided.value.decisionId, seconds(20))).ok).toBe(true)
    expect(await undoCommentDecision(actor, decided.value.decisionId, seconds(21))).toEqual({
      ok: false,
      code: "too_late",
    })
    expect(await findComment(campaign.id, publicId)).toBeNull()
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD", body: null, name: null })
    expect((await screeningOf(commentId)).waitingSince).toEqual(before.waitingSince)
    await settleComments(minutes(5))
    expect(await templatesSentTo(writer.kind === "guest" ? writer.email : "")).toEqual([])
    expect(await countComments(campaign.id)).toBe(0)
  })

  it("ends with the half minute, belongs to who decided, and only to the newest decision", async () => {
    const campaign = await createCampaign()
    const { commentId } = await createComment(campaign)
    const { actor } = await createOrganiser()
    const act = async (action: "approve" | "spam", now: Date) => {
      const { round } = await screeningOf(commentId)
      const result = await decideComment(actor, { commentId, action, reason: null, round }, now)
      return result.ok ? result.value.decisionId : ""
    }
    const first = await act("spam", NOON)
    const second = await act("approve", seconds(5))
    expect((await undoCommentDecision(actor, first, seconds(6))).ok).toBe(false)
    const { actor: other } = await createOrganiser()
    expect((await undoCommentDecision(other, second, seconds(6))).ok).toBe(false)
    await settleComments(minutes(1))
    expect((await undoCommentDecision(actor, second, minutes(1))).ok).toBe(false)
  })
})

describe("the filter learns", () => {
  it("from moderators, once the undo time is over, and unlearns what they change", async () => {
    const campaign = await createCampaign()
    const { commentId } = await createComment(campaign, { body: "zorblax quixotry pancake lottery winnings fast" })
    const model = async () => {
      const { spam, ham } = await readOwnModel()
      return { spam, ham }
    }
    const start = await model()
    await decide(commentId, "spam", { now: NOON })
    expect(await model()).toEqual(start)
    await settleComments(minutes(1))
    expect(await model()).toEqual({ ...start, spam: start.spam + 1 })
    await decide(commentId, "approve", { now: minutes(2) })
    await settleComments(minutes(3))
    expect(await model()).toEqual({ ...start, ham: start.ham + 1 })
    await decide(commentId, "remove", { now: minutes(4), reason: "insult" })
    await settleComments(minutes(5))
    expect(await model()).toEqual(start)
  })
})

describe("reports", () => {
  const report = (campaignId: string, publicId: string, reporter = randomBytes(32)) =>
    reportComment({ campaignId, publicId, reporter, reason: "insult" }, NOON)

  it("put a comment before the moderators, and hide it with the third person", async () => {
    const campaign = await createCampaign()
    const { commentId, publicId } = await createVisible(campaign)
    const same = randomBytes(32)
    for (let times = 0; times < 5; times++) expect((await report(campaign.id, publicId, same)).ok).toBe(true)
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE", reportsCount: 1 })
    expect((await screeningOf(commentId)).waitingSince).not.toBeNull()
    await report(campaign.id, publicId)
    expect(await findComment(campaign.id, publicId)).not.toBeNull()
    await report(campaign.id, publicId)
    expect(await findComment(campaign.id, publicId)).toBeNull()
    expect((await screeningOf(commentId)).reasons[0]).toBe("reports")
    expect((await report(campaign.id, publicId)).ok).toBe(false)
  })

  it("no longer hide what a moderator has left standing", async () => {
    const campaign = await createCampaign()
    const { commentId, publicId } = await createVisible(campaign)
    for (let times = 0; times < 3; times++) await report(campaign.id, publicId)
    await decide(commentId, "approve")
    for (let times = 0; times < 10; times++) await report(campaign.id, publicId)
    expect(await findComment(campaign.id, publicId)).not.toBeNull()
    expect((await screeningOf(commentId)).waitingSince).not.toBeNull()
  })

  it("keep no trace of who reported: the reporter's hash is all there is, and goes with the decision", async () => {
    const campaign = await createCampaign()
    const { commentId, publicId } = await createVisible(campaign)
    await report(campaign.id, publicId)
    await decide(commentId, "approve", { now: NOON })
    await settleComments(minutes(1))
    expect(await db().commentReport.count({ where: { commentId } })).toBe(0)
  })
})

describe("the writer", () => {
  it("may change a comment while nobody has decided, and for ten minutes after it appeared", async () => {
    const campaign = await createCampaign()
    const { commentId } = await createComment(campaign, {}, NOON)
    expect(await editComment(commentId, edited("Better words than those before."), minutes(60))).toEqual({
      ok: true,
      value: { isVisible: false },
    })
    await decide(commentId, "approve", { now: minutes(70) })
    expect((await editComment(commentId, edited("And better ones still, quickly."), minutes(79))).ok).toBe(true)
    await decide(commentId, "approve", { now: minutes(79) })
    expect(await editComment(commentId, edited("Much later words."), minutes(81))).toEqual({
      ok: false,
      code: "too_late",
    })
    expect((await commentOf(commentId)).body).toBe("And better ones still, quickly.")
  })

  it("cannot have something read and then put other words in its place: it waits again", async () => {
    const campaign = await createCampaign()
    const { commentId, publicId } = await createVisible(campaign, {}, NOON)
    await editComment(commentId, edited("Entirely different words."), minutes(1))
    expect(await findComment(campaign.id, publicId)).toBeNull()
    expect((await screeningOf(commentId)).reasons[0]).toBe("edited")
    expect(await countComments(campaign.id)).toBe(0)
  })

  it("who is known changes at once, unless the filter finds something", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    const { commentId } = await createComment(campaign, { writer }, NOON)
    expect(await editComment(commentId, edited("I meant it a little differently."), minutes(1))).toMatchObject({
      ok: true,
      value: { isVisible: true },
    })
    const advert = "https://a.example/ https://b.example/ https://c.example/ buy"
    expect(await editComment(commentId, edited(advert), minutes(2))).toMatchObject({ value: { isVisible: false } })
  })

  it("deletes everything at once: words, address, links, findings, waiting mail", async () => {
    const campaign = await createCampaign()
    const writer = guest({ notify: true })
    const posted = await createVisible(campaign, { writer, body: bodyOf(1) })
    await createVisible(campaign, { parent: posted.publicId })
    expect((await findByCommentToken(posted.token))?.commentId).toBe(posted.commentId)
    expect((await deleteComment(posted.commentId)).ok).toBe(true)
    expect(await deleteComment(posted.commentId)).toEqual({ ok: false, code: "gone" })
    expect(await commentOf(posted.commentId)).toMatchObject({
      ...{
        state: "DELETED",
        isShown: true,
        name: null,
        body: null,
        sealed: null,
        sealedEmail: null,
        writerIndex: null,
      },
    })
    expect(await findByCommentToken(posted.token)).toBeNull()
    expect(await db().screening.count({ where: { subjectId: posted.commentId } })).toBe(0)
    expect(await db().replySubscription.count({ where: { commentId: posted.commentId } })).toBe(0)
    expect(await db().message.count({ where: { subjectId: posted.commentId, sealed: { not: null } } })).toBe(0)
    expect(await listOwnComments([posted.commentId], NOON)).toEqual([])
  })

  it("hears why something was not published", async () => {
    const campaign = await createCampaign()
    const { commentId } = await createComment(campaign)
    await decide(commentId, "remove", { reason: "exposes" })
    expect(await listOwnComments([commentId], NOON)).toMatchObject([
      { state: "REJECTED", refusal: "exposes", isEditable: false },
    ])
  })

  it("proves an address only by a link that was mailed", async () => {
    const campaign = await createCampaign()
    const { token } = await createVisible(campaign)
    for (const other of [token, newToken(), "", "x".repeat(22)]) {
      expect(await confirmCommentAddress(other, NOON)).toEqual({ ok: false, code: "unknown" })
    }
  })
})

describe("time", () => {
  it("takes addresses 30 days after the decision and refused words after 30 days", async () => {
    const campaign = await createCampaign()
    const visible = await createVisible(campaign, {}, NOON)
    const spam = await createComment(campaign, {}, NOON)
    const waiting = await createComment(campaign, {}, NOON)
    await decide(spam.commentId, "spam", { now: NOON })
    await expireComments(minutes(29 * 24 * 60))
    expect((await commentOf(visible.commentId)).sealedEmail).not.toBeNull()
    expect((await commentOf(spam.commentId)).sealed).not.toBeNull()
    await expireComments(minutes(31 * 24 * 60))
    expect(await commentOf(visible.commentId)).toMatchObject({ sealedEmail: null, state: "VISIBLE" })
    expect(await db().comment.findUnique({ where: { id: spam.commentId } })).toBeNull()
    expect((await commentOf(waiting.commentId)).sealed).not.toBeNull()
  })
})
