import "server-only"
import { createHash } from "node:crypto"
import { z } from "zod"
import { closeList } from "#lib/domain/deliveries/close"
import { coverOf, type HandOverFacts } from "#lib/domain/deliveries/cover"
import { listCsv } from "#lib/domain/deliveries/csv"
import { type ListLine, lineMaker } from "#lib/domain/deliveries/list"
import { listPdf } from "#lib/domain/deliveries/pdf"
import type { DeliveryTotals } from "#lib/domain/deliveries/rules"
import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import { LIST_START, listRetractions, readNamed, settleDelivered } from "#lib/domain/signatures/handover"
import { db } from "#lib/platform/db"
import { TaskFailed, type TaskKind, type TaskRun } from "#lib/platform/tasks"
import { dayOf } from "#lib/shared/dates"

const taskInput = z.object({ deliveryId: z.uuid() })

/** The facts of a closed list. */
async function factsOf(deliveryId: string): Promise<HandOverFacts> {
  const delivery = await db().delivery.findUnique({ where: { id: deliveryId } })
  if (!delivery?.totals) throw new TaskFailed("gone")
  // What was handed over stays as it was: its fingerprint is on record.
  if (delivery.recordedAt) throw new TaskFailed("delivery_recorded")
  const { campaignId, recipient, createdAt } = delivery
  return {
    campaignId,
    reference: deliveryId.slice(0, 8),
    on: dayOf(createdAt),
    recipient,
    choices: delivery.choices as DeliveryChoices,
    totals: delivery.totals as DeliveryTotals,
    retractions: await listRetractions({ deliveryId, campaignId, recipient }),
  }
}

/** The lines of a closed list, with a word on how far it is. */
async function* linesOf(
  deliveryId: string,
  { choices, totals }: HandOverFacts,
  { report }: TaskRun,
): AsyncGenerator<ListLine> {
  const toLine = lineMaker(choices, totals.byCountry)
  let done = 0
  for await (const named of readNamed(deliveryId)) {
    yield toLine(named)
    done += 1
    if (done % 100 === 0) await report(done, totals.named)
  }
  await report(totals.named, totals.named)
}

async function writeFile(
  pieces: AsyncIterable<Uint8Array | string>,
  run: TaskRun,
): Promise<{ hash: Buffer; bytes: number }> {
  const hash = createHash("sha256")
  let bytes = 0
  for await (const piece of pieces) {
    const chunk = typeof piece === "string" ? Buffer.from(piece) : piece
    hash.update(chunk)
    bytes += chunk.length
    await run.write(chunk)
  }
  return { hash: hash.digest(), bytes }
}

/** The list as a PDF, with its cover. */
export const deliveryPdf: TaskKind = {
  async run(input, run) {
    const { deliveryId } = taskInput.parse(input)
    await closeList(deliveryId, run.signal)
    const facts = await factsOf(deliveryId)
    const { hash, bytes } = await writeFile(listPdf(await coverOf(facts), linesOf(deliveryId, facts, run)), run)
    await run.finish({ fileName: `list-${facts.on}.pdf`, mediaType: "application/pdf" })
    await db().delivery.updateMany({
      where: { id: deliveryId, recordedAt: null },
      data: { pdfHash: new Uint8Array(hash), pdfBytes: bytes },
    })
  },
}

/** The list as a table for programs. */
export const deliveryCsv: TaskKind = {
  async run(input, run) {
    const { deliveryId } = taskInput.parse(input)
    await closeList(deliveryId, run.signal)
    const facts = await factsOf(deliveryId)
    const pieces = listCsv(facts.on, facts.retractions, linesOf(deliveryId, facts, run))
    const { hash, bytes } = await writeFile(pieces, run)
    await run.finish({ fileName: `list-${facts.on}.csv`, mediaType: "text/csv; charset=utf-8" })
    await db().delivery.updateMany({
      where: { id: deliveryId, recordedAt: null },
      data: { csvHash: new Uint8Array(hash), csvBytes: bytes },
    })
  },
}

/** Signatures that are marked in one statement. */
const MARK_BATCH = 1_000

/** Marks the signatures of a hand-over delivered, or confirmed again after its record was taken back. The count stays the same. */
export const deliveryMark: TaskKind = {
  async run(input, run) {
    const { deliveryId } = taskInput.parse(input)
    const total = await db().deliveryEntry.count({ where: { deliveryId } })
    let done = 0
    for (let after: string | null = LIST_START.id; after !== null;) {
      const looked = await settleDelivered(deliveryId, after, MARK_BATCH)
      after = looked?.id ?? null
      done += looked?.n ?? 0
      await run.report(done, total)
    }
  },
}
