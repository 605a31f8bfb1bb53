import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import type { RuleFields } from "#lib/domain/signatures/bulk-rule"
import { RULE_KIND } from "#lib/domain/signatures/bulk-task"
import { openCase, sealCase } from "#lib/domain/signatures/case-seal"
import { type ListedSignature, viewSome } from "#lib/domain/signatures/organiser-queries"
import { UNDO_DAYS } from "#lib/domain/signatures/rules"
import type { Rule } from "#lib/domain/signatures/bulk-rule"
import type { CaseState } from "#lib/generated/prisma/enums"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { findTaskState, startTask } from "#lib/platform/tasks"
import { fail, ok, type Result } from "#lib/shared/result"

const DAY_MS = 86_400_000

/** States in which a task works on the case. */
const WORKING = ["COUNTING", "DISPUTING", "REJECTING", "UNDOING"] as const satisfies CaseState[]

/** What can be done with a rule: from which states, what is under way then, and what it is in the end. */
const STEPS = {
  dispute: { from: ["COUNTED"], to: "DISPUTING", end: "DISPUTED", action: "rule_disputed" },
  reject: { from: ["COUNTED", "DISPUTED"], to: "REJECTING", end: "REJECTED", action: "rule_rejected" },
  undo: { from: ["DISPUTED", "REJECTED"], to: "UNDOING", end: "UNDONE", action: "rule_undone" },
} as const satisfies Record<string, { from: readonly CaseState[]; to: CaseState; end: CaseState; action: string }>

export type Step = keyof typeof STEPS

function queueTask(tx: Transaction, actor: Actor, campaignId: string, caseId: string): Promise<string> {
  const { organiserId } = actor
  return startTask(tx, { kind: RULE_KIND, organiserId, campaignId, input: { caseId } })
}

/** Counts the signatures that fit a rule, as a task. Nothing changes. @returns the id of the case. */
export async function countRule(
  actor: Actor,
  campaignId: string,
  { reason, ...rule }: RuleFields,
  now: Date,
): Promise<Result<string, "forbidden">> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
  return transaction(async (tx) => {
    const id = newId()
    const taskId = await queueTask(tx, actor, campaignId, id)
    await tx.signatureCase.create({
      data: {
        ...{ id, campaignId, taskId },
        state: "COUNTING",
        sealed: sealCase(id, { reason, rule }),
        openedBy: actor.organiserId,
        openedAt: now,
      },
    })
    await recordAudit(tx, actor.organiserId, "rule_counted", { subjectId: id, campaignId })
    return ok(id)
  })
}

/**
 * Starts what is to be done with the signatures of a rule, as a task. Only those that were there when it was counted, and that no
 * other case is about. Safe to run twice.
 *
 * @returns `gone` when the case is in another state, or the 30 days to undo a rejection are over.
 */
export async function carryOut(
  actor: Actor,
  { campaignId, caseId }: { campaignId: string; caseId: string },
  step: Step,
  now: Date,
): Promise<Result<null, "forbidden" | "gone">> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
  const { from, to, end, action } = STEPS[step]
  return transaction(async (tx) => {
    const { count } = await tx.signatureCase.updateMany({
      where: {
        ...{ id: caseId, campaignId, signatureId: null, settledAt: null },
        state: { in: [...from] },
        ...(step === "undo" && {
          OR: [{ state: "DISPUTED" }, { decidedAt: { gt: new Date(now.getTime() - UNDO_DAYS * DAY_MS) } }],
        }),
      },
      data: { state: to, done: 0, decidedBy: actor.organiserId },
    })
    if (count === 0) {
      // The other press may have been so long before that its work is done.
      const found = await tx.signatureCase.findFirst({ where: { id: caseId, campaignId, state: { in: [to, end] } } })
      return found ? ok(null) : fail("gone")
    }
    const taskId = await queueTask(tx, actor, campaignId, caseId)
    const { matched } = await tx.signatureCase.update({ where: { id: caseId }, data: { taskId } })
    await recordAudit(tx, actor.organiserId, action, { subjectId: caseId, campaignId, rows: matched })
    return ok(null)
  })
}

/** Starts work again whose task has failed; it goes on where it stopped. @returns `gone` when nothing has failed. */
export async function carryOn(
  actor: Actor,
  { campaignId, caseId }: { campaignId: string; caseId: string },
): Promise<Result<null, "forbidden" | "gone">> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return fail("forbidden")
  return transaction(async (tx) => {
    await tx.$queryRaw`select id from "SignatureCase" where id = ${caseId}::uuid for update`
    const found = await tx.signatureCase.findFirst({ where: { id: caseId, campaignId, state: { in: [...WORKING] } } })
    if (!found || !(await hasFailed(found.taskId))) return fail("gone")
    const taskId = await queueTask(tx, actor, campaignId, caseId)
    await tx.signatureCase.update({ where: { id: caseId }, data: { taskId } })
    return ok(null)
  })
}

async function hasFailed(taskId: string | null): Promise<boolean> {
  const task = taskId && (await findTaskState(taskId))
  return !task || task.state === "FAILED"
}

/** A rule and what became of it. */
export type RuleCase = {
  id: string
  state: CaseState
  isWorking: boolean
  matched: number
  done: number
  affected: number
  reason: string
  rule: Rule
  openedAt: Date
  /** Until when a rejection can be undone; `null` where that is no question. */
  undoUntil: Date | null
  isSettled: boolean
}

type Row = Awaited<ReturnType<typeof listRows>>[number]

const listRows = (where: { campaignId: string; id?: string }) =>
  db().signatureCase.findMany({ where: { ...where, signatureId: null }, orderBy: { openedAt: "desc" }, take: 50 })

function view(row: Row): RuleCase | null {
  const { rule, reason } = openCase(row)
  if (!rule) return null
  const { id, state, matched, done, affected, openedAt, decidedAt } = row
  const until = state === "REJECTED" && decidedAt ? new Date(decidedAt.getTime() + UNDO_DAYS * DAY_MS) : null
  const isWorking = (WORKING as readonly CaseState[]).includes(state)
  const isSettled = row.settledAt !== null
  return { id, state, isWorking, matched, done, affected, reason, rule, openedAt, undoUntil: until, isSettled }
}

/** The last 50 rules of a campaign, for editors. `null` for who may not see them. */
export async function listRules(actor: Actor, campaignId: string): Promise<RuleCase[] | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  return (await listRows({ campaignId })).flatMap((row) => view(row) ?? [])
}

/** A rule with some of the signatures that fit it, for editors. Opening it is written to the log. */
export async function viewRule(
  actor: Actor,
  campaignId: string,
  caseId: string,
): Promise<{ found: RuleCase; sample: ListedSignature[]; hasFailed: boolean } | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const [row] = await listRows({ campaignId, id: caseId })
  const found = row && view(row)
  if (!found) return null
  const sample = await viewSome(actor, campaignId, openCase(row).sample ?? [])
  return { found, sample, hasFailed: found.isWorking && (await hasFailed(row.taskId)) }
}
