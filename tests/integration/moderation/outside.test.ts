import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { applyOutsideVerdict, settleComments } from "#lib/domain/comments/decide"
import { editComment } from "#lib/domain/comments/own"
import { countComments } from "#lib/domain/comments/queries"
import { type akismetAccount } from "#lib/domain/moderation/akismet"
import { forgetChecks, findServiceState, runFeedback, runOutsideChecks } from "#lib/domain/moderation/outside-jobs"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { type env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { account, commentOf, createComment, createVisible, decide, guest, screeningOf } from "#tests/factories/comment"
import { type Behaviour, type FakeAkismet, startFakeAkismet } from "#tests/support/fake-akismet"

const NOON = new Date("2026-11-24T12:00:00Z")
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)
const NETWORK = { ip: "203.0.113.7", userAgent: "Mozilla/5.0 (Test)" }

let akismet: FakeAkismet

vi.mock("#lib/platform/env", async (original) => {
  const real = await original<{ env: typeof env }>()
  const changes: Record<string, unknown> = {}
  return { ...real, changes, env: () => ({ ...real.env(), ...changes }) }
})

// An attempt ends early here; that it is five seconds elsewhere is held by the client's own test.
const patience = vi.hoisted(() => ({ timeoutMs: 250 }))
vi.mock("#lib/domain/moderation/akismet", async (original) => {
  const real = await original<{ akismetAccount: typeof akismetAccount }>()
  const impatient: typeof akismetAccount = (settings) => {
    const found = real.akismetAccount(settings)
    return found && { ...found, ...patience }
  }
  return { ...real, akismetAccount: impatient }
})

async function useAkismet(settings: { AKISMET_KEY?: string; AKISMET_URL?: string }): Promise<void> {
  const { changes } = (await import("#lib/platform/env")) as unknown as { changes: Record<string, unknown> }
  for (const key of Object.keys(changes)) delete changes[key]
  Object.assign(changes, settings)
}

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().screening.deleteMany()
  akismet = await startFakeAkismet()
  await useAkismet({ AKISMET_KEY: akismet.key, AKISMET_URL: akismet.url })
})
afterEach(() => akismet.close())

const run = (now: Date) => runOutsideChecks({ comment: applyOutsideVerdict }, now)

async function askingCampaign(): Promise<SignableCampaign> {
  const campaign = await createCampaign()
  await db().commentSettings.create({ data: { campaignId: campaign.id, asksOutside: true } })
  return campaign
}

/** Asks the service, which takes its time. @returns what lets it answer, once the question is there. */
async function askSlowly(body: string): Promise<{ asking: Promise<unknown>; answer: () => void }> {
  patience.timeoutMs = 20_000
  const { promise, resolve } = Promise.withResolvers<void>()
  akismet.next({ kind: "later", when: promise, body })
  const asking = run(NOON)
  await vi.waitFor(() => expect(akismet.calls).toHaveLength(1), { timeout: 5_000 })
  patience.timeoutMs = 250
  return { asking, answer: resolve }
}

/** A comment that only the outside service keeps from appearing. */
async function knownWriterPosts(campaign: SignableCampaign, changes: object = {}): Promise<string> {
  const writer = account()
  const first = await createComment(campaign, { writer, network: null }, NOON)
  await decide(first.commentId, "approve", { now: NOON })
  await settleComments(minutes(1))
  const { commentId, isVisible } = await createComment(campaign, { writer, network: NETWORK, ...changes }, NOON)
  expect(isVisible).toBe(false)
  return commentId
}

