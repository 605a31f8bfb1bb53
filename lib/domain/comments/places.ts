/** Levels of a thread on screen; deeper replies stay on the last one (product.md 5.9). */
export const LEVELS = 3

const TIME_BYTES = 6
const TIE_BYTES = 4
const SEGMENT_BYTES = TIME_BYTES + TIE_BYTES

/** Where a comment stands in its thread. Places are compared byte by byte; a reply's place begins with that of its thread. */
export type Places = { level: number; oldestPlace: Uint8Array<ArrayBuffer>; newestPlace: Uint8Array<ArrayBuffer> }

/** Moment and tie-breaker as bytes that sort like them. */
function segment(at: Date, tie: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(SEGMENT_BYTES)
  bytes.writeUIntBE(Math.max(0, at.getTime()), 0, TIME_BYTES)
  bytes.writeUInt32BE(tie >>> 0, TIME_BYTES)
  return new Uint8Array(bytes)
}

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

/**
 * The place of a new comment: at the end of its parent's replies, or a thread of its own.
 *
 * A reply to the last level stands beside what it answers, so that threads of any depth keep a short place and the order of time.
 *
 * @param at When it was written; a reply must not be older than what it answers, or it would stand before it.
 * @param tie Sorts comments of the same millisecond: random for new ones, the number on the other site for imported ones.
 */
export function placeOf(parent: Places | null, at: Date, tie: number): Places {
  const own = segment(at, tie)
  if (!parent) return { level: 1, oldestPlace: own, newestPlace: own.map((byte) => 255 - byte) }
  const kept = Math.min(parent.level, LEVELS - 1) * SEGMENT_BYTES
  return {
    level: Math.min(parent.level + 1, LEVELS),
    oldestPlace: join(parent.oldestPlace.subarray(0, kept), own),
    newestPlace: join(parent.newestPlace.subarray(0, kept), own),
  }
}

/** The place at which the thread of a place begins: that of its first comment. */
export function threadOf(place: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(place.subarray(0, SEGMENT_BYTES))
}
