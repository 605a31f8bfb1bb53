import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findEditDraft } from "#lib/domain/campaigns/edit-drafts"
import { saveForm } from "#lib/domain/campaigns/edit-settings"
import { findEditable } from "#lib/domain/campaigns/organiser-queries"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import type { Actor } from "#lib/domain/identity/policy"
import { openDetails } from "#lib/domain/signatures/details"
import { db } from "#lib/platform/db"
import { loadDraft } from "#lib/platform/form-drafts"
import { loadKeyring } from "#lib/platform/keyring"
import { newToken } from "#lib/platform/tokens"
import { addCampaign, describeCampaign } from "#scripts/campaign-file"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

let web: Awaited<ReturnType<typeof startHandlers>>
let owner: Visitor
let actor: Actor

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
  owner = new Visitor(web.url)
  const token = (await newSetUpToken(new Date())) ?? ""
  await owner.post("/admin/setup", { token, name: "Olga", email: "owner@example.org" })
  const { organiserId } = await db().membership.findFirstOrThrow()
  actor = { organiserId, roles: { "": "OWNER" } }
})
afterAll(() => web.close())

const FROM_HERE = { "sec-fetch-site": "same-origin" }
const post = (path: string, fields: Record<string, string>) => owner.post(path, fields, FROM_HERE)
const draftOf = (scope: string) => {
  const visitorId = /form=([^;]+)/.exec(owner.cookie)?.[1] ?? ""
  return loadDraft<{ values: Record<string, string>; errors: unknown[] }>(visitorId, { kind: "campaign-edit", scope })
}

const TEXT = {
  ...{ lang: "en", revision: "0", action: "save", shortTitle: "Spring", title: "Please act", ask: "We ask you." },
  ...{ addressedTo: "The council", startedBy: "Sample group", body: "Please." },
}

describe("the sign form's switches", () => {
  const everything = { country: "NP", town: "Patan", reason: "My reason", updates: "yes" }

  async function sign(slug: string, more: Record<string, string> = {}) {
    const email = `signer-${newToken()}@example.org`
    const fields = { name: "Ana", email, consent: "yes", ...everything, ...more }
    const answer = await new Visitor(web.url).post(`/c/${slug}/signatures`, fields)
    expect(answer.headers.get("location")).toBe(`/c/${slug}/check`)
    return db().signature.findFirstOrThrow({ where: { campaign: { slug } }, orderBy: { createdAt: "desc" } })
  }

  it("keeps what is asked, and nothing of what is not", async () => {
    const { slug } = await createCampaign()
    const kept = await sign(slug)
    expect(kept).toMatchObject({ country: "NP", wantsUpdates: true })
    expect(openDetails(kept, kept.sealed!)).toMatchObject({ town: "Patan", reason: "My reason" })

    const shy = await createCampaign()
    const none = { allowsNoEmail: false, asksCountry: false, asksTown: false, asksReason: false, asksUpdates: false }
    await saveForm({ actor, campaignId: shy.id, revision: 0 }, none)
    const bare = await sign(shy.slug)
    expect(bare).toMatchObject({ country: null, wantsUpdates: false })
    expect(openDetails(bare, bare.sealed!)).toMatchObject({ name: "Ana", town: "", reason: "" })
  })

  it("takes signatures without e-mail only where they are allowed", async () => {
    const { id, slug } = await createCampaign()
    const fields = { name: "Ana", noEmail: "yes", consent: "yes" }
    const unasked = await new Visitor(web.url).post(`/c/${slug}/signatures`, fields)
    expect(unasked.headers.get("location")).toBe(`/c/${slug}/sign?no-email=1&draft=1`)
    const all = { allowsNoEmail: true, asksCountry: true, asksTown: true, asksReason: true, asksUpdates: true }
    await saveForm({ actor, campaignId: id, revision: 0 }, all)
    const allowed = await new Visitor(web.url).post(`/c/${slug}/signatures`, fields)
    expect(allowed.headers.get("location")).toBe(`/c/${slug}/signed`)
  })

  it("signs the version that stood beside the form", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign)
    const base = `/admin/campaigns/${campaign.id}/text`
    await post(base, { ...TEXT, action: "version", body: "Second words." })
    expect(await sign(campaign.slug, { version: "1" })).toMatchObject({ petitionVersion: 1 })
    for (const version of ["2", "3", "0", "-1", "x", ""])
      expect(await sign(campaign.slug, { version })).toMatchObject({ petitionVersion: 2 })
  })
})

