import "server-only"
import { asksDetails, detailsTest, rangeOf, type Rule } from "#lib/domain/signatures/bulk-rule"
import { disputeRows, rejectDisputed, rejectRows, restoreRows } from "#lib/domain/signatures/case-changes"
import { openCase, sealCase } from "#lib/domain/signatures/case-seal"
import { openDetails } from "#lib/domain/signatures/details"
import type { SignatureCase } from "#lib/generated/prisma/client"
import type { CaseState } from "#lib/generated/prisma/enums"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { TaskFailed, type TaskKind, type TaskRun } from "#lib/platform/tasks"

export const RULE_KIND = "signature_rule"

/** Rows looked at together, and changed in one transaction. */
const CHUNK = 1_000
const SAMPLE_ROWS = 10

/**
 * Does what the state of a case says is under way: counts the rule, carries it out, or takes it back.
 *
 * Each chunk is a transaction of its own that changes only signatures which are still as expected, so that a run after a kill goes
 * on where the last one stopped.
 */
export const signatureRule: TaskKind = {
  async run(input, context) {
    const { caseId } = input as { caseId: string }
    const found = await db().signatureCase.findUnique({ where: { id: caseId } })
    if (!found) throw new TaskFailed("gone")
    switch (found.state) {
      case "COUNTING":
        return count(found, context)
      case "DISPUTING":
        await scan(found, context, (ids, tx) => disputeRows(tx, found, ids))
        return end(found, "DISPUTED", context.now)
      case "REJECTING":
        // Those that it disputed before are decided now; otherwise all that fit are found anew.
        if (found.affected > 0) await through(found, context, (ids, tx) => rejectDisputed(tx, found, ids), ["DISPUTED"])
        else await scan(found, context, (ids, tx) => rejectRows(tx, found, ids))
        return end(found, "REJECTED", context.now)
      case "UNDOING":
        await through(found, context, (ids, tx) => restoreRows(tx, found, ids), ["DISPUTED", "REJECTED"])
        return end(found, "UNDONE", context.now)
      default:
        // Done by a run before this one.
        return
    }
  },
}

async function end({ id }: SignatureCase, state: CaseState, now: Date): Promise<void> {
  const affected = await db().signature.count({ where: { caseId: id } })
  await db().signatureCase.update({ where: { id }, data: { state, affected, decidedAt: now } })
}

async function count(found: SignatureCase, context: TaskRun): Promise<void> {
  let matched = 0
  const sample: string[] = []
  await scan(found, context, async (ids) => {
    matched += ids.length
    sample.push(...ids.slice(0, SAMPLE_ROWS - sample.length))
    return ids.length
  })
  const { reason, rule } = openCase(found)
  await db().signatureCase.update({
    where: { id: found.id },
    data: { state: "COUNTED", matched, done: 0, sealed: sealCase(found.id, { reason, rule, sample }) },
  })
}

type Row = { id: string; emailIndex: Buffer | null; sealed: Buffer | null; createdAt: Date; at: string }

/** What the database can tell of a rule. Written out so that the index of confirmed signatures is used. */
function conditions({ campaignId, openedAt }: SignatureCase, rule: Rule): { text: string; values: unknown[] } {
  const { from, to } = rangeOf(rule)
  const text = `"campaignId" = $1 and "createdAt" <= $2 and state not in ('PENDING', 'EXPIRED')
    and state in ('CONFIRMED', 'DELIVERED', 'UNVERIFIED') and "caseId" is null
    and ($3::text is null or country = $3) and ($4::text = '' or locale = $4)
    and ($5::timestamptz is null or "createdAt" >= $5) and ($6::timestamptz is null or "createdAt" < $6)`
  return { text, values: [campaignId, openedAt, rule.country, rule.language, from, to] }
}

/** Walks through the signatures that fit the rule of a case, from the newest to the oldest. */
async function scan(
  found: SignatureCase,
  { report }: TaskRun,
  act: (ids: string[], tx: Transaction) => Promise<number>,
): Promise<void> {
  const { rule } = openCase(found)
  if (!rule) throw new TaskFailed("gone")
  const { text, values } = conditions(found, rule)
  const all = await hotPool().query<{ n: number }>(`select count(*)::int as n from "Signature" where ${text}`, values)
  const total = all.rows[0]?.n ?? 0
  const fits = detailsTest(rule)
  const needsDetails = asksDetails(rule)
  let after: Row | undefined
  for (let done = 0; ;) {
    const { rows } = await hotPool().query<Row>(
      `select id, "emailIndex", case when $7 then sealed end as sealed, (extract(epoch from "createdAt") * 1000000)::bigint::text as at
      from "Signature" where ${text}
        and ($8::bigint is null or ("createdAt", id) < ('epoch'::timestamptz + $8 * interval '1 microsecond', $9::uuid))
      order by "createdAt" desc, id desc limit ${CHUNK}`,
      [...values, needsDetails, after?.at ?? null, after?.id ?? null],
    )
    const ids = rows
      .filter((row) => !needsDetails || (row.sealed && fits(openDetails(row, row.sealed))))
      .map(({ id }) => id)
    if (ids.length > 0) await transaction((tx) => step(tx, found.id, ids, act))
    done += rows.length
    await report(done, total)
    after = rows.at(-1)
    if (!after || rows.length < CHUNK) return
  }
}

async function step(
  tx: Transaction,
  caseId: string,
  ids: string[],
  act: (ids: string[], tx: Transaction) => Promise<number>,
): Promise<void> {
  const changed = await act(ids, tx)
  await tx.signatureCase.update({ where: { id: caseId }, data: { done: { increment: changed } } })
}

/** Walks through the signatures that the case is about, until none is left in these states. */
async function through(
  { id, affected }: SignatureCase,
  { report }: TaskRun,
  act: (ids: string[], tx: Transaction) => Promise<number>,
  states: ("DISPUTED" | "REJECTED")[],
): Promise<void> {
  for (let done = 0; ;) {
    const rows = await db().signature.findMany({
      where: { caseId: id, state: { in: states } },
      select: { id: true },
      orderBy: { id: "asc" },
      take: CHUNK,
    })
    if (rows.length === 0) return
    await transaction((tx) =>
      step(
        tx,
        id,
        rows.map((row) => row.id),
        act,
      ),
    )
    done += rows.length
    await report(Math.min(done, affected), affected)
  }
}
