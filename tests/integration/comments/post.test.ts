import { randomBytes } from "node:crypto"
import { beforeAll, describe, expect, it } from "vitest"
import { settleComments } from "#lib/domain/comments/decide"
import { confirmCommentAddress } from "#lib/domain/comments/own"
import { postComment, type Writer } from "#lib/domain/comments/post"
import { CONTEXT_STATEMENT } from "#lib/domain/comments/post-statements"
import { countComments, listComments } from "#lib/domain/comments/queries"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { queryByIndex } from "#lib/platform/sql"
import { createCampaign } from "#tests/factories/campaign"
import {
  account,
  bodyOf,
  commentOf,
  createComment,
  createVisible,
  decide,
  guest,
  postingOf,
  screeningOf,
} from "#tests/factories/comment"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const NOON = new Date("2026-11-24T12:00:00Z")
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)
const emailOf = (writer: Writer) => (writer.kind === "guest" ? writer.email : "")

async function mailedToken(email: string): Promise<string> {
  return ((await lastMessageTo(email)).data as { token: string }).token
}

describe("a guest's first comment", () => {
  it("waits, with nothing of it in plain in the database", async () => {
    const campaign = await createCampaign()
    const writer = guest({ name: "Canary Name", website: "https://canary.example/" })
    const { commentId, isVisible } = await createComment(campaign, {
      writer,
      body: "Canary words that nobody has read.",
    })
    expect(isVisible).toBe(false)
    expect((await screeningOf(commentId)).reasons).toContain("first_text")
    const [{ dump } = { dump: "" }] = await db().$queryRaw<{ dump: string }[]>`
      select c::text || s::text as dump from "Comment" c join "Screening" s on s."subjectId" = c.id where c.id = ${commentId}::uuid`
    expect(dump).not.toMatch(/canary/i)
    expect(dump).not.toContain(Buffer.from("Canary").toString("hex"))
    expect(dump).not.toContain(emailOf(writer))
    expect(await templatesSentTo(emailOf(writer))).toEqual([])
  })

  it("appears when a moderator publishes it, and its writer is told once, half a minute later", async () => {
    const campaign = await createCampaign()
    const writer = guest()
    const { commentId } = await createComment(campaign, { writer }, NOON)
    await decide(commentId, "approve", { now: NOON })
    expect((await listComments(campaign.id, { order: "oldest" })).comments).toHaveLength(1)
    expect(await countComments(campaign.id)).toBe(1)
    await settleComments(later(0.25))
    expect(await templatesSentTo(emailOf(writer))).toEqual([])
    await settleComments(later(1))
    await settleComments(later(2))
    expect(await templatesSentTo(emailOf(writer))).toEqual(["comment.visible"])
  })
})

describe("a known writer", () => {
  it("with an account appears at once from the second comment on", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    expect((await createComment(campaign, { writer })).isVisible).toBe(true)
    expect(await countComments(campaign.id)).toBe(2)
  })

  it("is known in one campaign only", async () => {
    const writer = account()
    await createVisible(await createCampaign(), { writer })
    expect((await createComment(await createCampaign(), { writer })).isVisible).toBe(false)
  })

  it("is not known by a name, nor by an address that was only typed", async () => {
    const campaign = await createCampaign()
    const writer = guest({ name: "Rosa" })
    await createVisible(campaign, { writer })
    await confirmCommentAddress(await mailedToken(emailOf(writer)), new Date())
    const impostors = [guest({ name: "Rosa" }), { ...writer, isProven: false } as Writer]
    for (const impostor of impostors) {
      expect((await createComment(campaign, { writer: impostor })).isVisible).toBe(false)
    }
    expect((await createComment(campaign, { writer: { ...writer, isProven: true } as Writer })).isVisible).toBe(true)
  })

  it("is not known any more after something of theirs was refused", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    const { commentId } = await createComment(campaign, { writer })
    await decide(commentId, "remove", { reason: "insult" })
    expect((await createComment(campaign, { writer })).isVisible).toBe(false)
  })

  it("waits when the campaign holds everything, and under the name of the site", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    const official = await createComment(campaign, { writer: { ...writer, name: "TWO  minutes" } })
    expect((await screeningOf(official.commentId)).reasons).toContain("official_name")
    await db().commentSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
    const held = await createComment(campaign, { writer })
    expect((await screeningOf(held.commentId)).reasons).toEqual(["all_held"])
  })
})

