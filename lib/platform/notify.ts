import type { Transaction } from "#lib/platform/db"

/** What one node tells the others through PostgreSQL. */
export type Channel =
  | "page_changed"
  | "message_queued"
  | "count_changed"
  | "letter_queued"
  | "moderation_due"
  | "mailing_due"
  | "task_queued"

type Listener = (channel: Channel, payload: string) => void

// Next's copy of this module and the server's share the listeners; what waits for a commit belongs to the copy that runs it.
const shared = globalThis as { twoMinutesNotifyListeners?: Set<Listener> }
const untilCommit = new WeakMap<Transaction, Parameters<Listener>[]>()

/** Tells every node something when the transaction commits; this process before the command returns. */
export async function notify(tx: Transaction, channel: Channel, payload: string): Promise<void> {
  untilCommit.set(tx, [...(untilCommit.get(tx) ?? []), [channel, payload]])
  await tx.$executeRaw`select pg_notify(${channel}, ${payload})`
}

/** Hears in this process, at the moment of the commit, what other nodes hear a little later. @returns how to stop. */
export function onNotifyHere(listener: Listener): () => void {
  const listeners = (shared.twoMinutesNotifyListeners ??= new Set())
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Passes on what a transaction said, once it is committed. */
export function tellThisProcess(tx: Transaction): void {
  for (const said of untilCommit.get(tx) ?? []) {
    for (const listener of shared.twoMinutesNotifyListeners ?? []) listener(...said)
  }
  untilCommit.delete(tx)
}