describe("the outside service", () => {
  it("hears nothing of campaigns that do not ask it, nor of comments without a network address", async () => {
    const silent = await createCampaign()
    await createComment(silent, { network: NETWORK }, NOON)
    const asking = await askingCampaign()
    await createComment(asking, { network: null }, NOON)
    expect(await run(minutes(1))).toBe(0)
    expect(akismet.calls).toEqual([])
  })

  it("gets what the form and the privacy page say, and nothing else", async () => {
    const campaign = await askingCampaign()
    const parent = await createVisible(campaign, {}, NOON)
    akismet.calls.length = 0
    const writer = guest({ name: "Ana", email: "never@example.org", website: "https://ana.example/", notify: true })
    const body = "Words with a thought of their own, for the service."
    await createComment(campaign, { writer, body, network: NETWORK, parent: parent.publicId }, NOON)
    await run(NOON)
    const [call] = akismet.calls
    const said = {
      ...{ comment_content: body, comment_author: "Ana", comment_author_url: "https://ana.example/" },
      ...{ user_ip: NETWORK.ip, user_agent: NETWORK.userAgent },
      ...{
        comment_date_gmt: NOON.toISOString(),
        blog_lang: "en",
        comment_type: "reply",
        comment_parent: parent.publicId,
      },
    }
    const ours = ["api_key", "blog", "blog_charset", "permalink"]
    expect(call!.fields.map(([name]) => name).sort()).toEqual([...Object.keys(said), ...ours].sort())
    for (const [name, value] of Object.entries(said)) expect(call!.field(name)).toBe(value)
    expect(call!.field("permalink")).toMatch(new RegExp(`/c/${campaign.slug}/comments$`))
    const sent = JSON.stringify([call!.fields, call!.headers])
    expect(sent).not.toContain("never@example.org")
    expect(Object.keys(call!.headers)).not.toContain("cookie")
  })

  it("lets a known writer's comment appear when it finds nothing", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
    expect(await screeningOf(commentId)).toMatchObject({ outside: "ham", waitingSince: null, sealedCheck: null })
    const [call] = akismet.calls
    expect(Object.fromEntries(call!.fields)).toMatchObject({
      user_ip: NETWORK.ip,
      comment_type: "comment",
      blog_charset: "UTF-8",
    })
    expect(call!.fields.map(([name]) => name)).not.toContain("comment_author_email")
  })

  it("leaves a first comment to a person, whatever it says of it", async () => {
    const campaign = await askingCampaign()
    const { commentId } = await createComment(campaign, { network: NETWORK }, NOON)
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD" })
    expect((await screeningOf(commentId)).waitingSince).not.toBeNull()
  })

  it("sends spam to the spam folder, also what it would discard: nothing is lost", async () => {
    const campaign = await askingCampaign()
    const one = await knownWriterPosts(campaign)
    akismet.next({ kind: "discard" })
    await run(NOON)
    const { commentId: two } = await createComment(
      campaign,
      { network: NETWORK, writer: account({ name: "akismet-guaranteed-spam" }) },
      NOON,
    )
    await run(minutes(1))
    for (const id of [one, two]) {
      expect(await commentOf(id)).toMatchObject({ state: "SPAM", body: null })
      expect((await commentOf(id)).sealed).not.toBeNull()
      expect(await screeningOf(id)).toMatchObject({ outside: "spam", waitingSince: null })
    }
  })

  const doubts: [string, Behaviour[]][] = [
    ["a timeout", [{ kind: "hang" }, { kind: "hang" }]],
    ["an answer that never ends", [{ kind: "drip" }, { kind: "drip" }]],
    ["a broken connection", [{ kind: "reset" }, { kind: "reset" }]],
    [
      "a fault of theirs",
      [
        { kind: "status", status: 500 },
        { kind: "status", status: 503 },
      ],
    ],
    ["too many calls", [{ kind: "status", status: 429, headers: { "retry-after": "60" } }]],
    ["an empty answer", [{ kind: "body", body: "" }]],
    ["a page instead of an answer", [{ kind: "body", body: "<html>true</html>", type: "text/html" }]],
    ["other words", [{ kind: "body", body: "True" }]],
    ["a redirect", [{ kind: "status", status: 302, headers: { location: "http://127.0.0.1:1/" } }]],
    ["a suspended key", [{ kind: "headers", headers: { "X-akismet-error": "suspended" }, body: "true" }]],
  ]

  it.each(doubts)("leaves a comment held, lost and published by nothing, after %s", async (_, behaviours) => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    const before = await countComments(campaign.id)
    akismet.next(...behaviours)
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD" })
    const screening = await screeningOf(commentId)
    expect(screening).toMatchObject({ outside: "unsure" })
    expect(screening.waitingSince).not.toBeNull()
    expect(await countComments(campaign.id)).toBe(before)
    expect((await commentOf(commentId)).sealed).not.toBeNull()
  })

  it("is asked again after 20 minutes and not before; the facts of the connection are gone after 30", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    akismet.next({ kind: "body", body: "?" })
    await run(NOON)
    expect(await run(minutes(19))).toBe(0)
    expect(await run(minutes(20))).toBe(1)
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
    expect(akismet.calls.at(-1)?.field("recheck_reason")).toBe("retry")

    const other = await knownWriterPosts(campaign)
    akismet.next({ kind: "body", body: "?" })
    await run(NOON)
    await forgetChecks(minutes(31))
    expect(await screeningOf(other)).toMatchObject({ sealedCheck: null, checkUntil: null, outsideDueAt: null })
    expect(await run(minutes(60))).toBe(0)
    expect((await screeningOf(other)).waitingSince).not.toBeNull()
  })

  it("holds what it is still looking at, for as long as it says", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    akismet.next({ kind: "recheck", seconds: "120" })
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD" })
    expect(await run(minutes(1))).toBe(0)
    await run(minutes(2))
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
  })

  it("with a wrong key decides nothing, and organisers see why", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    await useAkismet({ AKISMET_KEY: "999999999999", AKISMET_URL: akismet.url })
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD" })
    expect(await findServiceState()).toMatchObject({ keyState: "invalid" })
  })

  it("may complain about the account and still give a verdict; the complaint goes when it stops", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    const alert = { "X-akismet-alert-code": "10010", "X-akismet-alert-msg": "Your plan is too small." }
    akismet.next({ kind: "headers", headers: alert, body: "false" })
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
    expect((await findServiceState())?.alert).toMatchObject({ code: "10010" })
    await knownWriterPosts(campaign)
    await run(minutes(1))
    expect((await findServiceState())?.alert).toBeNull()
  })

  it("never overrules a person who decided meanwhile", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    const { asking, answer } = await askSlowly("true")
    await decide(commentId, "approve", { now: minutes(1) })
    answer()
    await asking
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
    expect(await screeningOf(commentId)).toMatchObject({ outside: "spam", sealedCheck: null })
  })
})

