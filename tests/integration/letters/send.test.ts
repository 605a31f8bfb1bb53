import { beforeAll, describe, expect, it } from "vitest"
import { confirmLetter, deletePendingLetter, findLetterConfirmation } from "#lib/domain/letters/confirm"
import { settleLetters } from "#lib/domain/letters/decide"
import { openLetter } from "#lib/domain/letters/details"
import { expireLetters } from "#lib/domain/letters/jobs"
import { deleteSaved, findSaved, saveForLater } from "#lib/domain/letters/saved"
import { sendLetter } from "#lib/domain/letters/send"
import { findLetterByToken, findLetterOf, findLetterView } from "#lib/domain/letters/status"
import { findPublished, listPublishedLetters } from "#lib/domain/letters/gallery"
import { eraseLetter, hideLetter, withdrawLetter } from "#lib/domain/letters/withdraw"
import type { Actor } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { decide } from "#tests/factories/decision"
import {
  createLetter,
  createLetterCampaign,
  createPendingLetter,
  letterFieldsOf,
  letterOf,
  sampleOf,
  toSend,
} from "#tests/factories/letter"
import { lastMessageTo, messagesTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)

const DAY_MS = 86_400_000
const NOW = new Date("2026-11-24T10:00:00Z")
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS)
const MODERATOR: Actor = { organiserId: newId(), roles: { "": "MODERATOR" } }
const VIEWER: Actor = { organiserId: newId(), roles: { "": "VIEWER" } }

const lettersIn = (campaignId: string) => db().letter.findMany({ where: { campaignId }, include: { delivery: true } })

describe("sending a letter", () => {
  it("waits for the press on the link of a message; nothing is in the line before", async () => {
    const campaign = await createLetterCampaign()
    const { token, fields } = await createPendingLetter(campaign, {}, { now: NOW })
    expect(await lettersIn(campaign.id)).toMatchObject([{ state: "PENDING", delivery: null }])
    expect(await templatesSentTo(fields.email)).toEqual(["letter.confirm"])

    const results = await Promise.all(Array.from({ length: 50 }, () => confirmLetter(token, NOW)))
    expect(results.every(({ ok }) => ok)).toBe(true)
    const [letter] = await lettersIn(campaign.id)
    expect(letter).toMatchObject({ state: "RELEASED", delivery: { state: "QUEUED", attempts: 0 } })
  })

  it("asks nobody twice who has confirmed the address in this browser", async () => {
    const campaign = await createLetterCampaign()
    const fields = letterFieldsOf()
    const result = await sendLetter(toSend(campaign, fields), true, NOW)
    expect(result).toMatchObject({ ok: true, value: { state: "queued" } })
    expect(await templatesSentTo(fields.email)).toEqual([])
    expect(await sendLetter(toSend(campaign, fields), true, NOW)).toEqual({ ok: false, code: "letter_sent_already" })
  })

  it("takes one letter a person and campaign, and answers a second one like a first", async () => {
    const campaign = await createLetterCampaign()
    const { fields, id } = await createLetter(campaign, {}, { now: NOW })
    const again = letterFieldsOf({ email: fields.email.toUpperCase(), name: "Stranger" })
    const fresh = letterFieldsOf()
    const second = await sendLetter(toSend(campaign, again), false, later(1))
    expect(second).toEqual(await sendLetter(toSend(campaign, fresh), false, later(1)))
    expect(await templatesSentTo(fields.email)).toEqual(["letter.confirm", "letter.already"])
    const { sealed } = await letterOf(id)
    expect(openLetter(id, sealed!).name).toBe("Ana")
    const { data } = await lastMessageTo(fields.email)
    expect(await findLetterByToken((data as { token: string }).token, NOW)).toMatchObject({ ok: true })
  })

  it("lets the newest letter win while the first waits, and kills the older link", async () => {
    const campaign = await createLetterCampaign()
    const first = await createPendingLetter(campaign, {}, { now: NOW })
    const second = await createPendingLetter(
      campaign,
      { email: first.fields.email, name: "Ana Maria" },
      { now: later(1) },
    )
    expect(await confirmLetter(first.token, later(1))).toEqual({ ok: false, code: "unknown" })
    expect(await findLetterConfirmation(second.token, later(1))).toMatchObject({ state: "pending", name: "Ana Maria" })
    expect((await confirmLetter(second.token, later(1))).ok).toBe(true)
    expect(await lettersIn(campaign.id)).toHaveLength(1)
  })

  it("counts a second press within seconds as the same", async () => {
    const campaign = await createLetterCampaign()
    const { fields } = await createPendingLetter(campaign, {}, { now: NOW })
    await sendLetter(toSend(campaign, fields), false, new Date(NOW.getTime() + 5_000))
    expect(await templatesSentTo(fields.email)).toEqual(["letter.confirm"])
  })

  it("makes one letter of 50 at the same moment", async () => {
    const campaign = await createLetterCampaign()
    const fields = letterFieldsOf()
    const send = () => sendLetter(toSend(campaign, fields), false, NOW)
    const results = await Promise.all(Array.from({ length: 50 }, send))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await lettersIn(campaign.id)).toHaveLength(1)
    expect(await templatesSentTo(fields.email)).toEqual(["letter.confirm"])
  })

  it("stores nothing for an address that has had its messages for the day", async () => {
    const campaigns = []
    for (let count = 0; count < 4; count++) campaigns.push(await createLetterCampaign())
    const fields = letterFieldsOf()
    for (const campaign of campaigns) await sendLetter(toSend(campaign, fields), false, NOW)
    expect(await messagesTo(fields.email)).toHaveLength(3)
    expect(await lettersIn(campaigns[3]!.id)).toEqual([])
  })

  it("refuses when the campaign takes no letters", async () => {
    const campaign = await createLetterCampaign({ campaign: { status: "CLOSED" } })
    const result = await sendLetter(toSend(campaign, letterFieldsOf()), false, NOW)
    expect(result).toEqual({ ok: false, code: "campaign_closed" })
  })

  it("keeps the version of the sample it came from, and the share of own words", async () => {
    const campaign = await createLetterCampaign()
    const sample = await sampleOf(campaign)
    const fields = { sample: sample.key, subject: sample.subject, body: sample.body }
    const plain = await createLetter(campaign, fields, { sample, now: NOW })
    const own = await createLetter(
      campaign,
      { ...fields, own: "I have seen it in my own street." },
      { sample, now: NOW },
    )
    expect(await letterOf(plain.id)).toMatchObject({ templateId: sample.id, ownShare: 0 })
    expect((await letterOf(own.id)).ownShare).toBeGreaterThan(0.15)
  })

  it("keeps address, name and text out of the plain columns", async () => {
    const campaign = await createLetterCampaign()
    const marked = {
      name: "Canary Name",
      body: "Dear Director,\n\nCanary text that is long enough to be a letter.",
      town: "Canary Town",
    }
    const { fields } = await createLetter(campaign, marked, { now: NOW })
    const dump = await db().$queryRaw<{ row: string }[]>`
      select to_jsonb(l)::text || coalesce(to_jsonb(d)::text, '') as row from "Letter" l left join "LetterDelivery" d on d."letterId" = l.id`
    const all = dump.map(({ row }) => row).join()
    for (const canary of ["Canary", fields.email]) {
      expect(all).not.toContain(canary)
      expect(all).not.toContain(Buffer.from(canary).toString("hex"))
    }
  })
})

