import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listLetters } from "#lib/domain/letters/letter-list"
import { giveBackLetter, retryLetter } from "#lib/domain/letters/one-letter"
import { findLetterFigures, listLines } from "#lib/domain/letters/organiser-queries"
import { findLetterView } from "#lib/domain/letters/status"
import { pagesOf } from "#lib/domain/letters/template-queries"
import type { Actor } from "#lib/domain/identity/policy"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createLetter, createLetterCampaign, letterOf, lineOf, sampleOf } from "#tests/factories/letter"
import { startHandlers } from "#tests/support/handlers"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"
import { Visitor } from "#tests/support/visitor"

const NOW = new Date("2026-11-24T10:00:00Z")
const FROM_HERE = { "sec-fetch-site": "same-origin" }
let web: Awaited<ReturnType<typeof startHandlers>>
let owner: Visitor

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
  owner = new Visitor(web.url)
  const token = (await newSetUpToken(new Date())) ?? ""
  await owner.post("/admin/setup", { token, name: "Olga", email: "owner@example.org" })
})
afterAll(() => web.close())

const roleIn = (campaignId: string, role: "EDITOR" | "MODERATOR" | "VIEWER"): Actor => ({
  ...{ organiserId: newId(), roles: { [campaignId]: role } },
})
const logOf = async (campaignId: string) =>
  (await db().auditEntry.findMany({ where: { campaignId }, orderBy: { id: "asc" } })).map(({ action }) => action)

const LINE = {
  ...{ action: "save", address: "office@target.example", timeZone: "Europe/London", keepsOfficeHours: "yes" },
  ...{
    day1: "yes",
    day2: "yes",
    officeFrom: "9:00",
    officeUntil: "17:30",
    perHour: "20",
    perDay: "100",
    perCampaign: "",
  },
}

describe("the line of a target", () => {
  it("is set by a form, tells which field is wrong, and everything is logged", async () => {
    const campaign = await createLetterCampaign()
    const path = `/admin/campaigns/${campaign.id}/letters/lines/${campaign.target.id}`
    const send = (fields: Record<string, string>) => owner.post(path, fields, FROM_HERE)
    expect((await send(LINE)).headers.get("location")).toContain("saved=1")
    expect(await lineOf(campaign)).toMatchObject({
      ...{
        timeZone: "Europe/London",
        officeDays: [1, 2],
        officeFrom: 540,
        officeUntil: 1050,
        perHour: 20,
        perCampaign: null,
      },
    })
    for (const [changes, code] of [
      [{ perHour: "0" }, "cap_wrong"],
      [{ timeZone: "Nowhere/Here" }, "time_zone_unknown"],
      [{ officeFrom: "noon" }, "office_time"],
      [{ officeUntil: "8:00" }, "office_hours"],
      [{ day1: "", day2: "" }, "office_days"],
      [{ address: "nobody" }, "email_malformed"],
    ] as const) {
      const answer = await owner.postJson(path, { ...LINE, ...changes }, FROM_HERE)
      expect([answer.status, JSON.stringify(await answer.json())], code).toEqual([422, expect.stringContaining(code)])
    }
    for (const action of ["pause", "resume", "retry", "seen", "test"]) expect((await send({ action })).status).toBe(303)
    expect(await logOf(campaign.id)).toEqual([
      ...["letter_line_changed", "letter_line_paused", "letter_line_resumed", "letter_line_resumed"],
      ...["letter_alert_seen", "letter_test_sent"],
    ])
    expect((await lastMessageTo("owner@example.org")).template).toBe("organiser.test-letter")
    expect((await owner.post(path.replace(campaign.id, newId()), { action: "pause" }, FROM_HERE)).status).toBe(404)
  })

  it("is seen by editors only; others see figures", async () => {
    const campaign = await createLetterCampaign()
    await createLetter(campaign, {}, { now: NOW })
    for (const role of ["MODERATOR", "VIEWER"] as const) {
      expect(await listLines(roleIn(campaign.id, role), campaign.id, NOW)).toBeNull()
      expect(await listLetters(roleIn(campaign.id, role), campaign.id, "sent", null)).toBeNull()
      expect((await findLetterFigures(roleIn(campaign.id, role), campaign.id))?.get("waiting")).toBe(1)
    }
    expect(await findLetterFigures(roleIn(newId(), "EDITOR"), campaign.id)).toBeNull()
    expect(await listLines(roleIn(campaign.id, "EDITOR"), campaign.id, NOW)).toMatchObject([
      ...[{ waiting: 1, address: "office@target.example", failed: 0, since: "2026-11-24" }],
    ])
  })
})

