import { createHash } from "node:crypto"

/** Rows made by one transaction: short enough for the pages, long enough to cost little a message. */
export const BATCH = 500

/** For so long the messages of a mailing are there to be counted. */
export const COUNTED_DAYS = 29

/** How far the outbox is filled ahead, in seconds of the pace: a stop takes little back, and after an outage little goes at once. */
const AHEAD_SECONDS = 10
const AHEAD_MAX = 2_000

/** How many messages of a mailing may wait in the outbox at its pace. */
export function aheadOf(perMinute: number): number {
  return Math.min(AHEAD_MAX, Math.max(1, Math.ceil((perMinute / 60) * AHEAD_SECONDS)))
}

/**
 * When each of the next messages may leave: evenly spread, never before the ones already placed.
 *
 * @param nextDueAt Where the messages before ended.
 * @returns the moments, and where the next ones begin.
 */
export function spread(
  count: number,
  perMinute: number,
  nextDueAt: Date | null,
  now: Date,
): { dueAt: Date[]; nextDueAt: Date } {
  const begin = Math.max(now.getTime(), nextDueAt?.getTime() ?? 0)
  const stepMs = 60_000 / perMinute
  const at = (place: number) => new Date(Math.round(begin + place * stepMs))
  return { dueAt: Array.from({ length: count }, (_, place) => at(place)), nextDueAt: at(count) }
}

/** The id right before another one: what stands after it begins with that one. */
export function idBefore(id: string): string {
  const hex = (BigInt(`0x${id.replaceAll("-", "")}`) - 1n).toString(16).padStart(32, "0")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

/**
 * The id of a mailing's message to one address. It follows from both, so a message that is taken back and made again is the same
 * one, with the same `Message-ID`. Shaped as a UUIDv7 with the time of its mailing.
 */
export function bulkMessageId(mailingId: string, recipientIndex: Buffer): string {
  const mailing = Buffer.from(mailingId.replaceAll("-", ""), "hex")
  const bytes = createHash("sha256").update(mailing).update(recipientIndex).digest().subarray(0, 16)
  mailing.copy(bytes, 0, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