describe("the editor's forms", () => {
  it("start a campaign, and keep everything typed when something is wrong", async () => {
    const typed = { slug: "Bad Slug", lang: "en", shortTitle: "x".repeat(61), title: "", ask: "We ask you." }
    const wrong = await post("/admin/campaigns", typed)
    expect(wrong.headers.get("location")).toBe("/admin/campaigns/new?draft=1")
    expect((await draftOf("new"))?.data).toMatchObject({
      values: { slug: "Bad Slug", lang: "en", shortTitle: typed.shortTitle, ask: "We ask you." },
      errors: [
        { field: "shortTitle", code: "text_too_long", params: { n: 1, max: 60 } },
        { field: "title", code: "title_empty" },
        { field: "slug", code: "slug_malformed" },
      ],
    })
    const right = await post("/admin/campaigns", {
      ...typed,
      slug: "forms-1",
      shortTitle: "Spring",
      title: "Please act",
    })
    const { id } = await db().campaign.findUniqueOrThrow({ where: { slug: "forms-1" } })
    expect(right.headers.get("location")).toBe(`/admin/campaigns/${id}/text?lang=en&saved=1`)
  })

  it("keep both texts when two organisers saved the same part", async () => {
    const { id } = await createCampaign()
    const path = `/admin/campaigns/${id}/text`
    expect((await post(path, { ...TEXT, title: "First" })).headers.get("location")).toBe(`${path}?lang=en&saved=1`)
    const second = await post(path, { ...TEXT, title: "Second", body: "Long and **careful** words." })
    expect(second.headers.get("location")).toBe(`${path}?lang=en&draft=1`)
    expect((await draftOf(`${id} text:en`))?.data).toMatchObject({
      values: { title: "Second", body: "Long and **careful** words.", revision: "0" },
      errors: [{ field: "form", code: "overlap" }],
    })
    expect((await findEditable(actor, id))?.texts[0]?.fields.title).toBe("First")
  })

  it("name what a page would not show, beside the field", async () => {
    const { id } = await createCampaign()
    const path = `/admin/campaigns/${id}/text`
    for (const [body, code, found] of [
      ["Hello <script>alert(1)</script>", "text_html", "<script>"],
      ["![x](https://tracker.example/x.png)", "text_image", "![x](https://tracker.example/x.png)"],
      ["Dear {{first_name}}", "text_field", "{{first_name}}"],
      ["[x](javascript:alert(1))", "text_link", "](javascript:alert(1"],
    ] as const) {
      expect((await post(path, { ...TEXT, body })).status).toBe(303)
      expect((await draftOf(`${id} text:en`))?.data).toMatchObject({
        values: { body },
        errors: [{ field: "body", code, params: { found } }],
      })
    }
    expect((await findEditable(actor, id))?.texts[0]?.fields.body).toBe("We ask you to act.")
  })

  it("keep a draft while typing, without publishing it, and forget it when asked", async () => {
    const { id } = await createCampaign()
    const path = `/admin/campaigns/${id}/draft`
    const draft = { campaignId: id, part: "text:en" } as const
    const typed = { ...TEXT, part: "text:en", action: "keep", title: "Half a ti" }
    const kept = await owner.postJson(path, typed, FROM_HERE)
    expect([kept.status, await kept.json()]).toEqual([200, { status: "kept" }])
    expect(await findEditDraft(actor, draft)).toMatchObject({ revision: 0, values: { title: "Half a ti" } })
    expect((await findEditable(actor, id))?.texts[0]?.fields.title).not.toBe("Half a ti")
    await post(path, { part: "text:en", action: "discard" })
    expect(await findEditDraft(actor, draft)).toBeNull()
    expect((await owner.postJson(path, { ...typed, part: "text:xx" }, FROM_HERE)).status).toBe(404)
  })

  it("serve a campaign's colours as a style sheet that holds nothing else", async () => {
    const { id, slug } = await createCampaign()
    expect((await owner.get(`/c/${slug}/colours.css`)).status).toBe(404)
    const colours = { accent: "#1d5fa0", accentDark: "#1d5fa0", linkDark: "#7db9f0", showsLogo: "yes", revision: "0" }
    await post(`/admin/campaigns/${id}/look`, colours)
    const sheet = await owner.get(`/c/${slug}/colours.css?v=ffffff-ffffff-ffffff`)
    expect(sheet.headers.get("content-type")).toBe("text/css; charset=utf-8")
    expect(await sheet.text()).toMatch(
      /^:root\{--primary:#1d5fa0;[-#0-9a-z:;]+\}@media\(prefers-color-scheme:dark\)\{:root\{[-#0-9a-z:;]+\}\}\n$/,
    )
  })

  it("copy a campaign with its letters", async () => {
    const { id } = await createCampaign()
    await db().talkingPointSet.create({
      data: { campaignId: id, locale: "en", title: "Points", intro: "", points: [] },
    })
    const answer = await post(`/admin/campaigns/${id}/copy`, {})
    const copy = /campaigns\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1]
    expect(await db().talkingPointSet.findMany({ where: { campaignId: copy } })).toMatchObject([{ title: "Points" }])
  })
})

