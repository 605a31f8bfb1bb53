import { countRule } from "#lib/domain/signatures/bulk"
import { ruleFields } from "#lib/domain/signatures/bulk-rule"
import { RULE_KIND, signatureRule } from "#lib/domain/signatures/bulk-task"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import { EXPORT_KIND, signaturesExport, startExport } from "#lib/domain/signatures/export"
import { EXPORT_FIELDS } from "#lib/domain/signatures/export-schema"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { addRows, openBatch } from "#lib/domain/signatures/paper"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { closeHotPool } from "#lib/platform/sql"
import { createTaskRunner } from "#lib/platform/task-runs"
import { findTask } from "#lib/platform/tasks"

// Run by admin.ts in a process of its own, whose settings are those of one of its sites. Prints one line of JSON.

const CHUNK = 5_000
const COUNTRIES = ["ES", "FR", "RU", "CN", "GB", "IE", "IN", "BR", "KE", null]

const [mode = "", slug = "", wanted = "0"] = process.argv.slice(2)
const count = Number(wanted)

await loadKeyring()
const campaign = await db().campaign.findUniqueOrThrow({ where: { slug }, select: { id: true } })
const actor = { organiserId: newId(), roles: { "": "OWNER" } } as const
console.log(JSON.stringify(mode === "fill" ? await fill() : await exportAll()))
await closeHotPool()

/** Signatures whose details open, as those of people do. They are made up. */
async function fill() {
  for (let from = 0; from < count; from += CHUNK) await insert(from, Math.min(count, from + CHUNK))
  await db().$executeRaw`
    insert into "CampaignCount" ("campaignId", confirmed) values (${campaign.id}::uuid, ${count})
    on conflict ("campaignId") do update set confirmed = excluded.confirmed`
  await db().$executeRaw`analyze`
  const batch = await openBatch(actor, campaign.id, "Sample sheets")
  const which = { campaignId: campaign.id, batchId: batch.ok ? batch.value : "" }
  await addRows(actor, which, [{ name: "Sample", town: "", email: null, showName: false }])
  const rule = ruleFields.parse({ domain: "many.example", reason: "Sample" })
  const counted = await countRule(actor, campaign.id, rule, new Date())
  await createTaskRunner({ [RULE_KIND]: signatureRule }).run()
  const { id } = await db().signature.findFirstOrThrow({ where: { campaignId: campaign.id } })
  const token = await newSetUpToken(new Date())
  return { token, id: campaign.id, signature: id, batch: which.batchId, case: counted.ok ? counted.value : "" }
}

async function insert(from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, index) => {
    const n = from + index
    const [id, email] = [newId(), `sample-${n}@host-${n % 500}.example`]
    const emailIndex = signatureIndex(campaign.id, email)
    const reason = n % 4 === 0 ? "Because the law where I live makes people work alone, and I want that to change." : ""
    const sealed = sealDetails({ emailIndex, id }, { name: `Sample ${n}`, email, town: "Bilbao", reason })
    // A few in a hundred still wait for their confirmation.
    const state = n % 40 === 0 ? "PENDING" : "CONFIRMED"
    return { id, emailIndex, sealed, state, country: COUNTRIES[n % COUNTRIES.length] ?? null }
  })
  await db().$executeRaw`
    insert into "Signature" (id, "campaignId", state, "emailIndex", sealed, "showName", "publicName", country, locale,
      "petitionVersion", "consentVersion", "consentAt", "mailedAt", "createdAt", "confirmedAt", "listedAt", "listedOrder")
    select r.id, ${campaign.id}::uuid, r.state::"SignatureState", r.index, r.sealed, n % 3 = 0, case when n % 3 = 0 then 'Sample' end,
      r.country, 'en', 1, 'sample', now(), now(), now() - (${from} + n) * interval '1 minute', now() - (${from} + n) * interval '1 minute',
      case when n % 3 = 0 then date_trunc('hour', now() - (${from} + n) * interval '1 minute') end, n
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.state)}::text[], ${rows.map((row) => row.emailIndex)}::bytea[],
      ${rows.map((row) => row.sealed)}::bytea[], ${rows.map((row) => row.country)}::text[])
      with ordinality as r(id, state, index, sealed, country, n)`
}

/** Everything as CSV: how long it takes, and how far memory goes above what the process needs anyway. */
async function exportAll() {
  const started = await startExport(
    actor,
    campaign.id,
    { purpose: "Benchmark", fields: [...EXPORT_FIELDS] },
    { filter: listFilter.parse({}), locale: "en" },
  )
  if (!started.ok) throw new Error(started.code)
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
  const begun = performance.now()
  await createTaskRunner({ [EXPORT_KIND]: signaturesExport }).run()
  clearInterval(watch)
  const task = await findTask(started.value, actor.organiserId)
  const seconds = (performance.now() - begun) / 1_000
  return { rows: task?.done, bytes: task?.bytes, seconds, beforeMb: before / 1e6, peakMb: peak / 1e6 }
}
