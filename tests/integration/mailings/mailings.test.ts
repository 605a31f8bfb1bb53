import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { findPublicUpdate, listPublicUpdates } from "#lib/domain/campaigns/update-queries"
import { saveUpdateText, unscheduleUpdate } from "#lib/domain/campaigns/updates"
import { messageBounceAddress, recordMessageBounce } from "#lib/domain/mail/bounce"
import { recipientIndex } from "#lib/domain/mail/commands"
import { deliver } from "#lib/domain/mail/delivery"
import { leaseMessages, reclaimMessages } from "#lib/domain/mail/leases"
import { steerMailing } from "#lib/domain/mailings/control"
import { expandMailing, settleMailing } from "#lib/domain/mailings/expand"
import { exposedDraft, saveExposedText, sendExposed } from "#lib/domain/mailings/exposed"
import { advanceMailings } from "#lib/domain/mailings/jobs"
import { startOutcome } from "#lib/domain/mailings/outcome"
import { previewMail, sendTest } from "#lib/domain/mailings/preview"
import { publishDueUpdates, publishUpdate, withdrawUpdate } from "#lib/domain/mailings/publish"
import { findMailing } from "#lib/domain/mailings/queries"
import { unsubscribe } from "#lib/domain/mailings/unsubscribe"
import "#lib/domain/mailings/words"
import { findByReceiptToken } from "#lib/domain/signatures/receipts"
import { findStopLink } from "#lib/domain/signatures/news"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import type { Mail, Mailer } from "#lib/platform/smtp"
import { unsubscribe as unsubscribeHandler } from "#lib/web/handlers/unsubscribe"
import type { Locale } from "#lib/shared/locales"
import { createCampaign } from "#tests/factories/campaign"
import { createSupporters } from "#tests/factories/mailing"
import { createOrganiser } from "#tests/factories/organiser"
import { lastMessageTo } from "#tests/support/mailbox"

const NOON = new Date("2026-11-24T12:00:00Z")
const MINUTE_MS = 60_000

beforeAll(loadKeyring)

beforeEach(async () => {
  await db().mailing.deleteMany()
  await db().update.deleteMany()
  await db().message.deleteMany()
  await db().suppression.deleteMany()
})

/** Sends what is due and keeps it. */
function collector(judge: (mail: Mail) => "accepted" | "bounced" | "deferred" = () => "accepted") {
  const sent: Mail[] = []
  const mailer: Mailer = {
    send: async (mail, { beforeEnd } = {}) => {
      const outcome = judge(mail)
      if (outcome === "accepted") await beforeEnd?.()
      if (outcome === "accepted") sent.push(mail)
      return { outcome, detail: outcome === "accepted" ? null : "550 RCPT" }
    },
    close: () => undefined,
  }
  const work = async () => {
    for (let rounds = 0; rounds < 50; rounds++) {
      await advanceMailings(
        () => new Date(),
        () => false,
      )
      const messages = await leaseMessages(500)
      if (messages.length === 0) break
      for (const message of messages) await deliver(message, mailer, () => false)
    }
    await advanceMailings(
      () => new Date(),
      () => false,
    )
  }
  return { sent, work, to: () => sent.map(({ to }) => to.address).sort() }
}

/** Everything that waits is due now, whatever the pace. */
const hurry = () => db().message.updateMany({ where: { state: "QUEUED" }, data: { dueAt: new Date(0) } })

async function createNews(
  texts: Record<string, string> = { en: "The **council** met." },
  changes: Parameters<typeof createCampaign>[0] = {},
) {
  const campaign = await createCampaign(changes)
  const { actor, email } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
  let id: string | null = null
  for (const [language, body] of Object.entries(texts)) {
    const fields = { language: language as "en", title: `Title ${language}`, body, revision: 0 }
    const saved = await saveUpdateText(actor, campaign.id, id, fields, NOON)
    if (!saved.ok) throw new Error(saved.code)
    id = saved.value.id
  }
  return { campaign, actor, email, id: id! }
}

