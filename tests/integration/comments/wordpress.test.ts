import { beforeAll, describe, expect, it } from "vitest"
import { decideComment } from "#lib/domain/comments/decide"
import { emptyComment, lockComment } from "#lib/domain/comments/tree"
import { expireComments } from "#lib/domain/comments/jobs"
import { contentOf, emailOf } from "#lib/domain/comments/details"
import { countComments, listComments } from "#lib/domain/comments/queries"
import { db, transaction } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { UsageError } from "#scripts/surroundings"
import { describeImport, exportFrom, type ImportChoices, importFrom } from "#scripts/wordpress"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { inPieces, wxrComment, wxrFile, wxrItem } from "#tests/support/wxr"
import { nestedComments, parentOf } from "#tests/support/wxr-nested"

beforeAll(loadKeyring)

const NOW = new Date("2026-11-24T12:00:00Z")
// The command itself is tried with 2,000.
const COUNT = 600

const opener = (xml: string) => () => inPieces(xml, 16_000)

async function run(xml: string, slug: string, choices: Partial<ImportChoices> = {}) {
  const { report } = await importFrom(opener(xml), { campaign: slug, ...choices }, NOW)
  return report
}

const rowsOf = (campaignId: string) =>
  db().comment.findMany({ where: { campaignId }, orderBy: { oldestPlace: "asc" }, include: { parent: true } })

/** Everything of the rows that an import must not change. */
async function stateOf(campaignId: string): Promise<string> {
  const rows = await rowsOf(campaignId)
  return JSON.stringify(
    rows.map(({ sealed, sealedEmail, ...row }) => ({ ...row, isSealed: !!sealed, hasEmail: !!sealedEmail })),
  )
}

async function walk(campaignId: string, order: "oldest" | "newest") {
  const all = []
  for (let after: string | null = null; ;) {
    const page = await listComments(campaignId, { order, after })
    all.push(...page.comments)
    if (!page.after) return all
    after = page.after
  }
}

