import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { assertDemoApart, closeDemo, isDemoOpen, openDemo, renewDemo } from "#lib/domain/admin/demo"
import { seedDefaultCampaign } from "#lib/domain/campaigns/commands"
import { findCampaign, findMainCampaign } from "#lib/domain/campaigns/queries"
import { seedDefaultLetters } from "#lib/domain/letters/seed"
import { createOutboxRunner } from "#lib/domain/mail/jobs"
import { db } from "#lib/platform/db"
import { parseEnv } from "#lib/platform/env"
import * as environment from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { siteSettings } from "#lib/platform/settings"
import { createComment } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { messagesTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().campaign.deleteMany()
  await db().setting.deleteMany()
  await seedDefaultCampaign(NOON)
  await seedDefaultLetters()
})

const NOON = new Date("2026-11-24T12:00:00Z")
/** A campaign as those see it who sign or comment. */
async function seen(slug: string) {
  const found = await findCampaign(slug, "en")
  if (!found) throw new Error(slug)
  return found
}

const demoOf = () => db().campaign.findUniqueOrThrow({ where: { slug: "amnesty-2015-demo" } })

function withSettings(more: Record<string, string>) {
  const settings = parseEnv({ ...process.env, ...more })
  vi.spyOn(environment, "env").mockReturnValue(settings)
}

describe("a demonstration", () => {
  it("is a copy of the campaign, open, with its decision 14 days ahead and marked signers", async () => {
    const { actor } = await createOrganiser()
    expect((await openDemo(actor, NOON)).ok).toBe(true)
    const demo = await demoOf()
    expect(demo).toMatchObject({ isDemo: true, isMain: true, status: "OPEN", decisionOn: new Date("2026-12-08") })
    const count = (model: "campaignText" | "letterTemplate" | "talkingPointSet" | "target") =>
      (db()[model] as { count(query: object): Promise<number> }).count({ where: { campaignId: demo.id } })
    expect(await count("campaignText")).toBe(5)
    expect(await count("target")).toBe(1)
    expect(await count("letterTemplate")).toBeGreaterThan(10)
    expect(await count("talkingPointSet")).toBe(5)
    const signers = await db().signature.findMany({ where: { campaignId: demo.id } })
    expect(signers.length).toBeGreaterThan(20)
    expect(signers.every(({ isSample }) => isSample)).toBe(true)
    expect((await siteSettings()).demo).not.toBeNull()
    expect((await findMainCampaign("en"))?.slug).toBe("amnesty-2015-demo")
    // Real campaigns take nothing meanwhile; opening it again changes nothing.
    expect((await db().campaign.findUniqueOrThrow({ where: { slug: "amnesty-2015" } })).status).toBe("PAUSED")
    expect((await openDemo(actor, NOON)).ok).toBe(true)
    expect(await db().campaign.count()).toBe(2)
  })

  it("loses at night what was entered, also kept messages, and goes on", async () => {
    const { actor } = await createOrganiser()
    await openDemo(actor, NOON)
    const demo = await demoOf()
    const visitor = await createConfirmed(await seen(demo.slug))
    await createComment(await seen(demo.slug))
    expect(await messagesTo(visitor.fields.email)).not.toEqual([])
    await renewDemo(new Date("2026-11-25T03:30:00Z"))
    const next = await demoOf()
    expect(next.id).not.toBe(demo.id)
    expect(next.decisionOn).toEqual(new Date("2026-12-09"))
    expect(await db().signature.count({ where: { isSample: false, campaign: { isDemo: true } } })).toBe(0)
    expect(await db().comment.count()).toBe(0)
    expect(await messagesTo(visitor.fields.email)).toEqual([])
    await renewDemo(NOON)
    expect(await isDemoOpen()).toBe(true)
  })

  it("is closed without a trace, and the real campaign is as it was", async () => {
    const { actor } = await createOrganiser()
    const before = await db().campaign.findMany()
    await openDemo(actor, NOON)
    expect((await closeDemo(actor)).ok).toBe(true)
    const after = await db().campaign.findMany()
    const bare = (rows: typeof before) => rows.map(({ updatedAt: _at, ...row }) => row)
    expect(bare(after)).toEqual(bare(before))
    expect(await db().signature.count()).toBe(0)
    expect((await siteSettings()).demo).toBeNull()
    await renewDemo(NOON)
    expect(await isDemoOpen()).toBe(false)
    const log = await db().auditEntry.findMany({ where: { organiserId: actor.organiserId }, orderBy: { id: "asc" } })
    expect(log.map(({ action }) => action)).toEqual(["demo_opened", "demo_closed"])
  })

  it("never becomes real, nor real data a sample: the database refuses both", async () => {
    const { actor } = await createOrganiser()
    await openDemo(actor, NOON)
    const demo = await demoOf()
    const real = await db().campaign.findUniqueOrThrow({ where: { slug: "amnesty-2015" } })
    const refusals = [
      db().campaign.update({ where: { id: demo.id }, data: { isDemo: false } }),
      db().campaign.update({ where: { id: real.id }, data: { isDemo: true } }),
      db().signature.updateMany({ where: { campaignId: demo.id }, data: { campaignId: real.id } }),
      db().signature.updateMany({ where: { campaignId: demo.id }, data: { campaignId: real.id, isSample: false } }),
    ]
    for (const refusal of await Promise.allSettled(refusals)) expect(refusal.status).toBe("rejected")
    expect(await db().signature.count({ where: { campaignId: real.id } })).toBe(0)
  })

  it("is for owners, and never stands beside mail that goes out", async () => {
    for (const role of ["EDITOR", "MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role })
      expect(await openDemo(actor, NOON)).toEqual({ ok: false, code: "forbidden" })
      expect(await closeDemo(actor)).toEqual({ ok: false, code: "forbidden" })
    }
    const { actor } = await createOrganiser()
    const smtp = { SMTP_URL: "smtp://127.0.0.1:2525" }
    withSettings(smtp)
    expect(await openDemo(actor, NOON)).toEqual({ ok: false, code: "demo_mail" })
    withSettings({})
    await openDemo(actor, NOON)
    withSettings(smtp)
    await expect(assertDemoApart(NOON)).rejects.toThrow("one mail server")
    withSettings({ ...smtp, DEMO_MODE: "1" })
    await assertDemoApart(NOON)
    expect(environment.env().isLocalMail).toBe(true)
    // With DEMO_MODE the runner keeps messages, although there is a mail server.
    const visitor = await createConfirmed(await seen("amnesty-2015-demo"))
    await createOutboxRunner().run()
    expect((await messagesTo(visitor.fields.email)).every(({ state }) => state === "SENT")).toBe(true)
  })

  it("opens by itself with DEMO_MODE, but not over people's data", async () => {
    withSettings({ DEMO_MODE: "1" })
    await assertDemoApart(NOON)
    expect((await demoOf()).isMain).toBe(true)
    const { actor } = await createOrganiser()
    await closeDemo(actor)
    await createConfirmed(await seen("amnesty-2015"))
    await expect(assertDemoApart(NOON)).rejects.toThrow("data of real campaigns")
  })
})
