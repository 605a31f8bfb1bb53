import { simpleParser } from "mailparser"
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { editLine, lineFields, pauseLine, resumeLine, setHoldsAll } from "#lib/domain/letters/edit-line"
import { saveTemplate, retireTemplate } from "#lib/domain/letters/edit-templates"
import { prepareHandOver, recordAnswer, recordHandOver, startHandOverPdf } from "#lib/domain/letters/handover"
import { findSampleByMark, listSamples } from "#lib/domain/letters/queries"
import { templateFields } from "#lib/domain/letters/schema"
import { findLetterView } from "#lib/domain/letters/status"
import { withdrawLetter } from "#lib/domain/letters/withdraw"
import type { Actor } from "#lib/domain/identity/policy"
import { HAND_OVER_TASK, handOverTask } from "#lib/domain/letters/handover-pdf"
import { db } from "#lib/platform/db"
import { createTaskRunner } from "#lib/platform/task-runs"
import { readTaskFile } from "#lib/platform/tasks"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createLetter, createLetterCampaign, letterOf, lineOf, sampleOf } from "#tests/factories/letter"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"
import { clearLetters, NOON, openPostOffice, type PostOffice, readText } from "./support"

let post: PostOffice

beforeAll(loadKeyring)
beforeEach(async () => {
  await clearLetters()
  post = await openPostOffice()
})
afterEach(() => post.close())

const EDITOR: Actor = { organiserId: newId(), roles: { "": "EDITOR" } }
const MODERATOR: Actor = { organiserId: newId(), roles: { "": "MODERATOR" } }
const at = (iso: string) => post.clock.set(new Date(iso))

type Campaign = Awaited<ReturnType<typeof createLetterCampaign>>

async function queueLetters(campaign: Campaign, count: number) {
  const letters = []
  for (let nth = 0; nth < count; nth++)
    letters.push(
      await createLetter(campaign, { subject: `Letter ${nth}` }, { now: new Date(NOON.getTime() - 60_000 + nth) }),
    )
  return letters
}

describe("caps", () => {
  it("hold by the hour and by the day, and letters keep their order", async () => {
    const campaign = await createLetterCampaign({ line: { perHour: 3, perDay: 7 } })
    await queueLetters(campaign, 9)
    await post.work()
    expect(post.smtp.received).toHaveLength(3)
    post.clock.passMinutes(59)
    await post.work()
    expect(post.smtp.received).toHaveLength(3)
    post.clock.passMinutes(2)
    await post.work()
    expect(post.smtp.received).toHaveLength(6)
    post.clock.passMinutes(61)
    await post.work()
    expect(post.smtp.received).toHaveLength(7)
    post.clock.passMinutes(20 * 60)
    await post.work()
    expect(post.smtp.received).toHaveLength(7)
    post.clock.passMinutes(3 * 60)
    await post.work()
    expect(post.smtp.received).toHaveLength(9)
    const subjects = await Promise.all(post.smtp.received.map(async ({ raw }) => (await simpleParser(raw)).subject))
    expect(subjects).toEqual(Array.from({ length: 9 }, (_, nth) => `Letter ${nth}`))
  })

  it("hold for the whole campaign", async () => {
    const campaign = await createLetterCampaign({ line: { perCampaign: 2 } })
    await queueLetters(campaign, 4)
    for (let days = 0; days < 3; days++) {
      await post.work()
      post.clock.passMinutes(24 * 60)
    }
    expect(post.smtp.received).toHaveLength(2)
  })

  it("count each target for itself", async () => {
    const one = await createLetterCampaign({ line: { perHour: 1, email: "one@target.example" } })
    const two = await createLetterCampaign({ line: { perHour: 2, email: "two@target.example" } })
    await queueLetters(one, 3)
    await queueLetters(two, 3)
    await post.work()
    expect(post.smtp.received.map(({ to }) => to[0]).sort()).toEqual([
      "one@target.example",
      "two@target.example",
      "two@target.example",
    ])
  })
})

describe("office hours", () => {
  it("are those of the target: nothing leaves at night or on a weekend", async () => {
    const campaign = await createLetterCampaign({ line: { keepsOfficeHours: true, timeZone: "America/New_York" } })
    await queueLetters(campaign, 1)
    // Tuesday, ten in London is five in New York.
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    at("2026-11-24T13:59:00Z")
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    at("2026-11-24T14:00:00Z")
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    await createLetter(campaign, {}, { now: post.clock.read() })
    at("2026-11-28T15:00:00Z") // Saturday
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    at("2026-11-30T15:00:00Z")
    await post.work()
    expect(post.smtp.received).toHaveLength(2)
  })

  it("end in the middle of a line, too", async () => {
    const campaign = await createLetterCampaign({ line: { keepsOfficeHours: true, timeZone: "UTC", officeUntil: 601 } })
    await queueLetters(campaign, 4)
    // Each letter takes half a minute of the clock.
    await post.close()
    post = await openPostOffice(({ step }) => {
      if (step === "end") post.clock.passMinutes(0.5)
      return null
    })
    await post.work()
    expect(post.smtp.received).toHaveLength(2)
  })
})

