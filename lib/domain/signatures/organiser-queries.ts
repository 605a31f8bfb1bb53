import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { openCase } from "#lib/domain/signatures/case-seal"
import { openDetails, signatureIndex } from "#lib/domain/signatures/details"
import { type ListFilter, NO_COUNTRY } from "#lib/domain/signatures/organiser-schema"
import { LIST_ROWS, UNCONFIRMED_STATES } from "#lib/domain/signatures/rules"
import type { CaseState, SignatureState } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"

/** A signature as organisers read it in the list: no e-mail address, and the day rather than the moment. */
export type ListedSignature = {
  id: string
  state: SignatureState
  /** Null when the details are deleted. */
  name: string | null
  town: string
  hasReason: boolean
  country: string | null
  showName: boolean
  /** `YYYY-MM-DD`. */
  signedOn: string
  locale: string
  wantsUpdates: boolean
  isDiscreet: boolean
  isSample: boolean
}

type Row = Omit<ListedSignature, "name" | "town" | "hasReason"> & {
  emailIndex: Buffer | null
  sealed: Buffer | null
  at: string
}

const SELECT = `select id, state, country, "showName", to_char("createdAt" at time zone 'UTC', 'YYYY-MM-DD') as "signedOn", locale,
  "wantsUpdates", "isDiscreet", "isSample", "emailIndex", sealed, (extract(epoch from "createdAt") * 1000000)::bigint::text as at
  from "Signature"`

/** The rows of the default list stand in a partial index, whose condition has to be written out for it to be used. */
const IS_CONFIRMED = `state not in (${UNCONFIRMED_STATES.map((state) => `'${state}'`).join(", ")})`

const MOMENT = `'epoch'::timestamptz + $N::bigint * interval '1 microsecond'`

/** A condition for each part of the filter, and its values. */
export function conditionsOf(campaignId: string, filter: ListFilter): { text: string; values: unknown[] } {
  const values: unknown[] = [campaignId]
  const parts = ['"campaignId" = $1']
  const add = (condition: string, value: unknown) => {
    values.push(value)
    parts.push(condition.replaceAll("$N", `$${values.length}`))
  }
  const { state, country, language, shown, sample, from, to, after } = filter
  const isUnconfirmed = state === "PENDING" || state === "EXPIRED"
  if (!isUnconfirmed) parts.push(IS_CONFIRMED)
  if (state) add('state = $N::text::"SignatureState"', state)
  if (country === NO_COUNTRY) parts.push("country is null")
  else if (country) add("country = $N", country)
  if (language) add("locale = $N", language)
  if (shown) add('"showName" = $N', shown === "yes")
  if (sample) add('"isSample" = $N', sample === "yes")
  if (from) add('"createdAt" >= $N', `${from}T00:00:00Z`)
  if (to) add(`"createdAt" < $N::timestamptz + interval '1 day'`, `${to}T00:00:00Z`)
  if (after) {
    const [at = "0", id = ""] = after.split("_")
    values.push(at, id)
    parts.push(`("createdAt", id) < (${MOMENT.replace("$N", `$${values.length - 1}`)}, $${values.length}::uuid)`)
  }
  return { text: parts.join(" and "), values }
}

/**
 * Signatures of a campaign, the newest first, for editors. Opening the list is written to the log, once for each page.
 *
 * Without a state in the filter those that nobody has confirmed are left out.
 *
 * @returns `null` for who may not see them. `next` is the cursor of the next page.
 */
export async function viewSignatures(
  actor: Actor,
  campaignId: string,
  filter: ListFilter,
): Promise<{ rows: ListedSignature[]; next: string | null } | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const { text, values } = conditionsOf(campaignId, filter)
  const found = await hotPool().query<Row>(
    `${SELECT} where ${text} order by "createdAt" desc, id desc limit ${LIST_ROWS + 1}`,
    values,
  )
  const rows = found.rows.slice(0, LIST_ROWS)
  const last = rows.at(-1)
  await transaction((tx) => recordAudit(tx, actor.organiserId, "signatures_viewed", { campaignId, rows: rows.length }))
  return {
    rows: rows.map(listed),
    next: found.rows.length > LIST_ROWS && last ? `${last.at}_${last.id}` : null,
  }
}

/** Some signatures by id, for editors: the sample of a rule. Written to the log like the list. */
export async function viewSome(actor: Actor, campaignId: string, ids: readonly string[]): Promise<ListedSignature[]> {
  if (ids.length === 0 || !isAtLeast(actor, campaignId, "EDITOR")) return []
  const found = await hotPool().query<Row>(
    `${SELECT} where "campaignId" = $1 and id = any($2::uuid[]) order by "createdAt" desc, id desc`,
    [campaignId, ids],
  )
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "signatures_viewed", { campaignId, rows: found.rows.length }),
  )
  return found.rows.map(listed)
}