describe("the own filter", () => {
  it("holds what looks like an advertisement, also of known writers, and keeps spam for 30 days", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    const links = "Buy now https://a.example/x https://b.example/y https://c.example/z cheap cheap"
    const held = await createComment(campaign, { writer, body: links })
    expect(held.isVisible).toBe(false)
    expect((await screeningOf(held.commentId)).reasons).toContain("many_links")
    const rule = { scope: campaign.id, kind: "domain", pattern: "spam.example", action: "spam" }
    await db().blockRule.create({ data: { ...rule, id: held.commentId } })
    const { forgetFilter } = await import("#lib/domain/moderation/filter")
    forgetFilter()
    const spam = await createComment(campaign, { body: "See https://www.spam.example/now" })
    expect(await commentOf(spam.commentId)).toMatchObject({ state: "SPAM", body: null })
    expect((await screeningOf(spam.commentId)).waitingSince).toBeNull()
  })

  it("holds what could lead to a person", async () => {
    const campaign = await createCampaign()
    const writer = account()
    await createVisible(campaign, { writer })
    const told = await createComment(campaign, { writer, body: "She works at 12 Baker Street, go there and see." })
    expect(told.isVisible).toBe(false)
    expect((await screeningOf(told.commentId)).reasons).toContain("personal_street")
  })
})

describe("the same again", () => {
  it("is one comment for two presses of one button, at once or a moment later", async () => {
    const campaign = await createCampaign()
    const posting = postingOf(campaign)
    const both = await Promise.all(Array.from({ length: 20 }, () => postComment(posting, new Date())))
    both.push(await postComment(posting, new Date()))
    const ids = new Set(both.map((result) => result.ok && result.value.commentId))
    expect(ids.size).toBe(1)
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(1)
    // Each press has a link that works.
    expect(await db().commentToken.count({ where: { comment: { campaignId: campaign.id } } })).toBe(21)
  })

  it("is refused for an account and for the same browser, and tells a stranger nothing", async () => {
    const campaign = await createCampaign()
    const writer = account()
    const body = bodyOf(1)
    const first = await createComment(campaign, { writer, body })
    await db().comment.update({ where: { id: first.commentId }, data: { postedAt: later(-5) } })
    await db().$executeRaw`update "Comment" set "postedAt" = now() - interval '5 minutes'`
    const now = new Date()
    expect(await postComment(postingOf(campaign, { writer, body }), now)).toEqual({ ok: false, code: "just_posted" })

    const typed = guest()
    const guests = await createComment(campaign, { writer: typed, body: bodyOf(2) })
    await db().$executeRaw`update "Comment" set "postedAt" = now() - interval '5 minutes'`
    const again = { writer: typed, body: bodyOf(2) }
    expect(await postComment(postingOf(campaign, { ...again, own: [guests.commentId] }), now)).toEqual({
      ok: false,
      code: "just_posted",
    })
    const stranger = await postComment(postingOf(campaign, again), now)
    expect(stranger.ok && stranger.value.isVisible).toBe(false)
    expect(stranger.ok).toBe(true)
  })
})

describe("switches", () => {
  it("close comments with the campaign, by day, by choice, for guests and for accounts", async () => {
    const now = NOON
    const refusalIn = async (campaignId: string, writer: Writer) => {
      const campaign = await db().campaign.findUniqueOrThrow({ where: { id: campaignId } })
      const result = await postComment(postingOf({ ...campaign, title: "", version: 1 }, { writer }), now)
      return result.ok ? null : result.code
    }
    const closed = await createCampaign({ status: "CLOSED" })
    expect(await refusalIn(closed.id, guest())).toBe("comments_closed")
    await db().commentSettings.create({ data: { campaignId: closed.id, mode: "OPEN" } })
    expect(await refusalIn(closed.id, guest())).toBeNull()

    const open = await createCampaign()
    await db().commentSettings.create({ data: { campaignId: open.id, closesOn: new Date("2026-11-24") } })
    expect(await refusalIn(open.id, guest())).toBeNull()
    const change = (data: object) => db().commentSettings.update({ where: { campaignId: open.id }, data })
    await change({ closesOn: new Date("2026-11-23") })
    expect(await refusalIn(open.id, guest())).toBe("comments_closed")
    await change({ closesOn: null, mode: "OFF" })
    expect(await refusalIn(open.id, guest())).toBe("comments_closed")
    await change({ mode: "WITH_CAMPAIGN", allowsGuests: false })
    expect(await refusalIn(open.id, guest())).toBe("guests_off")
    expect(await refusalIn(open.id, account())).toBeNull()
    await change({ allowsGuests: true, allowsLogin: false })
    expect(await refusalIn(open.id, account())).toBe("login_off")
  })

  it("drop the website where the campaign takes none", async () => {
    const campaign = await createCampaign()
    await db().commentSettings.create({ data: { campaignId: campaign.id, allowsWebsite: false } })
    const { commentId } = await createVisible(campaign, { writer: guest({ website: "https://a.example/" }) })
    expect((await commentOf(commentId)).website).toBeNull()
  })
})