describe("an organiser", () => {
  it("pauses a line and sets it in motion again", async () => {
    const campaign = await createLetterCampaign()
    await queueLetters(campaign, 1)
    expect(await pauseLine(MODERATOR, campaign.target.id)).toEqual({ ok: false, code: "forbidden" })
    expect((await pauseLine(EDITOR, campaign.target.id)).ok).toBe(true)
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    expect(await resumeLine(MODERATOR, campaign.target.id, { retriesReturned: false }, NOON)).toMatchObject({
      ok: false,
    })
    await resumeLine(EDITOR, campaign.target.id, { retriesReturned: false }, NOON)
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
  })

  it("sets address, caps and hours; without an address letters are collected", async () => {
    const campaign = await createLetterCampaign({ line: { email: null } })
    await queueLetters(campaign, 2)
    await post.work()
    expect(post.smtp.received).toHaveLength(0)
    const fields = {
      email: "new@target.example",
      timeZone: "UTC",
      keepsOfficeHours: false,
      officeDays: [1],
      officeFrom: 540,
      officeUntil: 1020,
      perHour: 1,
      perDay: 5,
      perCampaign: null,
      bundlesAlike: false,
    }
    expect(lineFields.safeParse({ ...fields, timeZone: "Moon/Base" }).success).toBe(false)
    expect(lineFields.safeParse({ ...fields, officeFrom: 1020 }).success).toBe(false)
    expect(await editLine(MODERATOR, campaign.target.id, lineFields.parse(fields))).toMatchObject({ ok: false })
    expect((await editLine(EDITOR, campaign.target.id, lineFields.parse(fields))).ok).toBe(true)
    await post.work()
    expect(post.smtp.received.map(({ to }) => to[0])).toEqual(["new@target.example"])
  })

  it("edits samples by adding a version; letters keep theirs", async () => {
    const campaign = await createLetterCampaign()
    const sample = await sampleOf(campaign)
    const { id } = await createLetter(
      campaign,
      { sample: sample.key, subject: sample.subject, body: sample.body },
      { sample, now: NOON },
    )
    const fields = templateFields.parse({
      card: "Health",
      audience: "all",
      reasonPrompt: "Why?",
      subject: "New subject",
      body: "New {{name}}",
    })
    const key = { campaignId: campaign.id, key: "health", locale: "en" } as const
    expect(await saveTemplate(MODERATOR, key, fields)).toEqual({ ok: false, code: "forbidden" })
    expect(await saveTemplate(EDITOR, key, { ...fields, body: "Hello {{nobody}}" })).toMatchObject({
      ok: false,
      code: "faulty",
    })
    expect(await saveTemplate(EDITOR, key, fields)).toEqual({ ok: true, value: { version: 2 } })
    expect((await sampleOf(campaign)).body).toBe("New {{name}}")
    expect((await letterOf(id)).templateId).toBe(sample.id)
    expect((await findSampleByMark(campaign.id, sample.mark))?.body).toBe(sample.body)
    const [es] = await listSamples(campaign.id, "es")
    expect(es).toMatchObject({ textLocale: "en", body: "New {{name}}" })
    await retireTemplate(EDITOR, key, NOON)
    expect(await listSamples(campaign.id, "en")).toEqual([])
  })

  it("chooses that every letter waits", async () => {
    const campaign = await createLetterCampaign()
    expect(await setHoldsAll(MODERATOR, campaign.id, true)).toMatchObject({ ok: false })
    await setHoldsAll(EDITOR, campaign.id, true)
    const { state } = await createLetter(campaign, {}, { now: NOON })
    expect(state).toBe("held")
  })
})

describe("letters that are nearly the same", () => {
  it("go in one message with a count, when the organiser wants that, and each writer hears of it", async () => {
    const campaign = await createLetterCampaign({ line: { bundlesAlike: true, perHour: 2 } })
    const sample = await sampleOf(campaign)
    const same = { sample: sample.key, subject: sample.subject, body: sample.body }
    const alike = []
    for (const [nth, town] of ["Leeds", "York", ""].entries())
      alike.push(
        await createLetter(
          campaign,
          { ...same, name: `Writer ${nth}`, town },
          { sample, now: new Date(NOON.getTime() + nth) },
        ),
      )
    const own = await createLetter(
      campaign,
      { ...same, own: "I have seen with my own eyes what happens to people in my street.", name: "Own" },
      { sample, now: NOON },
    )
    const answered = await createLetter(
      campaign,
      { ...same, route: "relay-reply", name: "Reply" },
      { sample, now: NOON },
    )
    post.clock.passMinutes(1)
    await post.work()
    // The others gather until the office opens on another day.
    expect(post.smtp.received).toHaveLength(2)
    post.clock.passMinutes(13 * 60)
    await post.work()
    expect(post.smtp.received).toHaveLength(3)
    const mail = await simpleParser(post.smtp.received[2]!.raw)
    const text = readText(mail.text)
    expect(text).toContain("3 people have sent you this letter")
    expect(text).toContain("- Writer 0, Leeds\n- Writer 1, York\n- Writer 2\n")
    expect(mail.from?.value[0]).toMatchObject({ name: "Two Minutes" })
    expect(mail.replyTo).toBeUndefined()
    for (const { id, fields } of [...alike, own, answered]) {
      expect((await letterOf(id)).delivery?.state).toBe("ACCEPTED")
      expect((await templatesSentTo(fields.email)).at(-1)).toBe("letter.accepted")
    }
  })

  it("stay together when one of them is withdrawn", async () => {
    const campaign = await createLetterCampaign({ line: { bundlesAlike: true } })
    const sample = await sampleOf(campaign)
    const same = { sample: sample.key, subject: sample.subject, body: sample.body }
    const letters = []
    for (let nth = 0; nth < 3; nth++)
      letters.push(
        await createLetter(
          campaign,
          { ...same, name: `Writer ${nth}` },
          { sample, now: new Date(NOON.getTime() + nth) },
        ),
      )
    post.clock.passMinutes(13 * 60)
    await pauseLine(EDITOR, campaign.target.id)
    await withdrawLetter(letters[0]!.id, NOON)
    await resumeLine(EDITOR, campaign.target.id, { retriesReturned: false }, NOON)
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    expect(readText((await simpleParser(post.smtp.received[0]!.raw)).text)).not.toContain("Writer 0")
  })
})

