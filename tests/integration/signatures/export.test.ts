import { parse } from "csv-parse/sync"
import { beforeAll, expect, it } from "vitest"
import { EXPORT_KIND, signaturesExport, startExport } from "#lib/domain/signatures/export"
import { exportFields } from "#lib/domain/signatures/export-schema"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createTaskRunner } from "#lib/platform/task-runs"
import { findTask, readTaskFile } from "#lib/platform/tasks"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { createConfirmed } from "#tests/factories/signature"

beforeAll(loadKeyring)

const ALL = listFilter.parse({})
const wish = (fields: string[]) =>
  exportFields.parse({ purpose: "Checking the count", ...Object.fromEntries(fields.map((field) => [field, "yes"])) })

async function exported(campaign: SignableCampaign, fields: string[], filter = ALL) {
  const { actor, organiserId } = await createOrganiser({ role: "EDITOR", scope: campaign.id })
  const started = await startExport(actor, campaign.id, wish(fields), { filter, locale: "en" })
  if (!started.ok) throw new Error(started.code)
  await createTaskRunner({ [EXPORT_KIND]: signaturesExport }).run()
  const file = await readTaskFile(started.value, organiserId)
  const pieces: Buffer[] = []
  for await (const piece of file?.pieces ?? []) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString(), file, task: await findTask(started.value, organiserId) }
}

/** Many confirmed signatures at once. */
async function addMany(campaign: SignableCampaign, count: number, names: (n: number) => string): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => {
    const [id, email] = [newId(), `many-${n}@example.org`]
    const emailIndex = signatureIndex(campaign.id, email)
    const sealed = sealDetails({ emailIndex, id }, { name: names(n), email, town: "Bilbao", reason: "x".repeat(200) })
    return { id, emailIndex, sealed }
  })
  await db().$executeRaw`
    insert into "Signature" (id, "campaignId", state, "emailIndex", sealed, locale, "petitionVersion", "consentVersion", "consentAt",
      "confirmedAt", "createdAt")
    select id, ${campaign.id}::uuid, 'CONFIRMED', index, sealed, 'en', 1, 'x', now(), now(), now() - n * interval '1 second'
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ emailIndex }) => emailIndex)}::bytea[],
      ${rows.map(({ sealed }) => sealed)}::bytea[]) with ordinality as r(id, index, sealed, n)`
}

it("holds the columns that were ticked and no others, under a neutral name, and its purpose is in the log", async () => {
  const campaign = await createCampaign()
  await createConfirmed(campaign, { name: "Ana", email: "secret@example.org", town: "Bilbao", country: "ES" })
  await createConfirmed(campaign, { name: "Ben" })
  const { text, file, task } = await exported(
    campaign,
    ["name", "country", "state"],
    listFilter.parse({ country: "ES" }),
  )
  expect(text).toBe("\uFEFFName,Country,State\r\nAna,ES,Confirmed\r\n")
  expect(file?.fileName).toMatch(/^signatures-\d{4}-\d\d-\d\d\.csv$/)
  expect(task).toMatchObject({ state: "DONE", done: 1, total: 1 })
  expect((await exported(campaign, ["email"])).text).toContain("secret@example.org")
  expect(
    await db().auditEntry.findMany({ where: { campaignId: campaign.id, action: "signatures_exported" } }),
  ).toMatchObject([
    { purpose: "Checking the count", rows: 1 },
    { purpose: "Checking the count", rows: 2 },
  ])
  for (const role of ["MODERATOR", "VIEWER"] as const) {
    const { actor } = await createOrganiser({ role, scope: campaign.id })
    const started = await startExport(actor, campaign.id, wish(["name"]), { filter: ALL, locale: "en" })
    expect(started).toEqual({ ok: false, code: "forbidden" })
  }
})

it("lets no cell be a formula, and reads back as it was", async () => {
  const campaign = await createCampaign()
  const hostile = [
    '=HYPERLINK("http://x.example","a")',
    "+1+1",
    "-2",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    'say "hi", you',
    "two\nlines",
    "plain",
  ]
  for (const reason of hostile) await createConfirmed(campaign, { name: "Ana", reason })
  const { text } = await exported(campaign, ["reason"])
  const cells = parse(text, { bom: true }).flat().slice(1)
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([])
  expect(cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, "")).sort()).toEqual(hostile.sort())
})

it("says which rows are sample data, where there are any", async () => {
  const campaign = await createCampaign({ isDemo: true })
  await createConfirmed(campaign, { name: "Real" })
  await createConfirmed(campaign, { name: "Made up" })
  const { id } = await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id }, orderBy: { id: "desc" } })
  await db().signature.update({ where: { id }, data: { isSample: true } })
  const { text } = await exported(campaign, ["name"])
  expect(text).toBe("\uFEFFName,Sample data\r\nMade up,Sample data\r\nReal,\r\n")
})

it("writes 10,000 rows of one snapshot, holding a few hundred at a time", async () => {
  const campaign = await createCampaign()
  await addMany(campaign, 10_000, (n) => `Name ${n}`)
  // Rows of one moment: their order is still one, and the cursor passes none.
  await db()
    .$executeRaw`update "Signature" set "createdAt" = '2026-01-05T10:00:00Z' where "campaignId" = ${campaign.id}::uuid`
  const pieces: string[] = []
  let late: Promise<unknown> | undefined
  await signaturesExport.run(
    { campaignId: campaign.id, filter: ALL, fields: ["name", "email", "reason"], locale: "en" },
    {
      ...{ taskId: newId(), organiserId: newId(), campaignId: campaign.id, now: new Date() },
      signal: new AbortController().signal,
      report: async () => undefined,
      finish: async () => undefined,
      write: async (piece) => {
        // Whoever signs while the file is written is not in it.
        late ??= createConfirmed(campaign, { name: "Late" })
        await late
        pieces.push(String(piece))
      },
    },
  )
  const lines = pieces.join("").split("\r\n")
  expect(lines.filter((line) => line.startsWith("Name ")).length).toBe(10_000)
  expect(new Set(lines).size).toBe(lines.length)
  expect(lines.filter((line) => line.startsWith("Late"))).toEqual([])
  expect(Math.max(...pieces.map((piece) => piece.split("\r\n").length))).toBeLessThanOrEqual(501)
})
