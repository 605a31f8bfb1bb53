import "server-only"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { type AuditAction, recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { markRepeats } from "#lib/domain/signatures/paper-repeats"
import type { PaperRow } from "#lib/domain/signatures/paper-schema"
import { paperRecord, sealLabel, sealUpload } from "#lib/domain/signatures/paper-seal"
import { PAPER_KIND } from "#lib/domain/signatures/paper-task"
import type { PaperBatch } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { startTask } from "#lib/platform/tasks"
import { fail, ok, type Result } from "#lib/shared/result"

/** Which batch, and of which campaign: one of another campaign is not there. */
export type WhichBatch = { campaignId: string; batchId: string }

type Refusal = "forbidden" | "gone"

/** Runs a change of a batch by somebody who may, under its lock. */
function withBatch<Value, Code extends string>(
  actor: Actor,
  { campaignId, batchId }: WhichBatch,
  work: (tx: Transaction, batch: PaperBatch) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | Refusal>> {
  return transaction(async (tx): Promise<Result<Value, Code | Refusal>> => {
    if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
    await tx.$queryRaw`select id from "PaperBatch" where id = ${batchId}::uuid for update`
    const batch = await tx.paperBatch.findFirst({ where: { id: batchId, campaignId } })
    return batch ? work(tx, batch) : fail("gone")
  })
}

function log(tx: Transaction, actor: Actor, action: AuditAction, batch: PaperBatch, rows: number): Promise<void> {
  return recordAudit(tx, actor.organiserId, action, { subjectId: batch.id, campaignId: batch.campaignId, rows })
}

/** Opens an empty batch. @returns its id. */
export async function openBatch(actor: Actor, campaignId: string, label: string): Promise<Result<string, "forbidden">> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
  return transaction(async (tx) => {
    const id = newId()
    await tx.paperBatch.create({
      data: { id, campaignId, sealed: sealLabel(id, label), openedBy: actor.organiserId },
    })
    return ok(id)
  })
}

/** Rows of a file are being entered: their places are taken. */
const isImporting = (batch: PaperBatch) => batch.taskId !== null && batch.upload !== null

/**
 * Enters the rows of a sheet.
 *
 * @returns `busy` while the rows of a file are being entered; `gone` for a batch that is counted or removed.
 */
export function addRows(
  actor: Actor,
  which: WhichBatch,
  rows: readonly PaperRow[],
): Promise<Result<null, Refusal | "busy">> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state !== "OPEN") return fail("gone")
    if (isImporting(batch)) return fail("busy")
    const { _max } = await tx.paperSignature.aggregate({ where: { batchId: batch.id }, _max: { number: true } })
    const first = (_max.number ?? 0) + 1
    const entry = { ...which, enteredBy: actor.organiserId }
    await tx.paperSignature.createMany({ data: rows.map((row, index) => paperRecord(entry, first + index, row)) })
    await markRepeats(tx, which)
    await log(tx, actor, "paper_entered", batch, rows.length)
    return ok(null)
  })
}

/** Keeps the rows of a file that was read without a fault, until they are entered or thrown away. Nothing counts yet. */
export function keepUpload(
  actor: Actor,
  which: WhichBatch,
  rows: readonly PaperRow[],
): Promise<Result<null, Refusal | "busy">> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state !== "OPEN") return fail("gone")
    if (isImporting(batch)) return fail("busy")
    await tx.paperBatch.update({ where: { id: batch.id }, data: { upload: sealUpload(batch.id, rows), taskId: null } })
    return ok(null)
  })
}

/** Throws the rows of a file away, also when their entry has failed. Rows that were entered stay. Safe to run twice. */
export function dropUpload(actor: Actor, which: WhichBatch): Promise<Result<null, Refusal>> {
  return withBatch(actor, which, async (tx, batch) => {
    await tx.paperBatch.update({ where: { id: batch.id }, data: { upload: null, taskId: null } })
    return ok(null)
  })
}

/** Starts to enter the rows of the file that was kept, as a task. @returns the task's id. */
export function importUpload(actor: Actor, which: WhichBatch): Promise<Result<string, Refusal>> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state !== "OPEN" || !batch.upload) return fail("gone")
    if (batch.taskId) return ok(batch.taskId)
    const { organiserId } = actor
    const { _max } = await tx.paperSignature.aggregate({ where: { batchId: batch.id }, _max: { number: true } })
    const input = { batchId: batch.id, after: _max.number ?? 0 }
    const taskId = await startTask(tx, { kind: PAPER_KIND, organiserId, campaignId: which.campaignId, input })
    await tx.paperBatch.update({ where: { id: batch.id }, data: { taskId } })
    await log(tx, actor, "paper_entered", batch, 0)
    return ok(taskId)
  })
}

/** Takes one row out of a batch that is not counted yet. Safe to run twice. */
export function removeRow(actor: Actor, which: WhichBatch, number: number): Promise<Result<null, Refusal>> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state !== "OPEN") return fail("gone")
    await tx.paperSignature.deleteMany({ where: { batchId: batch.id, number } })
    await markRepeats(tx, which)
    return ok(null)
  })
}

/**
 * Counts a batch: its rows, without repeats, go into a line of their own. Only somebody who has entered none of them can do it.
 *
 * @returns `same_person` for who has entered a row; `busy` while rows are being entered; `empty` for a batch without rows that count.
 */
export function countBatch(
  actor: Actor,
  which: WhichBatch,
  now: Date,
): Promise<Result<null, Refusal | "same_person" | "busy" | "empty">> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state === "COUNTED") return ok(null)
    if (batch.state !== "OPEN") return fail("gone")
    if (batch.upload) return fail("busy")
    const { id } = batch
    const own = await tx.paperSignature.count({ where: { batchId: id, enteredBy: actor.organiserId } })
    if (own > 0) return fail("same_person")
    // Who has signed on the site since the rows were entered counts there.
    await markRepeats(tx, which)
    const rows = await tx.paperSignature.count({ where: { batchId: id, repeat: null } })
    if (rows === 0) return fail("empty")
    await tx.paperBatch.update({
      where: { id },
      data: { state: "COUNTED", rows, countedBy: actor.organiserId, countedAt: now },
    })
    await recordCountChange(tx, which.campaignId, { paper: rows })
    await log(tx, actor, "paper_counted", batch, rows)
    return ok(null)
  })
}

/** Removes a batch: its count goes back, its rows are deleted. Safe to run twice. */
export function removeBatch(actor: Actor, which: WhichBatch, now: Date): Promise<Result<null, Refusal>> {
  return withBatch(actor, which, async (tx, batch) => {
    if (batch.state === "REMOVED") return ok(null)
    if (batch.state === "COUNTED") await recordCountChange(tx, which.campaignId, { paper: -batch.rows })
    await tx.paperSignature.deleteMany({ where: { batchId: batch.id } })
    await tx.paperBatch.update({
      where: { id: batch.id },
      data: { state: "REMOVED", upload: null, taskId: null, removedBy: actor.organiserId, removedAt: now },
    })
    await log(tx, actor, "paper_removed", batch, batch.rows)
    return ok(null)
  })
}