describe("an export of another site", () => {
  it("imports nested comments twice with one result, in order and nested as they were", async () => {
    const campaign = await createCampaign()
    const xml = wxrFile(wxrItem(nestedComments(COUNT)))
    const first = await run(xml, campaign.slug)
    expect(first.put).toEqual({ created: COUNT, updated: 0, unchanged: 0 })
    const before = await stateOf(campaign.id)
    const second = await run(xml, campaign.slug)
    expect(second.put).toEqual({ created: 0, updated: 0, unchanged: COUNT })
    expect(await stateOf(campaign.id)).toBe(before)

    const rows = await rowsOf(campaign.id)
    expect(rows).toHaveLength(COUNT)
    const numberOf = (row: (typeof rows)[number]) => Number(/\d+/.exec(contentOf(row)!.body)![0])
    const numbers = new Map(rows.map((row) => [row.id, numberOf(row)]))
    for (const row of rows) {
      const id = numbers.get(row.id)!
      expect(row.parentId === null ? 0 : numbers.get(row.parentId)).toBe(parentOf(id))
      expect(row.postedAt).toEqual(new Date(Date.UTC(2015, 6, 20, 10) + id * 61_000))
      expect(row.state).toBe(id % 97 === 0 ? "HELD" : "VISIBLE")
      expect(contentOf(row)).toEqual({ name: `Writer ${id}`, website: null, body: `Words number ${id} & more.` })
      expect(emailOf(row)).toBe(`w${id}@example.org`)
    }
    const held = await db().screening.count({ where: { campaignId: campaign.id, waitingSince: { not: null } } })
    expect(held).toBe(Math.floor(COUNT / 97))
    expect(await countComments(campaign.id)).toBe(COUNT - held)
    for (const order of ["oldest", "newest"] as const) {
      const shown = await walk(campaign.id, order)
      const at = new Map(shown.map(({ id }, index) => [id, index]))
      for (const { publicId, parent } of rows) {
        if (parent && at.has(publicId)) expect(at.get(publicId)!).toBeGreaterThan(at.get(parent.publicId)!)
      }
      const threads = rows
        .filter(({ parentId, isShown }) => parentId === null && isShown)
        .map(({ publicId }) => publicId)
      const heads = shown.filter(({ id }) => threads.includes(id)).map(({ id }) => id)
      expect(heads).toEqual(order === "oldest" ? threads : threads.reverse())
    }
  }, 180_000)

  it("takes over what changed there, and nothing that was decided here", async () => {
    const campaign = await createCampaign()
    const pending = wxrComment(2, { comment_approved: 0 })
    await run(wxrFile(wxrItem(wxrComment(1) + pending + wxrComment(3) + wxrComment(4))), campaign.slug)
    const named = async (name: string) => (await rowsOf(campaign.id)).find((row) => contentOf(row)?.name === name)!
    const { actor } = await createOrganiser()
    const decision = { commentId: (await named("Writer 3")).id, action: "remove", reason: null, round: 1 } as const
    expect((await decideComment(actor, decision, NOW)).ok).toBe(true)
    await transaction(async (tx) => {
      await emptyComment(tx, (await lockComment(tx, (await named("Writer 4")).id))!, "DELETED")
    })
    const changed = wxrComment(1, { comment_content: "Other words" }) + wxrComment(2)
    const report = await run(wxrFile(wxrItem(changed + wxrComment(3) + wxrComment(4))), campaign.slug)
    expect(report.put).toEqual({ created: 0, updated: 2, unchanged: 2 })
    expect(contentOf(await named("Writer 1"))!.body).toBe("Other words")
    expect((await named("Writer 2")).state).toBe("VISIBLE")
    expect((await named("Writer 3")).state).toBe("REMOVED")
    expect((await rowsOf(campaign.id)).map(({ state }) => state).sort()).toEqual(
      ["DELETED", "REMOVED", "VISIBLE", "VISIBLE"].sort(),
    )
    expect(await countComments(campaign.id)).toBe(2)
    const waiting = await db().screening.count({ where: { campaignId: campaign.id, waitingSince: { not: null } } })
    expect(waiting).toBe(0)
  })

  it("keeps an address for 30 days from the import, and no network address ever", async () => {
    const campaign = await createCampaign()
    await run(wxrFile(wxrItem(wxrComment(1))), campaign.slug)
    const day = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
    await expireComments(day(29))
    expect(emailOf((await rowsOf(campaign.id))[0]!)).toBe("w1@example.org")
    await expireComments(day(31))
    const row = (await rowsOf(campaign.id))[0]!
    expect(row).toMatchObject({ sealedEmail: null, state: "VISIBLE", body: "Text of 1" })
    expect(JSON.stringify(row)).not.toContain("192.0.2.77")
  })

  it("shows a mark where the comment above a published one waits", async () => {
    const campaign = await createCampaign()
    const xml = wxrFile(wxrItem(wxrComment(1, { comment_approved: 0 }) + wxrComment(2, { comment_parent: 1 })))
    await run(xml, campaign.slug)
    const shown = await walk(campaign.id, "oldest")
    expect(shown.map(({ mark, level, body }) => [mark, level, body])).toEqual([
      ["held", 1, ""],
      ["visible", 2, "Text of 2"],
    ])
  })

  it("asks which page is meant, and says what a dry run would do", async () => {
    const campaign = await createCampaign()
    const two = wxrItem(wxrComment(1) + wxrComment(2)) + wxrItem(wxrComment(3), { slug: "other" })
    await expect(run(wxrFile(two), campaign.slug)).rejects.toThrow(/--page safe .*\n.*--page other/)
    await expect(run(wxrFile(two), campaign.slug, { pages: ["third"] })).rejects.toThrow(UsageError)
    await expect(run(wxrFile(two), "no-such-campaign")).rejects.toThrow(UsageError)
    const choices = { campaign: campaign.slug, pages: ["safe"], isDry: true }
    const dry = await importFrom(opener(wxrFile(two)), choices, NOW)
    expect(describeImport(dry, true)).toContain("2 new, 0 changed, 0 as they were\n  1 left out: on other pages")
    expect(await rowsOf(campaign.id)).toHaveLength(0)
    await run(wxrFile(two), campaign.slug, { isAllPages: true })
    expect(await rowsOf(campaign.id)).toHaveLength(3)
  })

  it("leaves as it came: the export of an import imports into another campaign with the same threads", async () => {
    const [from, to] = [await createCampaign(), await createCampaign()]
    const nested = [1, 2, 3, 4, 5].map((id) =>
      wxrComment(id, {
        comment_parent: id - 1,
        comment_content: `<![CDATA[<p>a ]]]]><![CDATA[> & b</p><p>${id}</p>]]>`,
      }),
    )
    await run(wxrFile(wxrItem(nested.join("") + wxrComment(9, { comment_approved: 0 }))), from.slug)
    const read = async (choices: { withPending: boolean; withAddresses: boolean }) => {
      let xml = ""
      for await (const piece of exportFrom(from.slug, choices, NOW)) xml += piece
      return xml
    }
    const shy = await read({ withPending: false, withAddresses: false })
    expect(shy).not.toContain("@example.org")
    expect(shy).not.toContain("Text of 9")
    const full = await read({ withPending: true, withAddresses: true })
    expect(full).toContain("w3@example.org")
    await run(full, to.slug)
    const shape = async (id: string) =>
      (await rowsOf(id)).map((row) => [row.state, row.level, row.postedAt, contentOf(row), emailOf(row)])
    expect(await shape(to.id)).toEqual(await shape(from.id))
  })
})
