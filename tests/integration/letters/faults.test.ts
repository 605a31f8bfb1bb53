import { simpleParser } from "mailparser"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { withdrawLetter } from "#lib/domain/letters/withdraw"
import { findLetterView } from "#lib/domain/letters/status"
import { takeNext } from "#lib/domain/letters/line"
import { resumeLine } from "#lib/domain/letters/edit-line"
import type { Actor } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { openMailer } from "#lib/platform/smtp"
import { createLetterRunner } from "#lib/domain/letters/sender"
import { createOrganiser } from "#tests/factories/organiser"
import { createLetter, createLetterCampaign, letterOf, lineOf, TARGET_EMAIL } from "#tests/factories/letter"
import { templatesSentTo } from "#tests/support/mailbox"
import { startSmtp } from "#tests/support/smtp"
import { clearLetters, NOON, openPostOffice, type PostOffice } from "./support"

let post: PostOffice | undefined

beforeAll(loadKeyring)
beforeEach(clearLetters)
afterEach(async () => {
  await post?.close()
  post = undefined
})

const OWNER: Actor = { organiserId: newId(), roles: { "": "OWNER" } }
const MINUTE = 1
const HOUR = 60 * MINUTE

const idsOf = (received: { raw: string }[]) =>
  Promise.all(received.map(async ({ raw }) => (await simpleParser(raw)).messageId))

describe("a letter", () => {
  it("arrives, and its writer hears of it", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const { id, fields } = await createLetter(campaign, {}, { now: NOON })
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    expect(post.smtp.received[0]).toMatchObject({ from: "letters@localhost", to: [TARGET_EMAIL] })
    expect(await letterOf(id)).toMatchObject({ delivery: { state: "ACCEPTED", attempts: 1, lastError: null } })
    expect(await findLetterView(id)).toMatchObject({ status: "accepted", acceptedOn: "2026-11-24" })
    expect((await templatesSentTo(fields.email)).at(-1)).toBe("letter.accepted")
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
  })

  it("that was withdrawn does not go", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    await withdrawLetter(id, NOON)
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
  })
})