describe("handing over", () => {
  it("puts what waits into one PDF, tells every writer, and cannot be undone by a withdrawal", async () => {
    const campaign = await createLetterCampaign({ line: { email: null } })
    const letters = await queueLetters(campaign, 3)
    expect(await prepareHandOver(MODERATOR, campaign.target.id)).toMatchObject({ ok: false, code: "forbidden" })
    const prepared = await prepareHandOver(EDITOR, campaign.target.id)
    if (!prepared.ok) throw new Error(prepared.code)
    expect(prepared.value.letters).toBe(3)
    expect(await prepareHandOver(EDITOR, campaign.target.id)).toEqual({ ok: false, code: "empty" })
    expect(await findLetterView(letters[0]!.id)).toMatchObject({ status: "collected" })
    expect((await withdrawLetter(letters[0]!.id, NOON)).ok).toBe(true)

    const { handOverId } = prepared.value
    const options = { part: 1, locale: "en", format: "A4", on: "2026-12-01", purpose: "meeting" } as const
    expect(await startHandOverPdf(MODERATOR, handOverId, options)).toMatchObject({ ok: false, code: "forbidden" })
    expect(await startHandOverPdf(EDITOR, handOverId, { ...options, part: 2 })).toEqual({ ok: false, code: "empty" })
    const started = await startHandOverPdf(EDITOR, handOverId, options)
    if (!started.ok) throw new Error(started.code)
    const printer = createTaskRunner({ [HAND_OVER_TASK]: handOverTask })
    await printer.run()
    const file = await readTaskFile(started.value.taskId, EDITOR.organiserId)
    expect(file?.fileName).toBe("letters-2026-12-01.pdf")
    const pieces: Uint8Array[] = []
    for await (const piece of file!.pieces) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-")
    expect(bytes.length).toBeGreaterThan(10_000)
    const logged = await db().auditEntry.findMany({ where: { subjectId: handOverId }, orderBy: { id: "asc" } })
    expect(logged.map(({ action, rows, purpose }) => [action, rows, purpose])).toEqual([
      ["letters_batched", 3, null],
      ["letters_exported", 2, "meeting"],
    ])

    expect(await recordHandOver(MODERATOR, handOverId, "2026-12-01", NOON)).toMatchObject({ ok: false })
    expect(await recordHandOver(EDITOR, handOverId, "2026-12-01", NOON)).toMatchObject({
      ok: true,
      value: { letters: 2 },
    })
    await recordHandOver(EDITOR, handOverId, "2026-12-01", NOON)
    for (const { id, fields } of letters.slice(1)) {
      expect(await findLetterView(id)).toMatchObject({ status: "handed_over", handedOn: "2026-12-01" })
      expect((await templatesSentTo(fields.email)).filter((one) => one === "letter.handed-over")).toHaveLength(1)
    }
    expect((await lastMessageTo(letters[1]!.fields.email)).data).toMatchObject({ n: 2, on: "2026-12-01" })
    await recordAnswer(EDITOR, letters[1]!.id, NOON)
    expect(await findLetterView(letters[1]!.id)).toMatchObject({ status: "answered" })
  })

  it("takes letters out of the mail: none goes twice", async () => {
    const campaign = await createLetterCampaign({ line: { perHour: 1 } })
    await queueLetters(campaign, 3)
    await post.work()
    await prepareHandOver(EDITOR, campaign.target.id)
    post.clock.passMinutes(61)
    await post.work()
    expect(post.smtp.received).toHaveLength(1)
    expect(await db().letterDelivery.count({ where: { targetId: campaign.target.id, state: "BATCHED" } })).toBe(2)
    expect(await lineOf(campaign)).toMatchObject({ isPaused: false })
  })
})
