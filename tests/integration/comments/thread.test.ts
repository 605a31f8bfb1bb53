import { randomInt } from "node:crypto"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { newPublicId } from "#lib/domain/comments/details"
import { expireComments, recountComments } from "#lib/domain/comments/jobs"
import { deleteComment } from "#lib/domain/comments/own"
import { placeOf, type Places } from "#lib/domain/comments/places"
import { countComments, findComment, listComments, listLatest, type Order } from "#lib/domain/comments/queries"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { hotPool } from "#lib/platform/sql"
import { createCampaign } from "#tests/factories/campaign"
import { bodyOf, createVisible, decide } from "#tests/factories/comment"

beforeAll(loadKeyring)

const START = Date.UTC(2026, 0, 1)

/** Many visible comments at once, each a reply to an earlier one or a thread of its own. */
async function createMany(campaign: SignableCampaign, count: number): Promise<void> {
  const made: { id: string; places: Places }[] = []
  const rows = Array.from({ length: count }, (_, index) => {
    const parent = index > 0 && index % 3 > 0 ? (made[randomInt(made.length)] ?? null) : null
    const at = new Date(START + index * 60_000)
    const id = newId()
    const places = placeOf(parent?.places ?? null, at, index)
    made.push({ id, places })
    return {
      ...{
        id,
        publicId: newPublicId(),
        campaignId: campaign.id,
        parentId: parent?.id ?? null,
        state: "VISIBLE" as const,
      },
      ...{ isShown: true, writer: "IMPORTED" as const, contentIndex: new Uint8Array(), locale: "en", ...places },
      ...{ name: `Person ${index}`, body: bodyOf(index), postedAt: at, visibleAt: at },
    }
  })
  for (let from = 0; from < rows.length; from += 1_000) {
    await db().comment.createMany({ data: rows.slice(from, from + 1_000) })
  }
  await recountComments()
  await db().$executeRaw`analyze "Comment"`
}

type Plan = {
  "Actual Rows": number
  "Actual Loops": number
  "Rows Removed by Filter"?: number
  "Shared Hit Blocks": number
  "Shared Read Blocks": number
  Plans?: Plan[]
}