describe("replies", () => {
  it("are told to who asked and confirmed the address, not before, and stop by one press", async () => {
    const campaign = await createCampaign()
    const writer = guest({ notify: true, name: "Rosa" })
    const asked = await createVisible(campaign, { writer })
    const reply = () => createVisible(campaign, { parent: asked.publicId, writer: guest({ name: "Sam" }) })
    await reply()
    expect(await templatesSentTo(emailOf(writer))).toEqual(["comment.visible"])
    await confirmCommentAddress(await mailedToken(emailOf(writer)), new Date())
    const told = await reply()
    expect(await templatesSentTo(emailOf(writer))).toEqual(["comment.visible", "comment.reply"])
    const { data } = await lastMessageTo(emailOf(writer))
    expect(data).toMatchObject({ name: "Rosa", replier: "Sam", publicId: told.publicId, slug: campaign.slug })

    const { stopReplies } = await import("#lib/domain/comments/own")
    const { stopToken } = data as { stopToken: string }
    expect(await stopReplies(stopToken)).toBe(true)
    expect(await stopReplies(stopToken)).toBe(false)
    await reply()
    expect(await templatesSentTo(emailOf(writer))).toHaveLength(2)
  })

  it("of a comment that is gone or held are refused", async () => {
    const campaign = await createCampaign()
    const held = await createComment(campaign)
    const answer = (parent: string) => postComment(postingOf(campaign, { parent }), new Date())
    expect(await answer(held.publicId)).toEqual({ ok: false, code: "reply_gone" })
    expect(await answer("abcdefghjkmn")).toEqual({ ok: false, code: "reply_gone" })
    const other = await createVisible(await createCampaign())
    expect(await answer(other.publicId)).toEqual({ ok: false, code: "reply_gone" })
  })
})

describe("the cost of posting", () => {
  it("does not grow with the thread, though its statement was planned when there were no comments", async () => {
    await db().$executeRaw`truncate "Comment" cascade`
    const campaign = await createCampaign()
    const values = [campaign.id, null, randomBytes(32), randomBytes(32), [], "0123456789abcdef"]
    await queryByIndex({ name: "context", text: CONTEXT_STATEMENT, values })
    await db().$executeRaw`
      insert into "Comment" (id, "publicId", "campaignId", state, level, "oldestPlace", "newestPlace", writer, "writerIndex",
        "contentIndex", "nearPrint", locale, "postedAt")
      select gen_random_uuid(), 'many' || n, ${campaign.id}::uuid, 'HELD', 1, int4send(n), int4send(-n), 'GUEST',
        sha256(int4send(n)), sha256(int4send(-n)), md5(n::text)::char(16), 'en', now() - n * interval '1 second'
      from generate_series(1, 5000) n`
    const literals = `'${campaign.id}', null, '\\x${"00".repeat(32)}', '\\x${"01".repeat(32)}', '{}', '0123456789abcdef'`
    const { rows } = await queryByIndex<{ "QUERY PLAN": string }>({
      text: `explain (analyze, costs off, timing off) execute context(${literals})`,
    })
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n")
    const read = [...plan.matchAll(/(?:rows=|Filter: )(\d+)/g)].map(([, count]) => Number(count))
    // The recent texts are what a new one is compared with.
    expect(read).toContain(400)
    expect(Math.max(...read), plan).toBe(400)
  })
})
