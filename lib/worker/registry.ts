import { createOutboxRunner, deleteOldMail } from "#lib/domain/mail/jobs"
import type { Loop } from "#lib/worker/loop"
import type { Schedule } from "#lib/worker/scheduler"

/** Work that follows a NOTIFY within moments. One line each; made anew for every worker. */
export function createLoops(): Loop[] {
  return [{ name: "outbox", channel: "message_queued", pollMs: 3_000, gapMs: 50, ...createOutboxRunner() }]
}

/** Work done by the clock, on one node at a time. */
export const schedules: Schedule[] = [{ name: "mail-retention", cron: "*/15 * * * *", run: deleteOldMail }]
