import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { CHECK_ROWS, SHEET_ROWS } from "#lib/domain/signatures/paper-schema"
import { openLabel, openRow, openUpload } from "#lib/domain/signatures/paper-seal"
import type { PaperBatch, PaperSignature } from "#lib/generated/prisma/client"
import type { PaperRepeat, PaperState } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"

/** A batch of signatures on paper, in a list. */
export type BatchView = {
  id: string
  state: PaperState
  label: string
  /** Rows that are in it, and those of them that count or would count. */
  entered: number
  counting: number
  openedAt: Date
}

const COUNTING = { where: { repeat: null } } as const

async function batchView(batch: PaperBatch): Promise<BatchView> {
  const { id, state, openedAt, rows } = batch
  const [entered, counting] = await Promise.all([
    db().paperSignature.count({ where: { batchId: id } }),
    state === "OPEN" ? db().paperSignature.count({ where: { batchId: id, ...COUNTING.where } }) : rows,
  ])
  return { id, state, label: openLabel(id, batch.sealed), entered, counting, openedAt }
}

/** The last 50 batches of a campaign, for editors. `null` for who may not see them. */
export async function listBatches(actor: Actor, campaignId: string): Promise<BatchView[] | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const found = await db().paperBatch.findMany({ where: { campaignId }, orderBy: { openedAt: "desc" }, take: 50 })
  return Promise.all(found.map(batchView))
}

/** A row on paper as organisers read it: whether there is an address, not which. */
export type PaperRowView = {
  number: number
  name: string
  town: string
  showName: boolean
  hasEmail: boolean
  repeat: PaperRepeat | null
}

/** A batch with some of its rows. */
export type OpenedBatch = {
  batch: BatchView
  /** The rows of the last two sheets. */
  latest: PaperRowView[]
  repeats: PaperRowView[]
  /** What the second person compares with the sheets; empty for who cannot count the batch. */
  check: PaperRowView[]
  /** Whether the actor has entered some of it, so that somebody else has to count it. */
  isOwn: boolean
  /** Rows of a file that wait to be entered; `taskId` while they are. */
  upload: { rows: number; taskId: string | null } | null
}

function rowView({ id, number, sealed, showName, emailIndex, repeat }: PaperSignature): PaperRowView {
  const { name, town } = openRow(id, sealed)
  return { number, name, town, showName, hasEmail: emailIndex !== null, repeat }
}

/** A batch for editors. Opening it is written to the log. `null` when it is not there for the actor. */
export async function viewBatch(actor: Actor, campaignId: string, batchId: string): Promise<OpenedBatch | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const found = await db().paperBatch.findFirst({ where: { id: batchId, campaignId } })
  if (!found) return null
  const [batch, latest, repeats, own] = await Promise.all([
    batchView(found),
    db().paperSignature.findMany({ where: { batchId }, orderBy: { number: "desc" }, take: 2 * SHEET_ROWS }),
    db().paperSignature.findMany({ where: { batchId, repeat: { not: null } }, orderBy: { number: "asc" }, take: 50 }),
    db().paperSignature.count({ where: { batchId, enteredBy: actor.organiserId } }),
  ])
  const isOwn = own > 0
  const check = found.state === "OPEN" && !isOwn ? await checkRows(batchId, batch.entered) : []
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "paper_viewed", {
      ...{ subjectId: batchId, campaignId },
      rows: new Set([...latest, ...repeats, ...check].map(({ id }) => id)).size,
    }),
  )
  return {
    ...{ batch, isOwn },
    latest: latest.map(rowView),
    repeats: repeats.map(rowView),
    check: check.map(rowView),
    upload: found.upload && { rows: openUpload(batchId, found.upload).length, taskId: found.taskId },
  }
}

/** A random tenth of a batch. It is the same each time, so that nobody can look until it is an easy one. */
async function checkRows(batchId: string, entered: number): Promise<PaperSignature[]> {
  const wanted = Math.min(CHECK_ROWS.max, Math.max(CHECK_ROWS.min, Math.ceil(entered / 10)))
  const ids = await db().$queryRaw<{ id: string }[]>`
    select id from "PaperSignature" where "batchId" = ${batchId}::uuid order by md5(id::text || ${batchId}) limit ${wanted}`
  return db().paperSignature.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { number: "asc" } })
}