describe("a campaign as a file", () => {
  it("comes back as a draft that says the same, without anybody's data", async () => {
    const { id, slug } = await createCampaign({ isAtRisk: true, asksTown: false, decisionOn: new Date("2026-12-24") })
    await createConfirmed({ id, slug, isAtRisk: true, title: "x", version: 1 }, { name: "Nobody Elsewhere" })
    await post(`/admin/campaigns/${id}/target`, { revision: "0", name: "Sample Person", postalAddress: "1 Street" })
    await post(`/admin/campaigns/${id}/text`, { ...TEXT, lang: "ru", title: "Прошу" })
    await post(`/admin/campaigns/${id}/appeal`, {
      lang: "ru",
      revision: "0",
      title: "Да",
      author: "Группа",
      body: "Слова.",
    })
    const file = await describeCampaign(slug)
    expect(file).not.toMatch(/Nobody|@example|confirmed/)

    await expect(addCampaign(file)).rejects.toThrow("--slug")
    expect(await addCampaign(file, { slug: "file-1", isDry: true })).toMatch(/^Would add \/c\/file-1 as a draft/)
    expect(await db().campaign.findUnique({ where: { slug: "file-1" } })).toBeNull()
    expect(await addCampaign(file, { slug: "file-1" })).toMatch(/^Added/)
    expect(await db().campaign.findUniqueOrThrow({ where: { slug: "file-1" } })).toMatchObject({ status: "DRAFT" })
    expect(JSON.parse(await describeCampaign("file-1"))).toEqual({ ...JSON.parse(file), slug: "file-1" })
  })

  it("is refused whole when anything in it is wrong, with the place", async () => {
    const { slug } = await createCampaign()
    const good = JSON.parse(await describeCampaign(slug))
    const before = await db().campaign.count()
    const bad = { ...good, slug: "file-2", texts: [{ ...good.texts[0], body: "<b>x</b>" }, good.texts[0]] }
    await expect(addCampaign(JSON.stringify(bad))).rejects.toThrow(
      /texts\[0\]\.body: text_html[\s\S]*texts: language_twice/,
    )
    await expect(addCampaign("{")).rejects.toThrow("no JSON")
    await expect(addCampaign("[]")).rejects.toThrow("cannot be imported")
    const look = { showsLogo: true, colours: { accent: "#ffffff", accentDark: "#1d5fa0", linkDark: "#7db9f0" } }
    await expect(addCampaign(JSON.stringify({ ...good, slug: "file-2", look }))).rejects.toThrow("colours_faint")
    expect(await db().campaign.count()).toBe(before)
  })
})

describe("who may do none of this", () => {
  it("gets 403 and changes nothing", async () => {
    const { id } = await createCampaign()
    const { email } = await createOrganiser({ role: "MODERATOR" })
    const before = await db().campaignEdit.count()
    const { requestSignIn } = await import("#lib/domain/identity/sign-in")
    const { lastMessageTo } = await import("#tests/support/mailbox")
    await requestSignIn(email, new Date())
    const { token } = (await lastMessageTo(email)).data as { token: string }
    const moderator = new Visitor(web.url)
    await moderator.post(`/login/link/${token}`, {}, FROM_HERE)
    for (const page of ["text", "appeal", "form", "target", "look", "safety", "outcome", "dates", "slug", "status"]) {
      const fields = { ...TEXT, slug: "x", name: "x", author: "x", from: "OPEN", to: "CLOSED", reopensOn: "" }
      const answer = await moderator.post(`/admin/campaigns/${id}/${page}`, fields, FROM_HERE)
      expect([page, answer.status]).toEqual([page, 403])
    }
    expect(await db().campaignEdit.count()).toBe(before)
  })
})
