import { foldWaiting } from "#lib/domain/campaigns/jobs"
import { createOutboxRunner, deleteOldMail } from "#lib/domain/mail/jobs"
import { expireSignatures, listWaitingNames, reconcileCounts } from "#lib/domain/signatures/jobs"
import { deleteExpired } from "#lib/platform/retention"
import type { Loop } from "#lib/worker/loop"
import type { Schedule } from "#lib/worker/scheduler"

/** Work that follows a NOTIFY within moments. One line each; made anew for every worker. */
export function createLoops(): Loop[] {
  return [
    { name: "outbox", channel: "message_queued", pollMs: 3_000, gapMs: 50, ...createOutboxRunner() },
    { name: "counts", channel: "count_changed", pollMs: 3_000, gapMs: 1_000, run: foldWaiting },
  ]
}

/** Work done by the clock, on one node at a time. */
export const schedules: Schedule[] = [
  { name: "mail-retention", cron: "*/15 * * * *", run: deleteOldMail },
  { name: "expired-rows", cron: "*/5 * * * *", run: deleteExpired },
  { name: "signature-expiry", cron: "17 * * * *", run: async (now) => void (await expireSignatures(now)) },
  { name: "name-batches", cron: "5 * * * *", run: async (now) => void (await listWaitingNames(now)) },
  { name: "count-reconciliation", cron: "40 3 * * *", run: async () => void (await reconcileCounts()) },
]
