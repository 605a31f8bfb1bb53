import "server-only"
import { forgetScreening } from "#lib/domain/moderation/screenings"
import { tellRemoved } from "#lib/domain/signatures/disputes"
import { UNDO_DAYS } from "#lib/domain/signatures/rules"
import type { SignatureCase } from "#lib/generated/prisma/client"
import { db, transaction } from "#lib/platform/db"

const DAY_MS = 86_400_000

/** Signatures in one transaction: each may have a message. */
const CHUNK = 200

/**
 * Ends the cases whose time to undo is over: who was rejected by a rule is told now, and the details of all are deleted.
 *
 * Safe to run twice: a signature whose details are gone is told nothing more.
 */
export async function settleRejections(now: Date): Promise<void> {
  const over = new Date(now.getTime() - UNDO_DAYS * DAY_MS)
  const due = await db().signatureCase.findMany({
    where: { state: "REJECTED", decidedAt: { lte: over }, settledAt: null },
    orderBy: { decidedAt: "asc" },
  })
  for (const found of due) {
    while ((await settleSome(found)) > 0);
    await db().signatureCase.update({ where: { id: found.id }, data: { settledAt: now } })
  }
}

async function settleSome({ id, signatureId }: SignatureCase): Promise<number> {
  return transaction(async (tx) => {
    const rows = await tx.signature.findMany({
      where: { caseId: id, state: "REJECTED", sealed: { not: null } },
      orderBy: { id: "asc" },
      take: CHUNK,
    })
    // Who was rejected alone was told at once.
    if (signatureId === null) for (const row of rows) await tellRemoved(tx, row)
    const ids = rows.map(({ id }) => id)
    await tx.signatureReason.deleteMany({ where: { signatureId: { in: ids } } })
    await forgetScreening(tx, "reason", ids)
    await tx.signature.updateMany({
      where: { id: { in: ids }, caseId: id, state: "REJECTED" },
      data: { sealed: null, country: null, showName: false, wantsUpdates: false, listedAt: null, listedOrder: null },
    })
    return rows.length
  })
}