describe("a link", () => {
  it("shows the letter and changes nothing, however often it is opened", async () => {
    const campaign = await createLetterCampaign()
    const { token } = await createPendingLetter(campaign, {}, { now: NOW })
    const before = await lettersIn(campaign.id)
    for (let times = 0; times < 5; times++)
      expect(await findLetterConfirmation(token, NOW)).toMatchObject({ state: "pending" })
    expect(await lettersIn(campaign.id)).toEqual(before)
  })

  it("dies after seven days", async () => {
    const campaign = await createLetterCampaign()
    const { token } = await createPendingLetter(campaign, {}, { now: NOW })
    expect(await findLetterConfirmation(token, later(8))).toMatchObject({ state: "expired" })
    expect(await confirmLetter(token, later(8))).toEqual({ ok: false, code: "expired" })
  })

  it("of one purpose opens nothing else", async () => {
    const campaign = await createLetterCampaign()
    const { token, statusToken } = await createLetter(campaign, {}, { now: NOW })
    expect(await findLetterByToken(token, NOW)).toEqual({ ok: false, code: "unknown" })
    expect(await confirmLetter(statusToken!, NOW)).toEqual({ ok: false, code: "unknown" })
    expect(await deletePendingLetter(statusToken!)).toEqual({ ok: false, code: "unknown" })
  })

  it("deletes a letter that somebody else entered, once", async () => {
    const campaign = await createLetterCampaign()
    const { token, fields } = await createPendingLetter(campaign, {}, { now: NOW })
    expect((await deletePendingLetter(token)).ok).toBe(true)
    expect(await deletePendingLetter(token)).toEqual({ ok: false, code: "unknown" })
    expect(await lettersIn(campaign.id)).toEqual([])
    expect((await messagesTo(fields.email)).filter(({ sealed }) => sealed)).toEqual([])
  })
})

