import "server-only"
import { type DeliveryTotals, groupCountries } from "#lib/domain/deliveries/rules"
import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import {
  addNextEntries,
  countEntries,
  LIST_START,
  type ListPlace,
  takeRetractions,
} from "#lib/domain/signatures/handover"
import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { TaskFailed } from "#lib/platform/tasks"

/** Signatures that are added in one transaction: half a second at the most. */
const BATCH = 5_000

type Open = {
  campaignId: string
  recipient: string
  choices: DeliveryChoices
  progress: ListPlace | null
  closedAt: Date | null
}

/**
 * Completes the list of a hand-over: from then on it is fixed. Two tasks may do it together, and one that was killed is gone on with, since
 * each batch begins where the row says that the last one ended.
 *
 * @throws TaskFailed `gone` when it was discarded meanwhile.
 */
export async function closeList(deliveryId: string, signal: AbortSignal): Promise<void> {
  while (!(await addBatch(deliveryId))) signal.throwIfAborted()
  await fixTotals(deliveryId)
}

/** @returns whether the list is complete. */
async function addBatch(deliveryId: string): Promise<boolean> {
  const session = await hotPool().connect()
  try {
    await session.query("begin")
    const { rows } = await session.query<Open>(
      `select "campaignId", recipient, choices, progress, "closedAt" from "Delivery" where id = $1 for no key update`,
      [deliveryId],
    )
    const open = rows[0]
    if (!open) throw new TaskFailed("gone")
    const isClosed = open.closedAt !== null || (await goOn(session, deliveryId, open))
    await session.query("commit")
    return isClosed
  } catch (error) {
    await session.query("rollback").catch(() => undefined)
    throw error
  } finally {
    session.release()
  }
}

async function goOn(session: Parameters<typeof addNextEntries>[0], deliveryId: string, open: Open): Promise<boolean> {
  const { campaignId, recipient, choices, progress } = open
  const list = { deliveryId, campaignId, scope: choices.scope }
  const next = await addNextEntries(session, list, progress ?? LIST_START, BATCH)
  if (next) {
    await session.query('update "Delivery" set progress = $2 where id = $1', [deliveryId, next])
    return false
  }
  await takeRetractions(session, { deliveryId, campaignId, recipient })
  await session.query('update "Delivery" set "closedAt" = now(), progress = null where id = $1', [deliveryId])
  return true
}

/** Stores the figures of a closed list, once. */
async function fixTotals(deliveryId: string): Promise<void> {
  const delivery = await db().delivery.findUnique({ where: { id: deliveryId } })
  if (!delivery || delivery.totals) return
  const { campaignId } = delivery
  const counts = await countEntries(deliveryId)
  const paperInAll = (await db().campaignCount.findUnique({ where: { campaignId } }))?.paper ?? 0
  const isNew = (delivery.choices as DeliveryChoices).scope === "new"
  const totals: DeliveryTotals = {
    named: counts.named,
    unnamed: counts.unnamed,
    withoutEmail: counts.withoutEmail,
    paper: paperInAll - (isNew ? await paperHandedOver(campaignId) : 0),
    paperInAll,
    byVersion: counts.byVersion,
    byCountry: groupCountries(counts.byCountry),
  }
  await hotPool().query('update "Delivery" set totals = $2 where id = $1 and totals is null', [deliveryId, totals])
}

/** Signatures on paper that earlier hand-overs have counted. */
export async function paperHandedOver(campaignId: string): Promise<number> {
  const earlier = await db().delivery.findMany({
    where: { campaignId, recordedAt: { not: null } },
    select: { totals: true },
  })
  return Math.max(0, ...earlier.map(({ totals }) => (totals as DeliveryTotals | null)?.paperInAll ?? 0))
}