function listed({ sealed, emailIndex, at: _, ...row }: Row): ListedSignature {
  const details = sealed && openDetails({ emailIndex, id: row.id }, sealed)
  return { ...row, name: details?.name ?? null, town: details?.town ?? "", hasReason: Boolean(details?.reason) }
}

/** What an organiser reads of one signature. The address is not among it. */
export type ViewedSignature = ListedSignature & {
  reason: string
  hasEmail: boolean
  confirmedOn: string | null
  /** The doubt or decision that it is under. */
  underCase: { id: string; state: CaseState; isRule: boolean; reason: string; decidedAt: Date | null } | null
}

/** One signature of a campaign for editors. Opening it is written to the log. `null` when it is not there for the actor. */
export async function viewSignature(
  actor: Actor,
  campaignId: string,
  signatureId: string,
): Promise<ViewedSignature | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const row = await db().signature.findFirst({ where: { id: signatureId, campaignId } })
  if (!row) return null
  const found = row.caseId ? await db().signatureCase.findUnique({ where: { id: row.caseId } }) : null
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "signature_viewed", { subjectId: signatureId, campaignId, rows: 1 }),
  )
  const details = row.sealed && openDetails(row, row.sealed)
  const dayOf = (moment: Date) => moment.toISOString().slice(0, 10)
  return {
    ...{ id: row.id, state: row.state, country: row.country, showName: row.showName, locale: row.locale },
    ...{ wantsUpdates: row.wantsUpdates, isDiscreet: row.isDiscreet, isSample: row.isSample },
    name: details?.name ?? null,
    town: details?.town ?? "",
    reason: details?.reason ?? "",
    hasReason: Boolean(details?.reason),
    hasEmail: Boolean(details?.email),
    signedOn: dayOf(row.createdAt),
    confirmedOn: row.confirmedAt && dayOf(row.confirmedAt),
    underCase: found && {
      id: found.id,
      state: found.state,
      isRule: found.signatureId === null,
      reason: openCase(found).reason,
      decidedAt: found.decidedAt,
    },
  }
}

/** The address of a signatory, for editors. The caller has asked for a fresh sign-in; this call is written to the log. */
export async function revealEmail(actor: Actor, campaignId: string, signatureId: string): Promise<string | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const row = await db().signature.findFirst({ where: { id: signatureId, campaignId } })
  const email = row?.sealed ? openDetails(row, row.sealed).email : null
  if (email === null) return null
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "email_viewed", { subjectId: signatureId, campaignId, rows: 1 }),
  )
  return email
}

/**
 * Finds the signature of an exact address by its keyed fingerprint, for editors. The search is written to the log, without the address.
 *
 * @returns its id; `null` when the address has not signed or has withdrawn, and for who may not search.
 */
export async function searchByEmail(actor: Actor, campaignId: string, address: string): Promise<string | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const emailIndex = new Uint8Array(signatureIndex(campaignId, address))
  const found = await db().signature.findUnique({
    where: { campaignId_emailIndex: { campaignId, emailIndex } },
    select: { id: true },
  })
  await transaction((tx) =>
    recordAudit(tx, actor.organiserId, "signatures_searched", {
      subjectId: found?.id ?? null,
      campaignId,
      rows: found ? 1 : 0,
    }),
  )
  return found?.id ?? null
}

/** The figures of a campaign, for everybody who has a part in it. */
export type SignatureFigures = {
  confirmed: number
  unverified: number
  withdrawn: number
  paper: number
  disputed: number
  rejected: number
}

/** How many signatures there are, by kind. `null` for who has no part in the campaign. */
export async function findFigures(actor: Actor, campaignId: string): Promise<SignatureFigures | null> {
  if (!isAtLeast(actor, campaignId, "VIEWER")) return null
  const [count, { rows }] = await Promise.all([
    db().campaignCount.findUnique({ where: { campaignId } }),
    // By the index of those that a case is about: the others are neither.
    hotPool().query<{ disputed: number; rejected: number }>(
      `select count(*) filter (where state = 'DISPUTED')::int as disputed, count(*) filter (where state = 'REJECTED')::int as rejected
      from "Signature" where "campaignId" = $1 and "caseId" is not null`,
      [campaignId],
    ),
  ])
  const { confirmed = 0, unverified = 0, withdrawn = 0, paper = 0 } = count ?? {}
  return { confirmed, unverified, withdrawn, paper, disputed: rows[0]?.disputed ?? 0, rejected: rows[0]?.rejected ?? 0 }
}
