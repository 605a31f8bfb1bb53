import type { Transaction } from "#lib/platform/db"

/** What one node tells the others through PostgreSQL. */
export type Channel = "page_changed" | "message_queued" | "count_changed" | "letter_queued" | "moderation_due"

/** Tells every node something when the transaction commits. */
export async function notify(tx: Transaction, channel: Channel, payload: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${channel}, ${payload})`
}
