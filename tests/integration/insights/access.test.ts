import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findInsights } from "#lib/domain/insights/queries"
import { recountCampaign } from "#lib/domain/insights/recount"
import { ROLES } from "#lib/domain/identity/schema"
import { listTags } from "#lib/domain/sharing/tags"
import { loadKeyring } from "#lib/platform/keyring"
import type { Role } from "#lib/generated/prisma/enums"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { withClient } from "#tests/support/database"
import { startHandlers } from "#tests/support/handlers"
import { fillInsights } from "#tests/support/insights-sample"
import { cookieOf } from "#tests/support/signed-in"

const NOW = new Date()
let web: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())

const actorAs = async (role: Role, scope: string) => (await createOrganiser({ role, scope })).actor

async function ask(role: Role, scope: string, path: string, fields?: Record<string, string>): Promise<Response> {
  const { organiserId } = await createOrganiser({ role, scope })
  const cookie = await cookieOf(await createSession(organiserId))
  return fetch(web.url + path, {
    redirect: "manual",
    headers: { cookie, "sec-fetch-site": "same-origin" },
    ...(fields && { method: "POST", body: new URLSearchParams(fields) }),
  })
}

describe("insights", () => {
  it("are for whoever has a part in the campaign; below an editor only large counts of the whole time", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    for (let made = 0; made < 7; made += 1) await createConfirmed(campaign, { country: made < 3 ? "FR" : "ES" })
    await recountCampaign(campaign.id, NOW)
    for (const role of ROLES) {
      expect(await findInsights(await actorAs(role, other.id), campaign.id, "all", NOW), `${role} elsewhere`).toBeNull()
      const insights = await findInsights(await actorAs(role, campaign.id), campaign.id, "7", NOW)
      const isExact = role === "OWNER" || role === "EDITOR"
      expect(insights, role).toMatchObject({
        isHidden: !isExact,
        period: isExact ? "7" : "all",
        signatures: isExact ? 7 : 5,
      })
      expect(insights?.countries.map(({ key, counts }) => [key, counts[0]]).sort(), role).toEqual(
        isExact
          ? [
              ["ES", 4],
              ["FR", 3],
            ]
          : [],
      )
    }
  })

  it("show what was filled in, in all their charts, and shorter times as parts of the whole", async () => {
    const campaign = await createCampaign()
    await fillInsights(campaign.slug, { signatures: 600, letters: 0, comments: 70, days: 40 })
    const actor = await actorAs("EDITOR", campaign.id)
    const [week, month, all] = await Promise.all(
      (["7", "30", "all"] as const).map((period) => findInsights(actor, campaign.id, period, NOW)),
    )
    const steps = (insights: typeof all) => insights!.steps.map(({ counts }) => counts[0] ?? 0)
    expect(week!.growth).toHaveLength(7)
    expect(month!.growth).toHaveLength(30)
    expect(all!.hours).toHaveLength(48)
    steps(all).forEach((count, index) => {
      expect(steps(month)[index]).toBeLessThanOrEqual(count)
      expect(steps(week)[index]).toBeLessThanOrEqual(steps(month)[index]!)
    })
    expect(all!.growth.reduce((sum, { counts }) => sum + counts[0]!, 0)).toBe(steps(all)[2])
    expect(all!.decisions.filter(({ range }) => range !== null).length).toBeGreaterThan(2)
    expect(all!.sources.map(({ key }) => key)).toContain("code clinic")
  })
})

describe("the cost of the page", () => {
  it("does not grow with the rows: it is made while nobody can read one of them", async () => {
    const campaign = await createCampaign()
    await fillInsights(campaign.slug, { signatures: 200, letters: 0, comments: 20, days: 10 })
    const actor = await actorAs("OWNER", campaign.id)
    await withClient(process.env.DATABASE_URL ?? "", async (client) => {
      await client.query("begin")
      await client.query(
        'lock table "Signature", "Letter", "LetterDelivery", "Comment", "Decision", "Message" in access exclusive mode',
      )
      const insights = await findInsights(actor, campaign.id, "all", NOW)
      expect(insights?.signatures).toBeGreaterThan(100)
      await client.query("rollback")
    })
  })
})

describe("the numbers as a file", () => {
  it("are for editors and up", async () => {
    const campaign = await createCampaign()
    await createConfirmed(campaign, { country: "ES" })
    await recountCampaign(campaign.id, NOW)
    const path = `/admin/campaigns/${campaign.id}/insights/country`
    for (const role of ROLES) {
      const answer = await ask(role, campaign.id, path)
      expect(answer.status, role).toBe(role === "OWNER" || role === "EDITOR" ? 200 : 403)
      expect((await ask(role, "00000000-0000-7000-8000-000000000000", path)).status, `${role} elsewhere`).toBe(404)
    }
    const answer = await ask("EDITOR", campaign.id, path)
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="numbers-country.csv"')
    expect(answer.headers.get("cache-control")).toContain("no-store")
    expect(await answer.text()).toContain("Spain,1,1\r\n")
    expect((await ask("EDITOR", campaign.id, `${path}x`)).status).toBe(404)
  })
})

describe("partner codes", () => {
  it("are the owners' to add and to take away, each once", async () => {
    const campaign = await createCampaign()
    const path = `/admin/campaigns/${campaign.id}/insights/tags`
    const add = { action: "add", code: "Clinic", label: "The clinic" }
    for (const role of ["VIEWER", "MODERATOR", "EDITOR"] as const) {
      expect((await ask(role, campaign.id, path, add)).status, role).toBe(403)
    }
    expect(await listTags(campaign.id)).toEqual([])
    const added = await ask("OWNER", campaign.id, path, add)
    expect(added.headers.get("location")).toBe(`/admin/campaigns/${campaign.id}/insights?saved=1`)
    const again = await ask("OWNER", campaign.id, path, add)
    expect(again.headers.get("location")).toMatch(/insights\?draft=1$/)
    const [tag] = await listTags(campaign.id)
    expect(tag).toMatchObject({ code: "clinic", label: "The clinic" })
    expect((await ask("EDITOR", campaign.id, path, { action: "remove", tag: tag!.id })).status).toBe(403)
    await ask("OWNER", campaign.id, path, { action: "remove", tag: tag!.id })
    expect(await listTags(campaign.id)).toEqual([])
  })
})