async function startNews(perMinute = 6_000, texts?: Record<string, string>) {
  const news = await createNews(texts)
  const { campaign, actor, id } = news
  await createSupporters(campaign, 6, (place) => `r${place}-${campaign.slug}@example.org`)
  const started = await publishUpdate(actor, campaign.id, id, { at: null, perMinute }, new Date())
  if (!started.ok) throw new Error(started.code)
  return { ...news, mailingId: started.value.mailingId! }
}

describe("writing news", () => {
  it("never writes over what its writer has not seen, and says who was faster", async () => {
    const { campaign, actor, id } = await createNews()
    const save = (title: string, revision: number, language: "en" | "es" = "en") =>
      saveUpdateText(actor, campaign.id, id, { language, title, body: "Text", revision }, NOON)
    const both = await Promise.all([save("First", 1), save("Second", 1)])
    expect(both.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual(["changed_meanwhile", "ok"])
    expect(await save("Other language", 0, "es")).toMatchObject({ ok: true })
    expect(await save("Third", 2)).toMatchObject({ ok: true })
  })

  it("is for editors of the campaign", async () => {
    const { campaign, id } = await createNews()
    for (const role of ["MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role, scope: campaign.id })
      const text = { language: "en", title: "x", body: "y", revision: 1 } as const
      expect(await saveUpdateText(actor, campaign.id, id, text, NOON)).toEqual({ ok: false, code: "forbidden" })
      expect(await publishUpdate(actor, campaign.id, id, { at: null, perMinute: null }, NOON)).toMatchObject({
        ok: false,
      })
      expect(await withdrawUpdate(actor, campaign.id, id, NOON)).toEqual({ ok: false, code: "forbidden" })
      const draft = { campaignId: campaign.id, kind: "UPDATE", number: null, texts: [] } as const
      expect(await sendTest(actor, draft, { locale: "en", isDiscreet: false })).toEqual({
        ok: false,
        code: "forbidden",
      })
    }
    const other = await createNews()
    expect(await publishUpdate(other.actor, campaign.id, id, { at: null, perMinute: null }, NOON)).toMatchObject({
      code: "forbidden",
    })
    expect(await publishUpdate(other.actor, other.campaign.id, id, { at: null, perMinute: null }, NOON)).toMatchObject({
      code: "unknown",
    })
    expect(await db().update.count({ where: { state: "PUBLISHED" } })).toBe(0)
  })

  it("gets numbers in order, which are never given again; a correction is told by its day", async () => {
    const { campaign, actor, id } = await createNews({ en: "One", es: "Uno" })
    const site = { at: null, perMinute: null }
    await publishUpdate(actor, campaign.id, id, site, NOON)
    expect(await listPublicUpdates(campaign.id, "es", 10)).toEqual([
      {
        ...{ number: 1, title: "Title es", body: "Uno", textLocale: "es" },
        ...{ publishedOn: "2026-11-24", correctedOn: null },
      },
    ])
    expect(await findPublicUpdate(campaign.id, 1, "ru")).toMatchObject({ title: "Title en", textLocale: "en" })
    const later = new Date(NOON.getTime() + 24 * 60 * MINUTE_MS)
    const text = { language: "en", title: "Title en", body: "One, corrected", revision: 1 } as const
    await saveUpdateText(actor, campaign.id, id, text, later)
    expect(await findPublicUpdate(campaign.id, 1, "en")).toMatchObject({ correctedOn: "2026-11-25" })
    expect(await findPublicUpdate(campaign.id, 1, "es")).toMatchObject({ correctedOn: null })
    await withdrawUpdate(actor, campaign.id, id, later)
    expect(await findPublicUpdate(campaign.id, 1, "en")).toBe("withdrawn")
    expect(await listPublicUpdates(campaign.id, "en", 10)).toEqual([])
    const next = { language: "en", title: "Next", body: "x", revision: 0 } as const
    const second = await saveUpdateText(actor, campaign.id, null, next, NOON)
    if (second.ok) await publishUpdate(actor, campaign.id, second.value.id, site, NOON)
    expect(await findPublicUpdate(campaign.id, 2, "en")).toMatchObject({ title: "Next" })
  })

  it("is published and mailed at its time, once, however many workers look", async () => {
    const { campaign, actor, id } = await createNews()
    await createSupporters(campaign, 2, (place) => `timed${place}@example.org`)
    const at = { moment: new Date(Date.now() + MINUTE_MS), timeZone: "Europe/Madrid" }
    expect(await publishUpdate(actor, campaign.id, id, { at, perMinute: 600 }, new Date())).toMatchObject({ ok: true })
    expect(await publishDueUpdates(new Date())).toBe(0)
    expect(await unscheduleUpdate(actor, campaign.id, id)).toMatchObject({ ok: true })
    await publishUpdate(actor, campaign.id, id, { at, perMinute: 600 }, new Date())
    const due = new Date(at.moment.getTime() + 1)
    await Promise.all([publishDueUpdates(due), publishDueUpdates(due)])
    expect(await db().mailing.count({ where: { updateId: id, state: "SENDING" } })).toBe(1)
    expect(await findPublicUpdate(campaign.id, 1, "en")).toMatchObject({ title: "Title en" })
    const entry = await db().auditEntry.findFirstOrThrow({
      where: { campaignId: campaign.id, action: "mailing_started" },
    })
    expect(entry).toMatchObject({ organiserId: actor.organiserId, rows: 2 })
  })
})

describe("a mailing", () => {
  it("goes in each person's language, discreet where they or the campaign chose it, with one-click headers", async () => {
    const { campaign, actor, id } = await createNews({ en: "English text", es: "Texto" })
    await createSupporters(campaign, 1, () => "en@example.org")
    await createSupporters(campaign, 1, () => "es@example.org", { locale: "es" })
    await createSupporters(campaign, 1, () => "ru@example.org", { locale: "ru" })
    await createSupporters(campaign, 1, () => "quiet@example.org", { isDiscreet: true })
    await createSupporters(campaign, 1, () => "unasked@example.org", { wantsUpdates: false })
    await createSupporters(campaign, 1, () => "pending@example.org", { state: "PENDING" })
    await publishUpdate(actor, campaign.id, id, { at: null, perMinute: 6_000 }, new Date())
    const { sent, work, to } = collector()
    await work()
    await hurry()
    await work()
    expect(to()).toEqual(["en@example.org", "es@example.org", "quiet@example.org", "ru@example.org"])
    const of = (address: string) => sent.find((mail) => mail.to.address === address)!
    expect(of("en@example.org").text).toContain(
      `English text\n\nRead it on the site: http://127.0.0.1:3000/c/${campaign.slug}/updates/1`,
    )
    expect(of("es@example.org").text).toContain("Title es\n\nTexto\n\nLéelo en el sitio")
    expect(of("ru@example.org").text).toContain("English text\n\nЭтого текста пока нет на русском.")
    const quiet = of("quiet@example.org")
    expect(quiet.subject).toBe("News for you")
    expect(quiet.text).not.toMatch(new RegExp(`English|${campaign.slug}|act|Sample group`))
    expect(quiet.text).toMatch(/http:\/\/127\.0\.0\.1:3000\/n\/[a-z0-9]{16}\n/)
    for (const mail of sent) {
      expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click")
      expect(mail.headers["List-Unsubscribe"]).toMatch(
        /^<http:\/\/127\.0\.0\.1:3000\/(?:\w\w\/)?unsubscribe\/[\w-]{22}>$/,
      )
    }
    await db().campaign.update({ where: { id: campaign.id }, data: { isAtRisk: true } })
  })

  it("leaves at its pace: ten seconds of it wait at most, evenly spread", async () => {
    const { campaign, mailingId } = await startNews(60)
    await createSupporters(campaign, 30, (place) => `more${place}@example.org`)
    const now = new Date(Date.now() + MINUTE_MS)
    expect(await expandMailing(mailingId, now)).toBe("more")
    expect(await expandMailing(mailingId, now)).toBe("later")
    const rows = await db().message.findMany({ where: { mailingId }, orderBy: { dueAt: "asc" } })
    expect(rows.map(({ dueAt }) => dueAt.getTime() - now.getTime())).toEqual(
      Array.from({ length: 10 }, (_, n) => n * 1_000),
    )
    // Three have left: there is room for three more, which come after the others.
    await db().message.updateMany({
      where: { id: { in: rows.slice(0, 3).map(({ id }) => id) } },
      data: { state: "SENT" },
    })
    await expandMailing(mailingId, now)
    const later = await db().message.findMany({ where: { mailingId, state: "QUEUED" }, orderBy: { dueAt: "desc" } })
    expect(later).toHaveLength(10)
    expect(later[0]!.dueAt.getTime() - now.getTime()).toBe(12_000)
    // A worker that was away does not make up for it at once.
    await db().message.updateMany({ where: { mailingId }, data: { state: "SENT" } })
    const back = new Date(now.getTime() + 60 * MINUTE_MS)
    await expandMailing(mailingId, back)
    const due = await db().message.count({ where: { mailingId, state: "QUEUED", dueAt: { lte: back } } })
    expect(due).toBe(1)
  })

  it("gives no address a second message, whatever is repeated", async () => {
    const { campaign, mailingId } = await startNews()
    const both = await Promise.all([expandMailing(mailingId, new Date()), expandMailing(mailingId, new Date())])
    expect(both.filter((outcome) => outcome === "done").length).toBeGreaterThan(0)
    const before = await db().message.findMany({ where: { mailingId }, select: { id: true } })
    await db().mailing.update({ where: { id: mailingId }, data: { cursor: null, isExpanded: false } })
    expect(await expandMailing(mailingId, new Date())).toBe("done")
    expect(await db().message.findMany({ where: { mailingId }, select: { id: true } })).toEqual(before)
    // Who withdraws and signs anew with the same address is still the same address.
    const { work, sent } = collector()
    await hurry()
    await work()
    const [first] = await db().signature.findMany({ where: { campaignId: campaign.id }, orderBy: { id: "asc" } })
    await withdrawSignature(first!.id, new Date())
    await createSupporters(campaign, 1, () => `r0-${campaign.slug}@example.org`)
    await db().mailing.update({ where: { id: mailingId }, data: { state: "SENDING", cursor: null, isExpanded: false } })
    await work()
    const news = sent.filter(({ subject }) => subject === "News for you").map((mail) => mail.to.address)
    expect([new Set(news).size, news.length]).toEqual([6, 6])
  })

  it("asks at the moment of sending: who stopped or withdrew meanwhile gets none, and dead addresses none ever", async () => {
    const { campaign, mailingId } = await startNews()
    await expandMailing(mailingId, new Date())
    const people = await db().signature.findMany({ where: { campaignId: campaign.id }, orderBy: { id: "asc" } })
    const addresses = (await db().message.findMany({ where: { mailingId } })).map((row) => row.recipientIndex)
    await db().signature.update({ where: { id: people[0]!.id }, data: { wantsUpdates: false } })
    await withdrawSignature(people[1]!.id, new Date())
    const dead = await db().message.findFirstOrThrow({ where: { mailingId, subjectId: people[2]!.id } })
    await db().suppression.create({ data: { recipientIndex: dead.recipientIndex, reason: "bounced" } })
    const { work, sent } = collector()
    await hurry()
    await work()
    expect(addresses).toHaveLength(6)
    expect(sent.filter(({ subject }) => subject === "News for you")).toHaveLength(3)
    expect(await findMailing(campaign.id, mailingId)).toMatchObject({
      state: "DONE",
      people: 6,
      sent: 3,
      suppressed: 1,
    })
  })

  it("can be paused and goes on with those it had not reached; stopped, it is over", async () => {
    const { campaign, actor, mailingId } = await startNews()
    await expandMailing(mailingId, new Date())
    await hurry()
    const { sent, work, to } = collector()
    const [first, second] = await leaseMessages(2)
    const mailer: Mailer = {
      send: async (mail) => (sent.push(mail), { outcome: "accepted", detail: null }),
      close() {},
    }
    await deliver(first!, mailer, () => false)
    expect(await steerMailing(actor, campaign.id, mailingId, "pause", NOON)).toMatchObject({ ok: true })
    // One that a worker held at that moment asks, and is taken back.
    await deliver(second!, mailer, () => false)
    expect(await db().message.count({ where: { mailingId } })).toBe(1)
    await work()
    expect(sent).toHaveLength(1)
    expect(await steerMailing(actor, campaign.id, mailingId, "resume", NOON)).toMatchObject({ ok: true })
    await work()
    await hurry()
    await work()
    expect(new Set(to()).size).toBe(6)
    expect(to()).toHaveLength(6)
    expect(await steerMailing(actor, campaign.id, mailingId, "stop", NOON)).toEqual({ ok: false, code: "unknown" })

    const next = await startNews()
    await expandMailing(next.mailingId, new Date())
    expect(await steerMailing(next.actor, next.campaign.id, next.mailingId, "stop", NOON)).toMatchObject({ ok: true })
    await hurry()
    await work()
    expect(sent).toHaveLength(6)
    expect(await findMailing(next.campaign.id, next.mailingId)).toMatchObject({ state: "STOPPED", sent: 0, waiting: 0 })
    expect(await db().auditEntry.count({ where: { action: "mailing_stopped", campaignId: next.campaign.id } })).toBe(1)
  })

  it("stops when its news is withdrawn from the site", async () => {
    const { campaign, actor, id, mailingId } = await startNews()
    await expandMailing(mailingId, new Date())
    await withdrawUpdate(actor, campaign.id, id, new Date())
    const { work, sent } = collector()
    await work()
    expect(sent).toEqual([])
    expect(await findMailing(campaign.id, mailingId)).toMatchObject({ state: "STOPPED" })
  })

  it("is sent once only, and to nobody when there is nobody, or the campaign is a demonstration", async () => {
    const { campaign, actor, id } = await startNews()
    const mail = { at: null, perMinute: 60 }
    expect(await publishUpdate(actor, campaign.id, id, mail, NOON)).toEqual({ ok: false, code: "mailing_already" })
    const empty = await createNews()
    expect(await publishUpdate(empty.actor, empty.campaign.id, empty.id, mail, NOON)).toEqual({
      ...{ ok: false, code: "mailing_nobody" },
    })
    expect(await findPublicUpdate(empty.campaign.id, 1, "en")).toBeNull()
    const demo = await createNews(undefined, { isDemo: true })
    await createSupporters(demo.campaign, 3, (place) => `sample${place}@example.org`, { isSample: true })
    expect(await publishUpdate(demo.actor, demo.campaign.id, demo.id, mail, NOON)).toMatchObject({
      code: "mailing_nobody",
    })
  })

  it("counts as sent, and never again, what was handed over when its worker died", async () => {
    const { campaign, mailingId } = await startNews()
    await expandMailing(mailingId, new Date())
    await hurry()
    const [message, other] = await leaseMessages(2)
    const dying: Mailer = {
      send: async (_mail, { beforeEnd } = {}) => {
        await beforeEnd?.()
        return new Promise(() => undefined)
      },
      close: () => undefined,
    }
    void deliver(message!, dying, () => false)
    const handed = { where: { id: message!.id, isHandedOver: true } }
    await vi.waitFor(async () => expect(await db().message.count(handed)).toBe(1))
    await db().message.updateMany({ where: { state: "SENDING" }, data: { leaseUntil: new Date(0) } })
    await reclaimMessages()
    expect(await db().message.findUnique({ where: { id: message!.id } })).toMatchObject({
      state: "SENT",
      lastError: "IN_DOUBT",
    })
    expect(await db().message.findUnique({ where: { id: other!.id } })).toMatchObject({ state: "QUEUED" })
    const { work, sent } = collector()
    await work()
    expect(sent).toHaveLength(5)
    expect(await findMailing(campaign.id, mailingId)).toMatchObject({ sent: 6, inDoubt: 1 })
  })

  it("learns of dead addresses from the server's answer and from reports that come later", async () => {
    const { campaign, mailingId } = await startNews()
    await expandMailing(mailingId, new Date())
    await hurry()
    const { work, sent } = collector((mail) => (mail.to.address.startsWith("r0") ? "bounced" : "accepted"))
    await work()
    const [back] = await db().message.findMany({ where: { mailingId, state: "SENT" } })
    const report = { recipients: [messageBounceAddress(back!.id, "localhost")], failed: true, status: "5.1.1" }
    expect(await recordMessageBounce({ ...report, failed: false })).toBe("ignored")
    expect(await recordMessageBounce(report)).toBe("recorded")
    expect(await recordMessageBounce(report)).toBe("known")
    expect(await recordMessageBounce({ ...report, recipients: [`news+${"0".repeat(42)}@localhost`] })).toBeNull()
    expect(await findMailing(campaign.id, mailingId)).toMatchObject({ sent: 4, bounced: 2, failed: 0 })
    expect(await db().suppression.count()).toBe(2)
    expect(sent).toHaveLength(5)
  })
})

describe("unsubscribing", () => {
  const post = (token: string, body = "List-Unsubscribe=One-Click") =>
    unsubscribeHandler(
      new Request(`http://127.0.0.1:3000/unsubscribe/${token}`, {
        ...{ method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } },
      }),
      { token },
    )

  const tokenOf = (mail: Mail) => mail.headers["List-Unsubscribe"]!.slice(0, -1).split("/").at(-1)!

  it("takes one press without cookies, answers 200, counts once, and holds for what waits", async () => {
    const { campaign, mailingId } = await startNews()
    const { work, sent } = collector()
    await work()
    await hurry()
    await work()
    const token = tokenOf(sent[0]!)
    expect(await findStopLink(token)).toMatchObject({ wantsUpdates: true, mailingId })
    const answer = await post(token)
    expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null])
    expect((await post(token)).status).toBe(200)
    expect((await post("0".repeat(22))).status).toBe(200)
    expect(await findMailing(campaign.id, mailingId)).toMatchObject({ unsubscribed: 1 })
    // The secret opens no receipt: each has one purpose.
    expect(await findByReceiptToken(token, new Date())).toMatchObject({ ok: false, code: "unknown" })
  })

  it("can withdraw as well, by a button of its own", async () => {
    const { campaign } = await startNews()
    const { work, sent } = collector()
    await work()
    await hurry()
    await work()
    const token = tokenOf(sent[0]!)
    expect(await (await post(token, "action=withdraw")).text()).toContain("Your details are deleted.")
    expect(await db().signature.count({ where: { campaignId: campaign.id, state: "WITHDRAWN" } })).toBe(1)
    expect(await unsubscribe(token)).toBe(false)
  })
})