describe("a letter that needs a look", () => {
  it.each([
    ["threat", "Dear Director,\n\nIf you do not act, we will find and hurt you, and we mean it.\n\n{{name}}"],
    ["personal", "Dear Director,\n\nAsk my neighbour, she lives at 12 Baker Street and will tell you everything."],
    ["link", "Dear Director,\n\nPlease read everything about it at www.example.com before you decide."],
    ["odd", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaa aaaaaaaa"],
  ])("is held for %s", async (reason, body) => {
    const campaign = await createLetterCampaign()
    const { id, state } = await createLetter(campaign, { body }, { now: NOW })
    expect(state).toBe("held")
    const letter = await letterOf(id)
    expect(letter).toMatchObject({ state: "HELD", delivery: null })
    expect(letter.heldFor).toContain(reason)
  })

  it("is held when the organiser reads all of them", async () => {
    const campaign = await createLetterCampaign()
    await db().letterSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
    const { id } = await createLetter(campaign, {}, { now: NOW })
    expect(await letterOf(id)).toMatchObject({ state: "HELD", heldFor: ["all"] })
  })

  it("goes when a moderator releases it, and only then", async () => {
    const campaign = await createLetterCampaign()
    await db().letterSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
    const { id } = await createLetter(campaign, {}, { now: NOW })
    expect(await decide(VIEWER, "letter", id, "approve", NOW)).toEqual({ ok: false, code: "forbidden" })
    expect((await decide(MODERATOR, "letter", id, "approve", NOW)).ok).toBe(true)
    expect(await letterOf(id)).toMatchObject({ state: "RELEASED", delivery: { state: "QUEUED" } })
    expect(await decide(MODERATOR, "letter", id, "approve", NOW)).toEqual({ ok: false, code: "gone" })
  })

  it("comes back to its writer with the reason, and can be sent again by who holds the link", async () => {
    const campaign = await createLetterCampaign()
    await db().letterSettings.create({ data: { campaignId: campaign.id, holdsAll: true } })
    const { id, fields } = await createLetter(campaign, {}, { now: NOW })
    await decide(MODERATOR, "letter", id, "remove", NOW, "topic")
    expect(await templatesSentTo(fields.email)).not.toContain("letter.returned")
    await settleLetters(new Date(NOW.getTime() + 40_000))
    expect(await findLetterView(id)).toMatchObject({ status: "returned", returnedFor: "topic" })
    const message = await lastMessageTo(fields.email)
    expect(message).toMatchObject({ template: "letter.returned", data: { reason: "topic" } })

    // Somebody who only knows the address cannot write over it.
    await sendLetter(toSend(campaign, letterFieldsOf({ email: fields.email, name: "Stranger" })), false, later(1))
    expect(await findLetterView(id)).toMatchObject({ status: "returned", name: "Ana" })
    await db().letterSettings.update({ where: { campaignId: campaign.id }, data: { holdsAll: false } })
    const again = letterFieldsOf({
      email: fields.email,
      body: "Dear Director,\n\nThis time it is about the matter itself.",
    })
    expect(await sendLetter(toSend(campaign, again), true, later(1))).toMatchObject({
      ok: true,
      value: { state: "queued" },
    })
    expect(await letterOf(id)).toMatchObject({ state: "RELEASED", returnedFor: null })
  })
})

describe("its writer", () => {
  it("withdraws it before it leaves: nothing of it is kept, and it does not go", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    expect(await withdrawLetter(id, NOW)).toEqual({ ok: true, value: { slug: campaign.slug, hadLeft: false } })
    expect(await withdrawLetter(id, NOW)).toEqual({ ok: false, code: "gone" })
    expect(await letterOf(id)).toMatchObject({
      state: "WITHDRAWN",
      sealed: null,
      emailIndex: null,
      delivery: null,
      tokens: [],
    })
  })

  it("cannot take back what has left, but our copy goes", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    await db().letterDelivery.update({ where: { letterId: id }, data: { state: "ACCEPTED", acceptedAt: NOW } })
    expect(await withdrawLetter(id, NOW)).toMatchObject({ ok: true, value: { hadLeft: true } })
    expect(await letterOf(id)).toMatchObject({ sealed: null, delivery: { state: "ACCEPTED" } })
  })

  it("erases it altogether", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    expect((await eraseLetter(id)).ok).toBe(true)
    expect(await lettersIn(campaign.id)).toEqual([])
  })

  it("sees how it does, by its link and by the address that was proved", async () => {
    const campaign = await createLetterCampaign()
    const { statusToken, fields } = await createLetter(campaign, {}, { now: NOW })
    const access = await findLetterByToken(statusToken!, later(400))
    expect(access).toMatchObject({ ok: true, value: { isFresh: false } })
    const view = access.ok ? await findLetterView(access.value.letterId) : null
    expect(view).toMatchObject({ status: "queued", name: "Ana", email: fields.email, recipientName: "Robin Office" })
    expect(await findLetterOf(campaign.slug, fields.email)).toEqual(view)
    expect(await findLetterOf(campaign.slug, "nobody@example.org")).toBeNull()
  })

  it("reads that letters are collected where the office has no address", async () => {
    const campaign = await createLetterCampaign({ line: { email: null } })
    const { id } = await createLetter(campaign, {}, { now: NOW })
    expect(await findLetterView(id)).toMatchObject({ status: "collected" })
  })
})

