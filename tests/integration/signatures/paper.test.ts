import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { foldCounts } from "#lib/domain/campaigns/jobs"
import type { Actor } from "#lib/domain/identity/policy"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { reconcileCounts } from "#lib/domain/signatures/jobs"
import {
  addRows,
  countBatch,
  dropUpload,
  importUpload,
  keepUpload,
  openBatch,
  removeBatch,
  removeRow,
} from "#lib/domain/signatures/paper"
import { listBatches, viewBatch } from "#lib/domain/signatures/paper-queries"
import { PAPER_KIND, paperImport } from "#lib/domain/signatures/paper-task"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createTaskRunner } from "#lib/platform/task-runs"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

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

const NOW = new Date()
const row = (name: string, more: { town?: string; email?: string } = {}) => ({
  ...{ name, town: "Bilbao", email: null, showName: false },
  ...more,
})

async function opened() {
  const campaign = await createCampaign()
  const { actor } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
  const { actor: second } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
  const batch = await openBatch(actor, campaign.id, "Market, 3 May")
  if (!batch.ok) throw new Error(batch.code)
  return { campaign, actor, second, which: { campaignId: campaign.id, batchId: batch.value } }
}

async function paperOf({ id }: SignableCampaign): Promise<number> {
  await foldCounts(id)
  return (await db().campaignCount.findUniqueOrThrow({ where: { campaignId: id } })).paper
}

const repeatsOf = async (actor: Actor, { campaignId, batchId }: { campaignId: string; batchId: string }) =>
  (await viewBatch(actor, campaignId, batchId))?.repeats.map(({ number, repeat }) => [number, repeat])

describe("a batch of signatures on paper", () => {
  it("counts in a line of its own once a second person has counted it, and goes back when it is removed", async () => {
    const { campaign, actor, second, which } = await opened()
    await createConfirmed(campaign)
    await addRows(actor, which, [row("Ana"), row("Ben"), row("Cho")])
    expect(await countBatch(actor, which, NOW)).toEqual({ ok: false, code: "same_person" })
    expect(await paperOf(campaign)).toBe(0)
    expect((await viewBatch(actor, campaign.id, which.batchId))?.check).toEqual([])
    expect((await viewBatch(second, campaign.id, which.batchId))?.check).toHaveLength(3)

    await Promise.all([1, 2, 3].map(() => countBatch(second, which, NOW)))
    expect(await paperOf(campaign)).toBe(3)
    const count = await db().campaignCount.findUniqueOrThrow({ where: { campaignId: campaign.id } })
    expect(count.confirmed).toBe(1)
    expect(await reconcileCounts()).not.toContain(campaign.id)
    expect(await addRows(actor, which, [row("Late")])).toEqual({ ok: false, code: "gone" })
    expect(await removeRow(actor, which, 1)).toEqual({ ok: false, code: "gone" })

    await db().campaignCount.update({ where: { campaignId: campaign.id }, data: { paper: 10 } })
    expect(await reconcileCounts()).toContain(campaign.id)
    expect(await paperOf(campaign)).toBe(3)

    await Promise.all([1, 2].map(() => removeBatch(actor, which, NOW)))
    expect(await paperOf(campaign)).toBe(0)
    expect(await db().paperSignature.count({ where: { batchId: which.batchId } })).toBe(0)
    expect(await reconcileCounts()).not.toContain(campaign.id)
  })

  it("leaves out repeats: of signatures on the site, of other batches, of an address and of a name and town", async () => {
    const { campaign, actor, second, which } = await opened()
    await createConfirmed(campaign, { email: "on-site@example.org" })
    await addRows(actor, which, [
      row("Ana", { email: "On-Site@example.org" }),
      row("Ben", { email: "ben@example.org" }),
      row("Ben Two", { email: "ben@example.org" }),
      row("ana  maria"),
      row("Ana Maria"),
      row("Ana Maria", { town: "Madrid" }),
    ])
    expect(await repeatsOf(actor, which)).toEqual([
      [1, "SIGNATURE"],
      [3, "EMAIL"],
      [5, "NAME"],
    ])
    // Who signs on the site before the count counts there.
    await createConfirmed(campaign, { email: "ben@example.org" })
    await countBatch(second, which, NOW)
    expect(await paperOf(campaign)).toBe(2)
    const other = await openBatch(actor, campaign.id, "Again")
    const next = { campaignId: campaign.id, batchId: other.ok ? other.value : "" }
    await addRows(actor, next, [row("Ben", { email: "ben@example.org" }), row("Dee")])
    await removeRow(actor, next, 2)
    expect(await countBatch(second, next, NOW)).toEqual({ ok: false, code: "empty" })
  })

  it("keeps names, towns, addresses and its label sealed", async () => {
    const { campaign, actor, which } = await opened()
    await addRows(actor, which, [row("Secretname", { email: "secret@example.org", town: "Secrettown" })])
    await keepUpload(actor, which, [row("Secretname")])
    const stored = await db().$queryRaw<{ all: string }[]>`
      select string_agg(encode(p.sealed, 'escape') || encode(b.sealed, 'escape') || encode(b.upload, 'escape'), '') as all
      from "PaperSignature" p join "PaperBatch" b on b.id = p."batchId" where b."campaignId" = ${campaign.id}::uuid`
    expect(stored[0]?.all).not.toMatch(/Secret|secret|Market/)
    expect(JSON.stringify(await viewBatch(actor, campaign.id, which.batchId))).not.toContain("@")
    expect(await db().auditEntry.count({ where: { action: "paper_viewed", campaignId: campaign.id } })).toBe(1)
  })

  it("takes a file as a task, each row once however often it runs", async () => {
    const { campaign, actor, second, which } = await opened()
    await addRows(actor, which, [row("First")])
    await keepUpload(
      actor,
      which,
      Array.from({ length: 1_200 }, (_, n) => row(`Person ${n}`)),
    )
    expect(await countBatch(second, which, NOW)).toEqual({ ok: false, code: "busy" })
    const started = await importUpload(actor, which)
    expect(await importUpload(actor, which)).toEqual(started)
    expect(await addRows(actor, which, [row("Between")])).toEqual({ ok: false, code: "busy" })
    // A run that was killed after its first rows.
    const { paperRecord, openUpload } = await import("#lib/domain/signatures/paper-seal")
    const batch = await db().paperBatch.findUniqueOrThrow({ where: { id: which.batchId } })
    const rows = openUpload(batch.id, batch.upload!).slice(0, 500)
    const entry = { ...which, enteredBy: actor.organiserId }
    await db().paperSignature.createMany({ data: rows.map((one, index) => paperRecord(entry, index + 2, one)) })
    await createTaskRunner({ [PAPER_KIND]: paperImport }).run()
    expect(await viewBatch(actor, campaign.id, which.batchId)).toMatchObject({
      batch: { entered: 1_201, counting: 1_201 },
      upload: null,
    })
    expect((await viewBatch(second, campaign.id, which.batchId))?.check).toHaveLength(50)
    await keepUpload(actor, which, [row("Thrown away")])
    await dropUpload(actor, which)
    expect((await listBatches(actor, campaign.id))?.[0]).toMatchObject({ entered: 1_201 })
  })

  it("is for editors of its campaign", async () => {
    const { campaign, actor, which } = await opened()
    await addRows(actor, which, [row("Ana")])
    for (const role of ["MODERATOR", "VIEWER"] as const) {
      const { actor: other } = await createOrganiser({ role, scope: campaign.id })
      const forbidden = { ok: false, code: "forbidden" }
      expect(await openBatch(other, campaign.id, "x")).toEqual(forbidden)
      expect(await addRows(other, which, [row("Eve")])).toEqual(forbidden)
      expect(await countBatch(other, which, NOW)).toEqual(forbidden)
      expect(await removeBatch(other, which, NOW)).toEqual(forbidden)
      expect(await viewBatch(other, campaign.id, which.batchId)).toBeNull()
      expect(await listBatches(other, campaign.id)).toBeNull()
    }
    const elsewhere = { ...which, campaignId: (await createCampaign()).id }
    const { actor: anybody } = await createOrganiser()
    expect(await countBatch(anybody, elsewhere, NOW)).toEqual({ ok: false, code: "gone" })
  })
})