describe("an edit", () => {
  const edit = (commentId: string, body: string) => editComment(commentId, { body, typed: body }, minutes(1))

  it("takes a comment from the service: neither a late answer nor a correction is about other words", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    const { asking, answer } = await askSlowly("false")
    expect(await edit(commentId, "Other words than those the service was asked about.")).toMatchObject({
      value: { isVisible: false },
    })
    answer()
    await asking
    expect(await commentOf(commentId)).toMatchObject({ state: "HELD" })
    const screening = await screeningOf(commentId)
    expect(screening).toMatchObject({ sealedCheck: null, sealedFeedback: null, outsideDueAt: null })
    expect(screening.reasons).toContain("edited")
    expect(screening.reasons).not.toContain("outside_wait")
    await decide(commentId, "spam", { now: minutes(2) })
    await settleComments(minutes(4))
    await runFeedback(minutes(5))
    expect(akismet.calls.map(({ call }) => call)).toEqual(["comment-check"])
  })

  it("of a known writer waits for a person where the service is asked, or where everything waits", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "VISIBLE" })
    expect(await edit(commentId, "Words that nobody outside has seen, in a second version.")).toMatchObject({
      value: { isVisible: false },
    })
    expect((await screeningOf(commentId)).waitingSince).not.toBeNull()

    const careful = await createCampaign()
    const writer = account()
    for (let count = 0; count < 2; count++) await createVisible(careful, { writer }, NOON)
    const own = await db().comment.findFirstOrThrow({ where: { campaignId: careful.id } })
    const again = () => edit(own.id, `A better text, ${Math.random()}, of mine.`)
    expect(await again()).toMatchObject({ value: { isVisible: true } })
    await db().commentSettings.create({ data: { campaignId: careful.id, holdsAll: true } })
    expect(await again()).toMatchObject({ value: { isVisible: false } })
  })
})

describe("moderators' corrections", () => {
  it("are sent once, with the values of the check and without the connection, when the service was wrong", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    akismet.judge(() => true)
    await run(NOON)
    expect(await commentOf(commentId)).toMatchObject({ state: "SPAM" })
    await decide(commentId, "approve", { now: minutes(1) })
    await settleComments(minutes(2))
    for (let times = 0; times < 3; times++) await runFeedback(minutes(3 + times))
    const sent = akismet.calls.filter(({ call }) => call.startsWith("submit-"))
    expect(sent.map(({ call }) => call)).toEqual(["submit-ham"])
    expect(sent[0]!.field("user_ip")).toBe("")
    expect(sent[0]!.field("comment_check_response")).toBe("true")
    expect(await screeningOf(commentId)).toMatchObject({ feedback: null, sealedFeedback: null })
  })

  it("are not sent when it was right, nor for what was only against the rules, nor when undone", async () => {
    const campaign = await askingCampaign()
    const [spam, rude] = [await knownWriterPosts(campaign), await knownWriterPosts(campaign)]
    akismet.next({ kind: "body", body: "true" }, { kind: "body", body: "false" })
    await run(NOON)
    const [a, b] = [await commentOf(spam), await commentOf(rude)]
    expect([a.state, b.state].sort()).toEqual(["SPAM", "VISIBLE"])
    const [wasSpam, wasHam] = a.state === "SPAM" ? [spam, rude] : [rude, spam]
    await decide(wasSpam, "spam", { now: minutes(1) })
    await decide(wasHam, "remove", { now: minutes(1), reason: "insult" })
    await settleComments(minutes(2))
    await runFeedback(minutes(3))
    expect(akismet.calls.filter(({ call }) => call.startsWith("submit-"))).toEqual([])
  })

  it("are tried again when they fail, and given up in the end", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    await run(NOON)
    await decide(commentId, "spam", { now: minutes(1) })
    await settleComments(minutes(2))
    let now = minutes(3)
    akismet.next(...Array.from({ length: 40 }, () => ({ kind: "body", body: "Invalid Key" }) as const))
    for (let tries = 0; tries < 12; tries++) {
      await runFeedback(now)
      now = new Date(now.getTime() + 6 * 3_600_000)
    }
    expect(akismet.calls.filter(({ call }) => call === "submit-spam")).toHaveLength(8)
    expect(await screeningOf(commentId)).toMatchObject({ feedback: null, sealedFeedback: null })
  })
})

describe("without the service", () => {
  it("a comment that waits for it waits for a person once the key is taken away", async () => {
    const campaign = await askingCampaign()
    const commentId = await knownWriterPosts(campaign)
    await useAkismet({})
    await run(NOON)
    expect((await screeningOf(commentId)).waitingSince).not.toBeNull()
    expect(akismet.calls).toEqual([])
    expect((await createVisible(campaign)).isVisible).toBe(true)
  })
})