/** Rows that a plan read, also those that it threw away, in every step. */
function rowsOf(plan: Plan): number {
  const own = (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"]
  return own + (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0)
}

/** What the statements of a query touch: rows, and pages of tables and indexes. */
async function touchedBy(ask: () => Promise<unknown>): Promise<{ rows: number; blocks: number }> {
  const spy = vi.spyOn(hotPool(), "query")
  await ask()
  const asked = spy.mock.calls.map(([config]) => config as unknown as { text: string; values: unknown[] })
  spy.mockRestore()
  let [rows, blocks] = [0, 0]
  for (const { text, values } of asked) {
    const found = await hotPool().query<{ "QUERY PLAN": { Plan: Plan }[] }>(
      `explain (analyze, buffers, format json) ${text}`,
      values,
    )
    const { Plan: plan } = found.rows[0]!["QUERY PLAN"][0]!
    rows += rowsOf(plan)
    blocks += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
  }
  return { rows, blocks }
}

/** All pages of a thread from the first on. */
async function walk(campaignId: string, order: Order): Promise<string[][]> {
  const pages: string[][] = []
  for (let after: string | null = null, tries = 0; tries < 1_000; tries++) {
    const page = await listComments(campaignId, { order, after })
    pages.push(page.comments.map(({ id }) => id))
    if (!page.after) return pages
    after = page.after
  }
  throw new Error("The pages never end.")
}

describe("pages of a thread", () => {
  it("show every comment once, each behind what it answers, in both orders and both directions", async () => {
    const campaign = await createCampaign()
    await createMany(campaign, 137)
    const rows = await db().comment.findMany({ where: { campaignId: campaign.id }, include: { parent: true } })
    for (const order of ["oldest", "newest"] as const) {
      const pages = await walk(campaign.id, order)
      const all = pages.flat()
      expect(all).toHaveLength(137)
      expect(new Set(all).size).toBe(137)
      const at = new Map(all.map((id, index) => [id, index]))
      for (const { publicId, parent } of rows) {
        if (parent) expect(at.get(publicId)!).toBeGreaterThan(at.get(parent.publicId)!)
      }
      const backwards: string[][] = []
      for (let before: string | null = pages.at(-1)![0]!; before;) {
        const page = await listComments(campaign.id, { order, before })
        backwards.unshift(page.comments.map(({ id }) => id))
        before = page.before
      }
      expect(backwards.flat()).toEqual(pages.slice(0, -1).flat())
    }
  })

  it("begin with the thread of the comment that an address names, and have it in any case", async () => {
    const campaign = await createCampaign()
    await createMany(campaign, 400)
    const rows = await db().comment.findMany({ where: { campaignId: campaign.id } })
    for (const order of ["oldest", "newest"] as const) {
      for (const { publicId } of rows.filter((_, index) => index % 7 === 0)) {
        const page = await listComments(campaign.id, { order, at: publicId })
        expect(page.comments.map(({ id }) => id)).toContain(publicId)
        expect(page.comments.length).toBeLessThanOrEqual(20)
      }
    }
    expect((await listComments(campaign.id, { order: "oldest", at: "nothing" })).comments).toHaveLength(20)
    const first = await walk(campaign.id, "oldest")
    const page = await listComments(campaign.id, { order: "oldest", at: first[0]![0]! })
    expect(page.before).toBeNull()
  })

  it("cost the same with 5,000 comments as with 50, in both orders, on any page and by any address", async () => {
    const [small, large] = [await createCampaign(), await createCampaign()]
    await createMany(small, 50)
    await createMany(large, 5_000)
    for (const order of ["oldest", "newest"] as const) {
      const few = await touchedBy(() => listComments(small.id, { order }))
      const pages = await walk(large.id, order)
      expect(pages.length).toBe(250)
      const [middle, last] = [pages[120]![7]!, pages.at(-1)!.at(-1)!]
      const wishes = [{}, { after: middle }, { before: middle }, { at: middle }, { at: last }, { before: last }]
      for (const wish of wishes) {
        const { blocks, rows } = await touchedBy(() => listComments(large.id, { order, ...wish }))
        // One page more of rows each, where a page is looked for by a comment on it.
        expect(blocks, `${order} ${JSON.stringify(wish)}`).toBeLessThanOrEqual(few.blocks + 180)
        expect(rows, `${order} ${JSON.stringify(wish)}`).toBeLessThanOrEqual(3 * few.rows)
      }
    }
    expect(await countComments(large.id)).toBe(5_000)
    const latest = await listLatest(large.id, 5)
    expect(latest.map(({ name }) => name)).toEqual([4995, 4996, 4997, 4998, 4999].map((n) => `Person ${n}`))
    expect((await touchedBy(() => listLatest(large.id, 5))).rows).toBeLessThanOrEqual(30)
    expect((await touchedBy(() => countComments(large.id))).rows).toBe(1)
  }, 30_000)
})

describe("what stands in a comment's place", () => {
  it("keeps a thread together while there are replies, and goes with the last one", async () => {
    const campaign = await createCampaign()
    const root = await createVisible(campaign)
    const reply = await createVisible(campaign, { parent: root.publicId })
    const answer = await createVisible(campaign, { parent: reply.publicId })
    await deleteComment(root.commentId)
    await decide(reply.commentId, "remove", { reason: "insult" })
    const marks = async () =>
      (await listComments(campaign.id, { order: "oldest" })).comments.map(({ mark, name, body }) => [
        mark,
        name,
        body !== "",
      ])
    expect(await marks()).toEqual([
      ["deleted", "", false],
      ["removed", "", false],
      ["visible", "Ana", true],
    ])
    expect(await countComments(campaign.id)).toBe(1)
    await deleteComment(answer.commentId)
    expect(await marks()).toEqual([])
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(2)
    await expireComments(new Date(Date.now() + 31 * 86_400_000))
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(0)
  })

  it("comes back whole when a removal is taken back", async () => {
    const campaign = await createCampaign()
    const root = await createVisible(campaign, { body: bodyOf(5) })
    await createVisible(campaign, { parent: root.publicId })
    await decide(root.commentId, "remove", { reason: "review" })
    expect(await findComment(campaign.id, root.publicId)).toMatchObject({ mark: "removed", body: "" })
    await decide(root.commentId, "approve")
    expect(await findComment(campaign.id, root.publicId)).toMatchObject({ mark: "visible", body: bodyOf(5) })
    expect(await countComments(campaign.id)).toBe(2)
  })

  it("stays right when a thread is worked on from all sides at once", async () => {
    const campaign = await createCampaign()
    const root = await createVisible(campaign)
    const replies = []
    for (let count = 0; count < 6; count++) replies.push(await createVisible(campaign, { parent: root.publicId }))
    await Promise.all([deleteComment(root.commentId), ...replies.map(({ commentId }) => deleteComment(commentId))])
    expect((await listComments(campaign.id, { order: "oldest" })).comments).toEqual([])
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(0)
    expect(await countComments(campaign.id)).toBe(0)
    expect(await recountComments()).not.toContain(campaign.id)
  })
})
