import "server-only"
import { paperHandedOver } from "#lib/domain/deliveries/close"
import { coverOf } from "#lib/domain/deliveries/cover"
import { lastPageFrom, type ListLine, lineMaker, NAMES_A_PAGE } from "#lib/domain/deliveries/list"
import type { ListCover } from "#lib/domain/deliveries/pdf"
import { canUndo, confirmedIn, type DeliveryTotals, goneFrom, groupCountries } from "#lib/domain/deliveries/rules"
import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign, isAtLeast } from "#lib/domain/identity/policy"
import { countStanding } from "#lib/domain/signatures/delivered"
import { countForHandOver, listForHandOver } from "#lib/domain/signatures/handover"
import type { DeliveryMethod } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import { fail, ok, type Result } from "#lib/shared/result"

/** A hand-over in the list of all of them: figures only. */
export type DeliveryRow = {
  id: string
  /** Day of its making, `YYYY-MM-DD`; the recipient knows the list by it. */
  on: string
  recipient: string
  state: "building" | "built" | "recorded"
  deliveredOn: string | null
  confirmed: number | null
  named: number | null
}

type Found = NonNullable<Awaited<ReturnType<typeof load>>>

function load(campaignId: string, id: string) {
  return db().delivery.findFirst({ where: { id, campaignId } })
}

function stateOf({
  recordedAt,
  pdfHash,
  csvHash,
}: Pick<Found, "recordedAt" | "pdfHash" | "csvHash">): DeliveryRow["state"] {
  if (recordedAt) return "recorded"
  return pdfHash && csvHash ? "built" : "building"
}

/** The hand-overs of a campaign, the newest first. Anybody with a part in the campaign may see their figures. */
export async function listDeliveries(actor: Actor, campaignId: string): Promise<DeliveryRow[]> {
  if (!isAtLeast(actor, campaignId, "VIEWER")) return []
  const found = await db().delivery.findMany({ where: { campaignId }, orderBy: { createdAt: "desc" }, take: 100 })
  return found.map((row) => {
    const totals = row.totals as DeliveryTotals | null
    return {
      id: row.id,
      on: dayOf(row.createdAt),
      recipient: row.recipient,
      state: stateOf(row),
      deliveredOn: row.deliveredOn && dayOf(row.deliveredOn),
      confirmed: totals && confirmedIn(totals),
      named: totals && totals.named,
    }
  })
}

/** One hand-over as those who build it see it. */
export type DeliveryView = {
  id: string
  on: string
  recipient: string
  state: DeliveryRow["state"]
  choices: DeliveryChoices
  totals: DeliveryTotals | null
  /** Who withdrew, or was removed, since the list was made. */
  gone: number
  pdf: { taskId: string | null; hash: string | null }
  csv: { taskId: string | null; hash: string | null }
  deliveredOn: string | null
  method: DeliveryMethod | null
  note: string | null
  canUndo: boolean
  repliedOn: string | null
  reply: string | null
  isReplyPublic: boolean
}

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString("hex")

/** A hand-over of a campaign; `null` when there is none with that id or the actor has no right to build one. */
export async function findDelivery(
  actor: Actor,
  campaignId: string,
  id: string,
  now: Date,
): Promise<DeliveryView | null> {
  if (!canEditCampaign(actor, campaignId) || !/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await load(campaignId, id)
  if (!row) return null
  return {
    id: row.id,
    on: dayOf(row.createdAt),
    recipient: row.recipient,
    state: stateOf(row),
    choices: row.choices as DeliveryChoices,
    totals: row.totals as DeliveryTotals | null,
    gone: goneFrom(row.totals as DeliveryTotals | null, (await countStanding(campaignId)).get(id)),
    pdf: { taskId: row.pdfTaskId, hash: hex(row.pdfHash) },
    csv: { taskId: row.csvTaskId, hash: hex(row.csvHash) },
    deliveredOn: row.deliveredOn && dayOf(row.deliveredOn),
    method: row.method,
    note: row.note,
    canUndo: row.recordedAt !== null && canUndo(row.recordedAt, now),
    repliedOn: row.repliedOn && dayOf(row.repliedOn),
    reply: row.reply,
    isReplyPublic: row.isReplyPublic,
  }
}

/** Exactly what a list made now would hold: its cover, and its first and last page of names. */
export type Preview = {
  totals: DeliveryTotals
  /** Being looked into, and so not in the list. */
  disputed: number
  cover: ListCover
  first: ListLine[]
  /** Empty when the first page is the last. */
  last: ListLine[]
}

/**
 * Shows what a hand-over would hold at this moment, made by the same steps as the files. The look is written to the log.
 *
 * Reads names: for those who may build hand-overs.
 */
export async function previewDelivery(
  actor: Actor,
  campaignId: string,
  { choices, recipient }: { choices: DeliveryChoices; recipient: string },
  now: Date,
): Promise<Result<Preview, "forbidden">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  const { scope } = choices
  const counts = await countForHandOver(campaignId, scope)
  const from = lastPageFrom(counts.named)
  const [firstNames, lastNames, count, earlierPaper] = await Promise.all([
    listForHandOver(campaignId, scope, { from: 0, limit: NAMES_A_PAGE }),
    from > 0 ? listForHandOver(campaignId, scope, { from, limit: NAMES_A_PAGE }) : [],
    db().campaignCount.findUnique({ where: { campaignId }, select: { paper: true } }),
    scope === "new" ? paperHandedOver(campaignId) : 0,
  ])
  const { disputed, byCountry, ...kinds } = counts
  const paperInAll = count?.paper ?? 0
  const totals = { ...kinds, paper: paperInAll - earlierPaper, paperInAll, byCountry: groupCountries(byCountry) }
  const toLine = lineMaker(choices, totals.byCountry)
  const facts = { campaignId, reference: "", on: dayOf(now), recipient, choices, totals, retractions: [] }
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "delivery_previewed", {
      campaignId,
      rows: firstNames.length + lastNames.length,
    }),
  )
  return ok({
    totals,
    disputed,
    cover: await coverOf(facts),
    first: firstNames.map(toLine),
    last: lastNames.map(toLine),
  })
}

/** Whom a hand-over goes to unless the organiser says otherwise: the target by name, else the addressee of the petition. */
export async function findUsualRecipient(campaignId: string): Promise<string> {
  const [last, target, text] = await Promise.all([
    db().delivery.findFirst({ where: { campaignId }, orderBy: { createdAt: "desc" }, select: { recipient: true } }),
    db().target.findFirst({ where: { campaignId }, select: { name: true, organisation: true } }),
    db().campaignText.findFirst({ where: { campaignId }, orderBy: { version: "desc" }, select: { addressedTo: true } }),
  ])
  if (last) return last.recipient
  if (target) return [target.name, target.organisation].filter(Boolean).join(", ")
  return text?.addressedTo ?? ""
}