describe("one letter", () => {
  it("that came back goes once more as the same mail, and shows its reason until then", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    const editor = roleIn(campaign.id, "EDITOR")
    await db().letterDelivery.update({ where: { letterId: id }, data: { state: "BOUNCED", lastError: "550 RCPT" } })
    await db().letter.update({ where: { id }, data: { state: "RETURNED", returnedFor: "bounced" } })
    const listed = await listLetters(editor, campaign.id, "failed", null)
    expect(listed?.rows).toMatchObject([{ letterId: id, name: "Ana", error: "550 RCPT", hasText: true }])
    expect(JSON.stringify(listed)).not.toContain("@")
    const { delivery } = await letterOf(id)
    expect(await retryLetter(roleIn(campaign.id, "MODERATOR"), id, NOW)).toEqual({ ok: false, code: "forbidden" })
    expect((await retryLetter(editor, id, NOW)).ok).toBe(true)
    expect(await letterOf(id)).toMatchObject({
      state: "RELEASED",
      delivery: { id: delivery!.id, state: "QUEUED", attempts: 0 },
    })
    expect(await retryLetter(editor, id, NOW)).toEqual({ ok: false, code: "gone" })
    expect(await logOf(campaign.id)).toEqual(["letters_viewed", "letter_retried"])
  })

  it("that is not taken can be given back by hand, and its writer hears of it", async () => {
    const campaign = await createLetterCampaign()
    const { id, fields } = await createLetter(campaign, {}, { now: NOW })
    const editor = roleIn(campaign.id, "EDITOR")
    expect(await giveBackLetter(editor, id, NOW)).toEqual({ ok: false, code: "gone" })
    await db().letterDelivery.update({ where: { letterId: id }, data: { attempts: 2, lastError: "451 DATA" } })
    expect((await listLetters(editor, campaign.id, "tried", null))?.rows).toMatchObject([
      { attempts: 2, error: "451 DATA" },
    ])
    expect((await giveBackLetter(editor, id, NOW)).ok).toBe(true)
    expect(await findLetterView(id)).toMatchObject({ status: "failed" })
    expect((await templatesSentTo(fields.email)).at(-1)).toBe("letter.failed")
  })
})

describe("samples and points", () => {
  it("refuse a field that nobody can fill by its name and line, and keep versions that a native speaker has to read", async () => {
    const campaign = await createLetterCampaign()
    const { card, audience, reasonPrompt, subject, body } = await sampleOf(campaign)
    const path = `/admin/campaigns/${campaign.id}/letters/templates/health`
    const fields = { action: "save", lang: "en", card, audience, reasonPrompt, subject, body }
    const refused = await owner.postJson(path, { ...fields, body: "Dear {{recipient_name}},\n{{nobody}}" }, FROM_HERE)
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("nobody")])
    const saved = await owner.postJson(
      path,
      { ...fields, body: `${body}\n${"A long sentence. ".repeat(300)}` },
      FROM_HERE,
    )
    expect(await saved.json()).toMatchObject({ status: "saved", version: 2, pages: expect.any(Number) as number })
    expect((await sampleOf(campaign)).needsReview).toBe(true)
    await owner.post(path, { action: "read", lang: "en" }, FROM_HERE)
    expect((await sampleOf(campaign)).needsReview).toBe(false)
    expect(await pagesOf(campaign.id, "en", { subject, body })).toBe(1)
    expect(await pagesOf(campaign.id, "en", { subject, body: "A long sentence. ".repeat(300) })).toBeGreaterThan(1)
    const points = {
      action: "save",
      lang: "es",
      title: "Argumentos",
      label1: "Salud",
      say1: "Importa.",
      label2: "Sin nada",
    }
    expect((await owner.post(`/admin/campaigns/${campaign.id}/letters/points`, points, FROM_HERE)).status).toBe(303)
    expect(await db().talkingPointSet.findMany({ where: { campaignId: campaign.id } })).toMatchObject([
      { locale: "es", review: "pending", points: [{ label: "Salud", say: "Importa." }] },
    ])
    expect((await owner.post(path, { action: "retire", lang: "en" }, FROM_HERE)).status).toBe(303)
    expect(await logOf(campaign.id)).toEqual([
      ...["letter_template_saved", "letter_template_read", "letter_points_saved", "letter_template_retired"],
    ])
  })
})