describe("other kinds", () => {
  it("tells how it ended, with thanks and the person's own name", async () => {
    const campaign = await createCampaign({ status: "DECIDED", outcome: "WON" })
    const { actor } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
    await createSupporters(campaign, 1, () => "end@example.org")
    expect(await startOutcome(actor, campaign.id, 60, new Date())).toEqual({ ok: false, code: "mailing_empty" })
    await db().campaignText.updateMany({
      where: { campaignId: campaign.id },
      data: { outcomeNote: "The council agreed." },
    })
    await db().campaignCount.update({ where: { campaignId: campaign.id }, data: { confirmed: 1_284 } })
    const started = await startOutcome(actor, campaign.id, 60, new Date())
    expect(await startOutcome(actor, campaign.id, 60, new Date())).toEqual({ ok: false, code: "mailing_already" })
    const { work, sent } = collector()
    await work()
    expect(started.ok).toBe(true)
    expect(sent[0]!.text).toContain(
      [
        "Hello Ana,",
        "The council agreed.",
        "You were one of 1,284 people who made this happen. Thank you.",
        `http://127.0.0.1:3000/c/${campaign.slug}/results`,
      ].join("\n\n"),
    )
  })

  it("tells everybody concerned that data was exposed: owners only, after the title was typed", async () => {
    const campaign = await createCampaign()
    const editor = await createOrganiser({ role: "EDITOR", scope: campaign.id })
    const { actor } = await createOrganiser({ role: "OWNER", scope: campaign.id })
    await createSupporters(campaign, 1, () => "asked@example.org")
    await createSupporters(campaign, 1, () => "unasked@example.org", { wantsUpdates: false, isDiscreet: true })
    await createSupporters(campaign, 1, () => "waiting@example.org", { state: "PENDING", wantsUpdates: false })
    const { shortTitle } = await db().campaignText.findFirstOrThrow({ where: { campaignId: campaign.id } })
    const language: Locale = "en"
    const text = {
      ...{ language, what: "A copy of addresses was seen.", when: "On 3 November." },
      ...{ did: "We closed the gap.", can: "Be careful with messages you do not expect.", revision: 0 },
    }
    expect(await saveExposedText(editor.actor, campaign.id, text, NOON)).toMatchObject({ code: "forbidden" })
    expect(await saveExposedText(actor, campaign.id, { ...text, what: `In ${shortTitle}` }, NOON)).toEqual({
      ...{ ok: false, code: "named", names: [shortTitle] },
    })
    expect(await saveExposedText(actor, campaign.id, text, NOON)).toMatchObject({ ok: true })
    expect(await saveExposedText(actor, campaign.id, text, NOON)).toMatchObject({ code: "changed_meanwhile" })
    const send = (who: typeof actor, typed: string) =>
      sendExposed(who, campaign.id, { typed, perMinute: 6_000 }, new Date())
    expect(await send(editor.actor, shortTitle)).toMatchObject({ code: "forbidden" })
    expect(await send(actor, "yes")).toMatchObject({ code: "title_wrong" })
    const started = await send(actor, ` ${shortTitle.toUpperCase()}`)
    if (!started.ok) throw new Error(started.code)
    expect(await steerMailing(editor.actor, campaign.id, started.value.id, "stop", NOON)).toMatchObject({
      code: "forbidden",
    })
    const { work, sent, to } = collector()
    await work()
    await hurry()
    await work()
    expect(to()).toEqual(["asked@example.org", "unasked@example.org", "waiting@example.org"])
    const [standard, discreet] = ["asked", "unasked"].map((name) =>
      sent.find((mail) => mail.to.address.startsWith(name))!,
    )
    expect(standard!.subject).toBe("Important: your details")
    expect(standard!.text).toContain("Hello Ana,\n\nThis is about the details that you gave for")
    expect(discreet!.text).toContain("Hello,\n\nWhat happened\nA copy of addresses was seen.\n\nWhen\nOn 3 November.")
    expect(discreet!.text).not.toContain("Ana")
    expect(standard!.headers["List-Unsubscribe"]).toBeUndefined()
  })

  it("can be tried on oneself, and the test looks like the preview", async () => {
    const { campaign, actor, email, id } = await createNews()
    const texts = [
      { locale: "en", title: "News", parts: ["{{count}} people, [here](/c/x), [there](https://example.org)."] },
    ]
    const draft = { campaignId: campaign.id, kind: "UPDATE", number: 3, texts } as const
    await db().campaignCount.update({ where: { campaignId: campaign.id }, data: { confirmed: 12 } })
    const preview = await previewMail(draft, "es", "Olga")
    expect(preview!.standard.text).toContain("News\n\n12 people, here (http://127.0.0.1:3000/c/x), there.")
    expect(preview!.discreet.subject.length).toBeLessThan(60)
    expect(await sendTest(actor, draft, { locale: "en", isDiscreet: true })).toMatchObject({ ok: true })
    expect(await lastMessageTo(email)).toMatchObject({ template: "campaign.update", isDiscreet: true })
    expect(await db().auditEntry.count({ where: { action: "test_sent", campaignId: campaign.id } })).toBe(1)
    expect(await exposedDraft(campaign.id)).toMatchObject({ texts: [] })
    expect(await settleMailing(id, NOON)).toBe(false)
    expect(recipientIndex(email)).toHaveLength(32)
  })
})
