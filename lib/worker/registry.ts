import { deleteOldEditDrafts } from "#lib/domain/campaigns/edit-drafts"
import { foldWaiting } from "#lib/domain/campaigns/jobs"
import { applyOutsideVerdict, settleComments } from "#lib/domain/comments/decide"
import { expireComments, recountComments } from "#lib/domain/comments/jobs"
import { deliveryCsv, deliveryMark, deliveryPdf } from "#lib/domain/deliveries/tasks"
import { renewDemo } from "#lib/domain/admin/demo"
import { deleteOldSessions } from "#lib/domain/identity/sessions"
import { recountCampaigns } from "#lib/domain/insights/recount"
import { settleLetters } from "#lib/domain/letters/decide"
import { settlePublications } from "#lib/domain/letters/decide-publication"
import { HAND_OVER_TASK, handOverTask } from "#lib/domain/letters/handover-pdf"
import { createLetters, expireLetters } from "#lib/domain/letters/jobs"
import { forgetOldLetters, returnEnded } from "#lib/domain/letters/retention"
import { createOutboxRunner, deleteOldMail } from "#lib/domain/mail/jobs"
import { sendDigests } from "#lib/domain/mailings/digest"
import { createMailings, recountMailings } from "#lib/domain/mailings/jobs"
import { ageModel } from "#lib/domain/moderation/learning"
import { forgetChecks, forgetOldFeedback, runFeedback, runOutsideChecks } from "#lib/domain/moderation/outside-jobs"
import { RULE_KIND, signatureRule } from "#lib/domain/signatures/bulk-task"
import { EXPORT_KIND, signaturesExport } from "#lib/domain/signatures/export"
import { saveConfirmationTally } from "#lib/domain/signatures/confirmation-tally"
import { expireSignatures, listWaitingNames, reconcileCounts } from "#lib/domain/signatures/jobs"
import { PAPER_KIND, paperImport } from "#lib/domain/signatures/paper-task"
import { anonymiseEnded } from "#lib/domain/signatures/retention"
import { settleRejections } from "#lib/domain/signatures/settle"
import { settleReasons } from "#lib/domain/signatures/reasons"
import { deleteExpired } from "#lib/platform/retention"
import { createTaskRunner } from "#lib/platform/task-runs"
import type { TaskKind } from "#lib/platform/tasks"
import type { Loop } from "#lib/worker/loop"
import type { Schedule } from "#lib/worker/scheduler"

/** Long work that organisers start and wait for, by kind. The words of its page are `kind_{name}` in `adminTasks`. */
const taskKinds: Readonly<Record<string, TaskKind>> = {
  [EXPORT_KIND]: signaturesExport,
  [RULE_KIND]: signatureRule,
  [PAPER_KIND]: paperImport,
  [HAND_OVER_TASK]: handOverTask,
  delivery_pdf: deliveryPdf,
  delivery_csv: deliveryCsv,
  delivery_mark: deliveryMark,
}

/** Work that follows a NOTIFY within moments. One line each; made anew for every worker. */
export function createLoops(): Loop[] {
  return [
    { name: "outbox", channel: "message_queued", pollMs: 3_000, gapMs: 50, ...createOutboxRunner() },
    { name: "counts", channel: "count_changed", pollMs: 3_000, gapMs: 1_000, run: foldWaiting },
    { name: "mailings", channel: "mailing_due", pollMs: 5_000, gapMs: 250, ...createMailings() },
    { name: "letters", channel: "letter_queued", pollMs: 5_000, gapMs: 250, ...createLetters() },
    { name: "decisions", channel: "moderation_due", pollMs: 5_000, gapMs: 250, run: settleDecisions },
    { name: "outside-checks", channel: "moderation_due", pollMs: 10_000, gapMs: 250, run: askOutside },
    // Two, so that a short task need not wait for a long one.
    { name: "tasks", channel: "task_queued", pollMs: 5_000, gapMs: 250, ...createTaskRunner(taskKinds) },
    { name: "more-tasks", channel: "task_queued", pollMs: 5_000, gapMs: 250, ...createTaskRunner(taskKinds) },
  ]
}

async function settleDecisions(): Promise<void> {
  for (const settle of [settleComments, settleLetters, settlePublications, settleReasons]) {
    while ((await settle(new Date())) > 0);
  }
}

async function askOutside(): Promise<void> {
  await forgetChecks(new Date())
  while ((await runOutsideChecks({ comment: applyOutsideVerdict }, new Date())) > 0);
  while ((await runFeedback(new Date())) > 0);
}

async function expireAndTally(now: Date): Promise<void> {
  await expireSignatures(now)
  await saveConfirmationTally(now)
}

/** Work done by the clock, on one node at a time. */
export const schedules: Schedule[] = [
  { name: "demo-night", cron: "30 3 * * *", run: renewDemo },
  { name: "mail-retention", cron: "*/15 * * * *", run: deleteOldMail },
  { name: "expired-rows", cron: "*/5 * * * *", run: deleteExpired },
  { name: "signature-retention", cron: "20 4 * * *", run: async (now) => void (await anonymiseEnded(now)) },
  { name: "rejection-settling", cron: "32 * * * *", run: settleRejections },
  { name: "signature-expiry", cron: "17 * * * *", run: expireAndTally },
  { name: "name-batches", cron: "5 * * * *", run: async (now) => void (await listWaitingNames(now)) },
  { name: "letter-expiry", cron: "22 * * * *", run: async (now) => void (await expireLetters(now)) },
  { name: "letters-after-the-end", cron: "42 * * * *", run: async (now) => void (await returnEnded(now)) },
  { name: "letter-retention", cron: "52 * * * *", run: async (now) => void (await forgetOldLetters(now)) },
  { name: "comment-expiry", cron: "27 * * * *", run: async (now) => void (await expireComments(now)) },
  { name: "edit-draft-expiry", cron: "42 4 * * *", run: deleteOldEditDrafts },
  { name: "session-expiry", cron: "37 * * * *", run: deleteOldSessions },
  { name: "correction-expiry", cron: "47 4 * * *", run: forgetOldFeedback },
  { name: "comment-recount", cron: "50 3 * * *", run: async () => void (await recountComments()) },
  { name: "filter-ageing", cron: "55 3 * * *", run: async () => void (await ageModel()) },
  { name: "insights", cron: "*/5 * * * *", run: async (now) => void (await recountCampaigns("open", now)) },
  { name: "insights-recount", cron: "10 4 * * *", run: async (now) => void (await recountCampaigns("all", now)) },
  { name: "organiser-digest", cron: "0 6 * * *", run: async (now) => void (await sendDigests(now)) },
  { name: "mailing-figures", cron: "52 * * * *", run: recountMailings },
  { name: "count-reconciliation", cron: "40 3 * * *", run: async () => void (await reconcileCounts()) },
]
