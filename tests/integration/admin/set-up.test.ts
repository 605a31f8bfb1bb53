import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { findMailTest, sendTestMail } from "#lib/domain/admin/mail-check"
import { beginSetUp, findSetUp, leaveStep } from "#lib/domain/admin/set-up"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { keepMessages } from "#lib/domain/mail/leases"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { refreshSettings, siteSettings } from "#lib/platform/settings"
import { createOrganiser } from "#tests/factories/organiser"
import { startHandlers } from "#tests/support/handlers"
import { templatesSentTo } from "#tests/support/mailbox"
import { Visitor } from "#tests/support/visitor"

let web: Awaited<ReturnType<typeof startHandlers>>
beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())
beforeEach(async () => {
  await db().organiser.deleteMany()
  await db().setting.deleteMany()
  await refreshSettings()
})

const FROM_HERE = { "sec-fetch-site": "same-origin" }
const NOON = new Date("2026-11-24T12:00:00Z")
const NAMES = { siteName: "Our voice", orgName: "Project", orgShort: "PV" }

describe("the first run", () => {
  it("asks for names by the printed link, makes the owner, and is taken up where it was left", async () => {
    const token = (await newSetUpToken(new Date())) ?? ""
    const visitor = new Visitor(web.url)
    const names = await visitor.post("/admin/setup", { token, action: "names", ...NAMES }, FROM_HERE)
    expect(names.headers.get("location")).toBe(`/admin/setup?token=${token}&step=2`)
    expect(await siteSettings()).toMatchObject({ siteName: "Our voice", orgShort: "PV" })
    expect((await findSetUp()).next).toBe("account")

    const account = { token, name: "Olga", email: "owner@example.org" }
    expect((await visitor.post("/admin/setup", account, FROM_HERE)).headers.get("location")).toBe("/admin")
    expect(await findSetUp()).toEqual({ next: "mail", skipped: [] })

    const step = (fields: Record<string, string>) => visitor.post("/admin/setup/step", fields, FROM_HERE)
    const skipped = await step({ action: "skip", step: "mail", locale: "es" })
    expect(skipped.headers.get("location")).toBe("/es/admin/setup?step=4")
    expect((await step({ action: "languages", fr: "yes" })).headers.get("location")).toBe("/admin/setup?step=5")
    expect((await siteSettings()).locales).toEqual(["en", "fr"])
    // Back to an earlier step: what is still ahead stays ahead.
    const again = await step({ action: "names", ...NAMES, neutral: "yes" })
    expect(again.headers.get("location")).toBe("/admin/setup?step=2")
    expect(await siteSettings()).toMatchObject({ siteName: "Our voice", orgShort: null })
    expect((await findSetUp()).next).toBe("mode")
    expect((await step({ action: "done", step: "mode" })).headers.get("location")).toBe("/admin")
    expect(await findSetUp()).toEqual({ next: null, skipped: ["mail"] })
    const actions = await db().auditEntry.findMany({ select: { action: true } })
    expect(actions.map(({ action }) => action)).toContain("set_up_finished")
  })

  it("does nothing by a link that is over, from another site, or for somebody who is no owner", async () => {
    const token = (await newSetUpToken(new Date())) ?? ""
    const stranger = new Visitor(web.url)
    const wrong = { token: token.split("").reverse().join(""), action: "names", ...NAMES }
    expect((await stranger.post("/admin/setup", wrong, FROM_HERE)).headers.get("location")).toContain("step=1")
    const cross = { "sec-fetch-site": "cross-site" }
    expect((await stranger.post("/admin/setup", { token, action: "names", ...NAMES }, cross)).status).toBe(403)
    const { actor } = await createOrganiser({ role: "EDITOR" })
    expect(await leaveStep(actor, "mail", true)).toEqual({ ok: false, code: "forbidden" })
    expect(await sendTestMail(actor, NOON)).toEqual({ ok: false, code: "forbidden" })
    expect(await db().setting.count()).toBe(0)
    expect((await siteSettings()).siteName).toBe("Two Minutes")
  })

  it("keeps what was typed when something is wrong with it", async () => {
    const token = (await newSetUpToken(new Date())) ?? ""
    const visitor = new Visitor(web.url)
    const answer = await visitor.post("/admin/setup", { token, action: "names", ...NAMES, siteName: "" }, FROM_HERE)
    expect(answer.headers.get("location")).toBe(`/admin/setup?token=${token}&step=1&draft=1`)
    expect(await db().setting.count()).toBe(0)
  })

  it("leads nobody to a set-up that was never begun", async () => {
    expect(await findSetUp()).toEqual({ next: null, skipped: [] })
    await beginSetUp("account", ["names"])
    expect(await findSetUp()).toEqual({ next: "account", skipped: ["names"] })
    await beginSetUp("mail")
    expect(await findSetUp()).toEqual({ next: "mail", skipped: ["names"] })
  })
})

describe("the mail test", () => {
  it("goes to the owner's own address through the outbox, and says what became of it", async () => {
    const { actor, email } = await createOrganiser()
    expect((await findMailTest(actor, new Date())).state).toBe("none")
    const both = await Promise.all([sendTestMail(actor, new Date()), sendTestMail(actor, new Date())])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, code: "mail_test_soon" })
    expect(await templatesSentTo(email)).toEqual(["organiser.test"])
    expect((await findMailTest(actor, new Date())).state).toBe("waiting")
    await keepMessages()
    expect((await findMailTest(actor, new Date())).state).toBe("done")
    await db().message.updateMany({ data: { state: "FAILED", lastError: "550 RCPT" } })
    expect(await findMailTest(actor, new Date())).toEqual({ state: "failed", detail: "550 RCPT" })
  })
})
