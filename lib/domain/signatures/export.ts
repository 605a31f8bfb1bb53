import "server-only"
import type pg from "pg"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { openDetails } from "#lib/domain/signatures/details"
import type { ExportField, ExportWish } from "#lib/domain/signatures/export-schema"
import { conditionsOf } from "#lib/domain/signatures/organiser-queries"
import type { ListFilter } from "#lib/domain/signatures/organiser-schema"
import type { SignatureDetails } from "#lib/domain/signatures/schema"
import type { SignatureState } from "#lib/generated/prisma/enums"
import { transaction } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { startTask, type TaskKind, type TaskRun } from "#lib/platform/tasks"
import { CSV_MEDIA_TYPE, CSV_START, csvRows, datedFileName } from "#lib/shared/csv"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

export const EXPORT_KIND = "signatures_export"

type Input = { campaignId: string; filter: ListFilter; fields: ExportField[]; locale: Locale }

/** Rows that are opened at once: what memory holds of the signatures. */
const CHUNK = 500

/**
 * Starts an export of a campaign's signatures as CSV. Its purpose and size are written to the log.
 *
 * The caller has asked for a fresh sign-in.
 *
 * @param filter As on the list; the cursor counts for nothing.
 * @returns the id of the task that makes the file.
 */
export async function startExport(
  actor: Actor,
  campaignId: string,
  { purpose, fields }: ExportWish,
  { filter, locale }: { filter: ListFilter; locale: Locale },
): Promise<Result<string, "forbidden">> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
  const input: Input = { campaignId, filter: { ...filter, after: undefined }, fields, locale }
  const rows = await countRows(hotPool(), input)
  return transaction(async (tx) => {
    const { organiserId } = actor
    const taskId = await startTask(tx, { kind: EXPORT_KIND, organiserId, campaignId, input })
    await recordAudit(tx, organiserId, "signatures_exported", { subjectId: taskId, campaignId, purpose, rows })
    return ok(taskId)
  })
}

async function countRows(client: Pick<pg.Pool, "query">, { campaignId, filter }: Input): Promise<number> {
  const { text, values } = conditionsOf(campaignId, filter)
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "Signature" where ${text}`, values)
  return rows[0]?.n ?? 0
}

/** Makes the file: one snapshot of the database, read and written piece by piece. */
export const signaturesExport: TaskKind = {
  async run(input, context) {
    const client = await hotPool().connect()
    let fault: Error | undefined
    try {
      await client.query("begin isolation level repeatable read read only")
      await write(client, input as Input, context)
      await client.query("commit")
    } catch (error) {
      fault = error as Error
      throw error
    } finally {
      // A session whose transaction is open must not be lent out again.
      client.release(fault)
    }
  },
}

async function write(client: pg.PoolClient, input: Input, { report, write, finish, now }: TaskRun): Promise<void> {
  const { campaignId, filter, fields, locale } = input
  const total = await countRows(client, input)
  const hasSamples = await client.query('select from "Signature" where "campaignId" = $1 and "isSample" limit 1', [
    campaignId,
  ])
  const columns = columnsOf(fields, hasSamples.rows.length > 0, locale)
  await write(CSV_START + csvRows([columns.map(({ title }) => title)]))
  let after: string | undefined
  for (let done = 0; ;) {
    const rows = await readChunk(client, campaignId, { ...filter, after })
    await write(csvRows(rows.map((row) => columns.map(({ cell }) => cell(row, detailsOf(row))))))
    done += rows.length
    await report(done, total)
    const last = rows.at(-1)
    if (!last || rows.length < CHUNK) break
    after = `${last.at}_${last.id}`
  }
  await finish({ fileName: datedFileName("signatures", now, "csv"), mediaType: CSV_MEDIA_TYPE })
}

type Row = {
  id: string
  state: SignatureState
  country: string | null
  showName: boolean
  signedOn: string
  confirmedOn: string | null
  locale: string
  wantsUpdates: boolean
  isDiscreet: boolean
  isSample: boolean
  emailIndex: Buffer | null
  sealed: Buffer | null
  at: string
}

async function readChunk(client: pg.PoolClient, campaignId: string, filter: ListFilter): Promise<Row[]> {
  const { text, values } = conditionsOf(campaignId, filter)
  const { rows } = await client.query<Row>(
    `select id, state, country, "showName", to_char("createdAt" at time zone 'UTC', 'YYYY-MM-DD') as "signedOn",
      to_char("confirmedAt" at time zone 'UTC', 'YYYY-MM-DD') as "confirmedOn", locale, "wantsUpdates", "isDiscreet", "isSample",
      "emailIndex", sealed, (extract(epoch from "createdAt") * 1000000)::bigint::text as at
    from "Signature" where ${text} order by "createdAt" desc, id desc limit ${CHUNK}`,
    values,
  )
  return rows
}

const NOTHING: SignatureDetails = { name: "", email: null, town: "", reason: "" }

/** Each row is opened once for all of its cells. */
const opened = new WeakMap<Row, SignatureDetails>()

function detailsOf(row: Row): SignatureDetails {
  const known = opened.get(row)
  if (known) return known
  const details = row.sealed ? openDetails(row, row.sealed) : NOTHING
  opened.set(row, details)
  return details
}

type Column = { title: string; cell: (row: Row, details: SignatureDetails) => string }

function columnsOf(fields: readonly ExportField[], hasSamples: boolean, locale: Locale): Column[] {
  const t = translator(locale, "adminSignatures")
  const yesNo = (value: boolean) => t(value ? "yes" : "no")
  const cells: Record<ExportField, Column["cell"]> = {
    name: (_, { name }) => name,
    town: (_, { town }) => town,
    country: ({ country }) => country ?? "",
    reason: (_, { reason }) => reason,
    state: ({ state }) => t(`state${state}`),
    signedOn: ({ signedOn }) => signedOn,
    confirmedOn: ({ confirmedOn }) => confirmedOn ?? "",
    language: ({ locale: language }) => language,
    shown: ({ showName }) => yesNo(showName),
    updates: ({ wantsUpdates }) => yesNo(wantsUpdates),
    discreet: ({ isDiscreet }) => yesNo(isDiscreet),
    email: (_, { email }) => email ?? "",
  }
  const chosen = fields.map((field) => ({ title: t(`field_${field}`), cell: cells[field] }))
  if (!hasSamples) return chosen
  return [...chosen, { title: t("sample"), cell: ({ isSample }) => (isSample ? t("sample") : "") }]
}