describe("publishing", () => {
  it("needs the writer's wish and an organiser's review, and shows no name that is not wanted", async () => {
    const campaign = await createLetterCampaign()
    const silent = await createLetter(campaign, {}, { now: NOW })
    const named = await createLetter(campaign, { public: "named", name: "Eva" }, { now: NOW })
    const unnamed = await createLetter(
      campaign,
      { public: "unnamed", name: "Olga Petrova", town: "Kazan" },
      { now: NOW },
    )
    const listed = () => listPublishedLetters(campaign.id, { language: null, after: null, limit: 10 })
    expect((await listed()).rows).toEqual([])

    expect(await decide(MODERATOR, "publication", silent.id, "approve", NOW)).toEqual({ ok: false, code: "gone" })
    expect(await decide(VIEWER, "publication", named.id, "approve", NOW)).toEqual({ ok: false, code: "forbidden" })
    await decide(MODERATOR, "publication", named.id, "approve", NOW)
    await decide(MODERATOR, "publication", unnamed.id, "approve", later(1))
    const { rows } = await listed()
    expect(rows.map(({ name }) => name)).toEqual([null, "Eva"])
    expect(JSON.stringify(rows)).not.toContain("Olga")
    const whole = await findPublished(rows[0]!.id)
    expect(whole?.text).toContain("Please act on this")
    expect(JSON.stringify(whole)).not.toMatch(/Olga|Petrova/)
  })

  it("ends when the writer hides or withdraws the letter", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, { public: "named" }, { now: NOW })
    await decide(MODERATOR, "publication", id, "approve", NOW)
    const { publicId } = await letterOf(id)
    expect(await findPublished(publicId)).not.toBeNull()
    await hideLetter(id)
    expect(await findPublished(publicId)).toBeNull()
    expect(await letterOf(id)).toMatchObject({ publicText: null, publicName: null, publication: "NONE" })
    expect(await decide(MODERATOR, "publication", id, "approve", NOW)).toEqual({ ok: false, code: "gone" })
  })

  it("pages through the letters in one language", async () => {
    const campaign = await createLetterCampaign()
    for (let count = 0; count < 5; count++) {
      const { id } = await createLetter(campaign, { public: "named", locale: count % 2 ? "es" : "en" }, { now: NOW })
      await decide(MODERATOR, "publication", id, "approve", later(count))
    }
    const first = await listPublishedLetters(campaign.id, { language: "en", after: null, limit: 2 })
    const second = await listPublishedLetters(campaign.id, { language: "en", after: first.next, limit: 2 })
    expect([first.rows.length, second.rows.length, second.next]).toEqual([2, 1, null])
    expect([...first.rows, ...second.rows].every(({ textLocale }) => textLocale === "en")).toBe(true)
  })
})

describe("a letter saved for later", () => {
  const form = { values: { body: "Dear Director, half a letter", email: "x@example.org" }, locale: "es" } as const

  it("waits behind a mailed link for seven days", async () => {
    const campaign = await createLetterCampaign()
    await saveForLater(campaign, form, "saver-1@example.org", NOW)
    const { template, data } = await lastMessageTo("saver-1@example.org")
    expect(template).toBe("letter.draft")
    const { token } = data as { token: string }
    expect(await findSaved(token, later(6))).toEqual({ ...form, slug: campaign.slug })
    expect(await findSaved(token, later(8))).toBeNull()
    await expireLetters(later(8))
    expect(await db().savedLetter.count({ where: { campaignId: campaign.id } })).toBe(0)
  })

  it("is deleted on request", async () => {
    const campaign = await createLetterCampaign()
    await saveForLater(campaign, form, "saver-2@example.org", NOW)
    const { token } = (await lastMessageTo("saver-2@example.org")).data as { token: string }
    await deleteSaved(token)
    expect(await findSaved(token, NOW)).toBeNull()
  })
})

describe("time", () => {
  it("takes the details of unconfirmed letters after seven days, and their rows 14 days later", async () => {
    const campaign = await createLetterCampaign()
    await createPendingLetter(campaign, {}, { now: NOW })
    await expireLetters(later(6))
    expect(await lettersIn(campaign.id)).toMatchObject([{ state: "PENDING" }])
    await expireLetters(later(8))
    expect(await lettersIn(campaign.id)).toMatchObject([{ state: "EXPIRED", sealed: null, emailIndex: null }])
    await expireLetters(later(22))
    expect(await lettersIn(campaign.id)).toEqual([])
  })
})
