import "server-only"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { openDetails } from "#lib/domain/signatures/details"
import { SHOWN_STATES } from "#lib/domain/signatures/rules"
import type { SignatureState } from "#lib/generated/prisma/enums"
import type { Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"

// What a case does to its signatures. Every function works on those that are still as it expects, so that doing it twice, or at the
// same moment as the signatory does something, changes nothing twice. Call them inside the transaction that records the case.

/** Takes names off every page at once. */
async function dropPages(tx: Transaction, campaignId: string): Promise<void> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
}

/** What signatures in these states are in the public figures. */
function figuresOf(states: readonly SignatureState[]): { confirmed: number; unverified: number } {
  const unverified = states.filter((state) => state === "UNVERIFIED").length
  return { confirmed: states.length - unverified, unverified }
}

async function change(tx: Transaction, campaignId: string, states: readonly SignatureState[], sign: 1 | -1) {
  if (states.length === 0) return
  const { confirmed, unverified } = figuresOf(states)
  await recordCountChange(tx, campaignId, { confirmed: sign * confirmed, unverified: sign * unverified })
}

type Case = { id: string; campaignId: string }

/** Marks confirmed signatures as disputed. They still count; their names are not shown. @returns how many. */
export async function disputeRows(tx: Transaction, { id, campaignId }: Case, ids: readonly string[]): Promise<number> {
  const changed = await tx.$executeRaw`
    update "Signature" set state = 'DISPUTED', "stateBefore" = state, "caseId" = ${id}::uuid, "publicName" = null
    where id = any(${ids}::uuid[]) and "campaignId" = ${campaignId}::uuid and "caseId" is null
      and state in ('CONFIRMED', 'DELIVERED')`
  if (changed > 0) await dropPages(tx, campaignId)
  return changed
}

/** Rejects signatures that no case is about yet. They count no more. @returns how many. */
export async function rejectRows(tx: Transaction, { id, campaignId }: Case, ids: readonly string[]): Promise<number> {
  const changed = await tx.$queryRaw<{ before: SignatureState }[]>`
    update "Signature" set state = 'REJECTED', "stateBefore" = state, "caseId" = ${id}::uuid, "publicName" = null
    where id = any(${ids}::uuid[]) and "campaignId" = ${campaignId}::uuid and "caseId" is null
      and state in ('CONFIRMED', 'DELIVERED', 'UNVERIFIED')
    returning "stateBefore" as before`
  await change(
    tx,
    campaignId,
    changed.map(({ before }) => before),
    -1,
  )
  if (changed.length > 0) await dropPages(tx, campaignId)
  return changed.length
}

/** Rejects disputed signatures of a case; `to` is the case that they belong to afterwards. @returns how many. */
export async function rejectDisputed(
  tx: Transaction,
  { id, campaignId }: Case,
  ids: readonly string[],
  to: string = id,
): Promise<number> {
  const changed = await tx.$executeRaw`
    update "Signature" set state = 'REJECTED', "caseId" = ${to}::uuid
    where id = any(${ids}::uuid[]) and "caseId" = ${id}::uuid and state = 'DISPUTED'`
  // Only confirmed signatures can be disputed.
  if (changed > 0) await recordCountChange(tx, campaignId, { confirmed: -changed })
  return changed
}

type Held = {
  id: string
  state: SignatureState
  before: SignatureState
  showName: boolean
  emailIndex: Uint8Array | null
  sealed: Uint8Array | null
}

/** Gives signatures of a case back the state they had; names that were chosen to be shown come back to their place. @returns how many. */
export async function restoreRows(tx: Transaction, { id, campaignId }: Case, ids: readonly string[]): Promise<number> {
  const rows = await tx.$queryRaw<Held[]>`
    select id, state, "stateBefore" as before, "showName", "emailIndex", case when "showName" then sealed end as sealed
    from "Signature" where id = any(${ids}::uuid[]) and "caseId" = ${id}::uuid and state in ('DISPUTED', 'REJECTED')
    order by id for update`
  if (rows.length === 0) return 0
  await tx.$executeRaw`
    update "Signature" s set state = s."stateBefore", "stateBefore" = null, "caseId" = null, "publicName" = r.name
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map(shownName)}::text[]) as r(id, name) where s.id = r.id`
  const back = rows.filter(({ state }) => state === "REJECTED").map(({ before }) => before)
  await change(tx, campaignId, back, 1)
  await dropPages(tx, campaignId)
  return rows.length
}

function shownName(row: Held): string | null {
  const isShown = row.showName && (SHOWN_STATES as readonly string[]).includes(row.before)
  return isShown && row.sealed ? openDetails(row, row.sealed).name : null
}
