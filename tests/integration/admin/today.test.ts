import { beforeAll, describe, expect, it } from "vitest"
import { readFigures, readMailState } from "#lib/domain/admin/today"
import { countWaitingByKind } from "#lib/domain/moderation/queries"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { listNeeds } from "#lib/web/organiser-needs"
import { createCampaign } from "#tests/factories/campaign"
import { createComment } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"

beforeAll(loadKeyring)

const NOON = new Date("2026-11-24T12:00:00Z")

async function withFigures(confirmed: number, today: number) {
  const campaign = await createCampaign()
  await db().campaignCount.upsert({
    where: { campaignId: campaign.id },
    create: { campaignId: campaign.id, confirmed },
    update: { confirmed },
  })
  await db().campaignDay.create({ data: { campaignId: campaign.id, day: NOON, confirmed: today } })
  return campaign
}

describe("the first page", () => {
  it("adds up the organiser's own campaigns, and hides small figures from who sees figures only", async () => {
    const [big, small] = [await withFigures(1_284, 96), await withFigures(3, 2)]
    const of = async (role: "EDITOR" | "VIEWER", scope: string) =>
      readFigures((await createOrganiser({ role, scope })).actor, NOON)
    expect(await of("VIEWER", big.id)).toMatchObject({ signatures: 1_284, signaturesToday: 96, lettersSent: 0 })
    expect(await of("VIEWER", small.id)).toMatchObject({ signatures: null, signaturesToday: null, comments: 0 })
    expect(await of("EDITOR", small.id)).toMatchObject({ signatures: 3, signaturesToday: 2, hasCampaigns: true })
    const { actor } = await createOrganiser()
    expect((await readFigures(actor, NOON)).signatures).toBeGreaterThanOrEqual(1_287)
    const { actor: nowhere } = await createOrganiser({ role: "OWNER", scope: "019af000-0000-7000-8000-000000000000" })
    expect(await readFigures(nowhere, NOON)).toMatchObject({ signatures: 0, hasCampaigns: false })
  })

  it("lists what waits, to those who may do something about it", async () => {
    const campaign = await createCampaign()
    await createComment(campaign)
    await createComment(campaign)
    const needs = async (role: "MODERATOR" | "VIEWER") => {
      const { actor } = await createOrganiser({ role, scope: campaign.id })
      const [mail, figures] = [await readMailState(), await readFigures(actor, NOON)]
      return listNeeds(actor, "en", { mail, figures })
    }
    expect(await needs("MODERATOR")).toEqual({
      waiting: 2,
      needs: [{ key: "comments", text: "2 comments wait for a decision", href: "/admin/moderation" }],
    })
    expect(await needs("VIEWER")).toEqual({ waiting: 0, needs: [] })
    const { actor } = await createOrganiser({ role: "MODERATOR", scope: campaign.id })
    expect(await countWaitingByKind(actor)).toEqual({ comment: 2, reason: 0, letter: 0, publication: 0 })
  })
})