describe("the address that takes a file", () => {
  async function upload(visitor: Visitor, path: string, file: Blob, headers: Record<string, string> = {}) {
    const body = new FormData()
    body.set("file", file, "rows.csv")
    return fetch(web.url + path, {
      method: "POST",
      body,
      headers: { cookie: visitor.cookie, ...headers },
      redirect: "manual",
    })
  }

  it("takes 5 MB from an editor, tells faults with their lines, and nothing from anybody else; others still take 64 kB", async () => {
    const { campaign, which } = await opened()
    const path = `/admin/campaigns/${campaign.id}/signatures/paper/${which.batchId}`
    const fromHere = { "sec-fetch-site": "same-origin" }
    const stranger = await upload(new Visitor(web.url), `${path}/file`, new Blob(["Ana\n"]), fromHere)
    expect(stranger.headers.get("location")).toBe("/login")

    const foreign = await upload(owner, `${path}/file`, new Blob(["Ana\n"]), { "sec-fetch-site": "cross-site" })
    expect(foreign.status).toBe(403)
    const tooMuch = await upload(owner, `${path}/file`, new Blob(["x".repeat(5 * 1024 * 1024 + 1)]), fromHere)
    expect(tooMuch.status).toBe(413)
    expect((await upload(owner, path, new Blob(["x".repeat(70_000)]), fromHere)).status).toBe(413)
    const wrong = await upload(owner, `${path}/file`, new Blob(["Ana,,perhaps\n"]), fromHere)
    expect(wrong.headers.get("location")).toBe(`${path}?draft=1`)

    // 3 MB of names, so that the limit of other forms is plainly not this one's.
    const large = Array.from(
      { length: 19_000 },
      (_, n) => `Person ${n};${"Town ".repeat(15)};;p${n}@${"long".repeat(15)}.example`,
    )
    const right = await upload(owner, `${path}/file`, new Blob([large.join("\n")]), fromHere)
    expect(right.headers.get("location")).toBe(`${path}?saved=1`)
    const { actor } = await createOrganiser()
    expect((await viewBatch(actor, campaign.id, which.batchId))?.upload).toEqual({ rows: 19_000, taskId: null })
  })
})