describe("a mail server that", () => {
  it("refuses connections costs no letter its place: all wait, and go in their order when it is back", async () => {
    const gone = await startSmtp()
    await gone.stop()
    const campaign = await createLetterCampaign()
    const subjects = []
    for (let count = 0; count < 5; count++) {
      subjects.push(`Letter ${count}`)
      await createLetter(campaign, { subject: `Letter ${count}` }, { now: new Date(NOON.getTime() + count) })
    }
    post = await openPostOffice()
    const runner = createLetterRunner(openMailer(gone.url, { hostname: "localhost", connections: 1 }), {
      clock: post.clock.read,
    })
    post.clock.passMinutes(1)
    for (let tries = 0; tries < 3; tries++) {
      await runner.run()
      await runner.idle()
      post.clock.passMinutes(20)
    }
    const rows = await db().letterDelivery.findMany({
      where: { targetId: campaign.target.id },
      orderBy: { queuedAt: "asc" },
    })
    expect(rows.map(({ state }) => state)).toEqual(["QUEUED", "QUEUED", "QUEUED", "QUEUED", "QUEUED"])
    // One letter finds out whether the server is back; the others are not tried.
    expect(rows.map(({ attempts }) => attempts)).toEqual([3, 0, 0, 0, 0])
    expect(await lineOf(campaign)).toMatchObject({ faults: 3, isPaused: false })
    await runner.stop()
    await post.work()
    const received = await Promise.all(post.smtp.received.map(({ raw }) => simpleParser(raw)))
    expect(received.map(({ subject }) => subject)).toEqual(subjects)
    expect(await lineOf(campaign)).toMatchObject({ faults: 0, heldUntil: null })
  })

  it("stays away for long alerts the organisers once, and gives nothing up", async () => {
    const gone = await startSmtp()
    await gone.stop()
    await createOrganiser({ email: "owner@example.org", role: "OWNER", scope: "" })
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    post = await openPostOffice()
    const runner = createLetterRunner(openMailer(gone.url, { hostname: "localhost", connections: 1 }), {
      clock: post.clock.read,
    })
    for (let tries = 0; tries < 40; tries++) {
      await runner.run()
      await runner.idle()
      post.clock.passMinutes(HOUR)
    }
    await runner.stop()
    expect(await letterOf(id)).toMatchObject({ state: "RELEASED", delivery: { state: "QUEUED" } })
    expect(await lineOf(campaign)).toMatchObject({ alert: "down", isPaused: false })
    expect(await templatesSentTo("owner@example.org")).toEqual(["organiser.letters-stopped"])
    post.clock.passMinutes(24 * HOUR)
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    expect(await lineOf(campaign)).toMatchObject({ alert: null })
  })

  it("greylists: the next try arrives, and the others do not wait for it", async () => {
    post = await openPostOffice(({ step, nth }) => (step === "rcpt" && nth === 1 ? "451 4.7.1 Try again later" : null))
    const campaign = await createLetterCampaign()
    const first = await createLetter(campaign, {}, { now: NOON })
    const second = await createLetter(campaign, {}, { now: new Date(NOON.getTime() + 1) })
    post.clock.passMinutes(1)
    await post.work()
    const waiting = await letterOf(first.id)
    expect(waiting.delivery).toMatchObject({ state: "QUEUED", attempts: 1, lastError: "451 RCPT" })
    const delayMs = waiting.delivery!.dueAt.getTime() - post.clock.read().getTime()
    expect(delayMs).toBeGreaterThan(30_000)
    expect(delayMs).toBeLessThanOrEqual(60_000)
    expect((await letterOf(second.id)).delivery).toMatchObject({ state: "ACCEPTED" })
    post.clock.passMinutes(1)
    await post.work()
    expect((await letterOf(first.id)).delivery).toMatchObject({ state: "ACCEPTED", attempts: 2 })
    expect(new Set(await idsOf(post.smtp.received)).size).toBe(2)
  })

  it.each([
    ["rcpt", "452 4.2.2 Mailbox full"],
    ["rcpt", "421 4.3.2 Shutting down"],
    ["mail", "421 4.7.0 Too many connections"],
    ["end", "451 4.3.0 Local error"],
    ["end", "421 4.3.2 Going down"],
    ["rcpt", "554 5.7.1 Relay access denied"],
  ] as const)("answers %s with %s is tried again with the same Message-ID", async (step, reply) => {
    post = await openPostOffice((moment) => (moment.step === step && moment.nth === 1 ? reply : null))
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    await post.work()
    expect(await letterOf(id)).toMatchObject({ state: "RELEASED", delivery: { state: "QUEUED" } })
    expect(await lineOf(campaign)).toMatchObject({ isPaused: false })
    post.clock.passMinutes(2)
    await post.work()
    expect((await letterOf(id)).delivery).toMatchObject({ state: "ACCEPTED", attempts: 2 })
    expect(post.smtp.received.filter(({ isAccepted }) => isAccepted)).toHaveLength(1)
    expect(new Set(await idsOf(post.smtp.received)).size).toBe(1)
  })

  it("never takes a letter gives it back to its writer after five tries in a day", async () => {
    post = await openPostOffice(({ step }) => (step === "rcpt" ? "450 4.2.1 Later" : null))
    const campaign = await createLetterCampaign()
    const { id, fields } = await createLetter(campaign, {}, { now: NOON })
    const begin = post.clock.read().getTime()
    for (let looks = 0; looks < 60 && (await letterOf(id)).state === "RELEASED"; looks++) {
      await post.work()
      post.clock.passMinutes(30)
    }
    expect(await letterOf(id)).toMatchObject({ state: "RETURNED", delivery: { state: "FAILED", attempts: 5 } })
    expect(post.smtp.asked.filter(({ step }) => step === "rcpt")).toHaveLength(5)
    const hours = (post.clock.read().getTime() - begin) / 3_600_000
    expect(hours).toBeGreaterThan(19)
    expect(hours).toBeLessThan(29)
    expect(await findLetterView(id)).toMatchObject({ status: "failed" })
    expect((await templatesSentTo(fields.email)).at(-1)).toBe("letter.failed")
    expect(await lineOf(campaign)).toMatchObject({ isPaused: false })
  })

  it.each([
    ["rcpt", "550 5.1.1 <office@target.example>: no such user"],
    ["end", "554 5.6.0 We do not want this"],
  ] as const)(
    "refuses for good (%s %s): the line stops, the organisers are told, nothing else is tried",
    async (step, reply) => {
      await createOrganiser({ email: `owner-${step}@example.org`, role: "OWNER", scope: "" })
      let isFixed = false
      post = await openPostOffice((moment) => (!isFixed && moment.step === step ? reply : null))
      const campaign = await createLetterCampaign()
      const first = await createLetter(campaign, {}, { now: NOON })
      const second = await createLetter(campaign, {}, { now: new Date(NOON.getTime() + 1) })
      post.clock.passMinutes(1)
      await post.work()
      await post.work()
      expect(await letterOf(first.id)).toMatchObject({ state: "RETURNED", delivery: { state: "BOUNCED" } })
      expect(await letterOf(second.id)).toMatchObject({ state: "RELEASED", delivery: { state: "QUEUED", attempts: 0 } })
      expect(await lineOf(campaign)).toMatchObject({ isPaused: true, pausedFor: "bounced", alert: "bounced" })
      expect(await templatesSentTo(`owner-${step}@example.org`)).toEqual(["organiser.letters-stopped"])
      expect((await templatesSentTo(first.fields.email)).at(-1)).toBe("letter.failed")
      expect(post.smtp.asked.filter((one) => one.step === step)).toHaveLength(1)

      // The organiser has put it right: the letter that came back goes once more, as the same mail.
      isFixed = true
      await resumeLine(OWNER, campaign.target.id, { retriesReturned: true }, post.clock.read())
      await post.work()
      const accepted = post.smtp.received.filter(({ isAccepted }) => isAccepted)
      expect(accepted).toHaveLength(2)
      expect(new Set(await idsOf(post.smtp.received)).size).toBe(2)
      expect(await letterOf(first.id)).toMatchObject({ state: "RELEASED", delivery: { state: "ACCEPTED" } })
    },
  )

  it("dies after DATA: every copy of the letter has the same Message-ID", async () => {
    post = await openPostOffice(({ step, nth }) => (step === "end" && nth <= 2 ? "hang-up" : null))
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    for (let looks = 0; looks < 12 && (await letterOf(id)).delivery?.state !== "ACCEPTED"; looks++) {
      await post.work()
      post.clock.passMinutes(20)
    }
    expect((await letterOf(id)).delivery).toMatchObject({ state: "ACCEPTED" })
    expect(post.smtp.received.filter(({ isAccepted }) => isAccepted)).toHaveLength(1)
    expect(post.smtp.received).toHaveLength(3)
    expect(new Set(await idsOf(post.smtp.received)).size).toBe(1)
  })

  it("stalls with one target: letters to the others go on", async () => {
    post = await openPostOffice(({ step, address }) =>
      step === "rcpt" && address === "slow@target.example" ? "stall" : null,
    )
    const slow = await createLetterCampaign({ line: { email: "slow@target.example" } })
    const fine = await createLetterCampaign({ line: { email: "fine@target.example" } })
    const stuck = await createLetter(slow, {}, { now: NOON })
    for (let count = 0; count < 5; count++) await createLetter(fine, {}, { now: NOON })
    await post.runner.run()
    await vi.waitFor(() => expect(post!.smtp.received).toHaveLength(5), { timeout: 10_000 })
    expect((await letterOf(stuck.id)).delivery).toMatchObject({ state: "SENDING" })
  })

  it("stalls while the worker stops: it waits no longer than it may, and the letter goes back untried", async () => {
    post = await openPostOffice(({ step }) => (step === "rcpt" ? "stall" : null))
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    await post.runner.run()
    await vi.waitFor(async () => expect((await letterOf(id)).delivery?.state).toBe("SENDING"))
    const begin = Date.now()
    await post.runner.stop()
    expect(Date.now() - begin).toBeLessThan(2_500)
    expect((await letterOf(id)).delivery).toMatchObject({ state: "QUEUED", attempts: 0, leaseUntil: null })
    expect(await lineOf(campaign)).toMatchObject({ heldUntil: null })
  })

  it("stalls: when it has been silent for too long the try is over, and the letter is tried again", async () => {
    post = await openPostOffice(({ step, nth }) => (step === "rcpt" && nth === 1 ? "stall" : null), { silenceMs: 300 })
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    await post.work()
    expect((await letterOf(id)).delivery).toMatchObject({
      state: "QUEUED",
      attempts: 1,
      lastError: expect.stringMatching(/^[A-Z_]+$/),
    })
    post.clock.passMinutes(2)
    await post.work()
    expect((await letterOf(id)).delivery).toMatchObject({ state: "ACCEPTED", attempts: 2 })
  })
})

describe("a worker that dies", () => {
  it("leaves its letter to the next one when the lease is over, and the line stands still until then", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const first = await createLetter(campaign, {}, { now: NOON })
    await createLetter(campaign, {}, { now: new Date(NOON.getTime() + 1) })
    post.clock.passMinutes(1)
    expect(await takeNext(campaign.target.id, post.clock.read())).toMatchObject({ letterId: first.id, attempts: 1 })
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    post.clock.passMinutes(3)
    await post.work()
    expect(post.smtp.received).toHaveLength(2)
    expect((await letterOf(first.id)).delivery).toMatchObject({ state: "ACCEPTED", attempts: 2 })
  })

  it("does not die of the same letter for ever: the line stops, and an organiser looks", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOON })
    for (let deaths = 0; deaths < 3; deaths++) {
      await takeNext(campaign.target.id, post.clock.read())
      post.clock.passMinutes(3)
    }
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    expect(await letterOf(id)).toMatchObject({ state: "RETURNED", delivery: { lastError: "WORKER_STOPPED" } })
    expect(await lineOf(campaign)).toMatchObject({ isPaused: true })
  })

  it("is one of several: each letter goes once, however many look at the same moment", async () => {
    post = await openPostOffice()
    const campaign = await createLetterCampaign()
    await createLetter(campaign, {}, { now: NOON })
    const workers = Array.from({ length: 4 }, () =>
      createLetterRunner(openMailer(post!.smtp.url, { hostname: "localhost", connections: 1 }), {
        clock: post!.clock.read,
      }),
    )
    for (let count = 0; count < 20; count++) await createLetter(campaign, {}, { now: new Date(NOON.getTime() + count) })
    post.clock.passMinutes(1)
    for (let looks = 0; looks < 50 && post.smtp.received.length < 21; looks++) {
      await Promise.all(workers.map((one) => one.run()))
      await Promise.all(workers.map((one) => one.idle()))
    }
    expect(post.smtp.received).toHaveLength(21)
    expect(new Set(await idsOf(post.smtp.received)).size).toBe(21)
    await Promise.all(workers.map((one) => one.stop()))
  })
})
