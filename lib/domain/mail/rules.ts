/** Messages a second and process: a fifth of what is possible, the rest is for visitors. */
export const MAX_PER_SECOND = 100

/** How often a message is tried before it is given up. */
export const MAX_TRIES = 8

/** Nothing is tried again when a message is older than this. */
export const MAX_AGE_HOURS = 48

/** How long a worker may hold a message; when it dies, another one takes over after this time. */
export const LEASE_SECONDS = 120

/** How long address and text stay after sending. */
export const SENT_BODY_HOURS = 24

/** The same for a message that could not be sent: the organiser must be able to see that it failed. */
export const FAILED_BODY_HOURS = 48

/** A message that still waits then is given up: its links are dead. */
export const WAITING_MAX_DAYS = 7

/** How long the bare row stays. */
export const ROW_DAYS = 30

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits after the first, second … try; 31 hours in all, so that a server may be down for a day (RFC 5321 §4.5.4.1). */
const RETRY_DELAYS_MS = [30 * SECOND, 2 * MINUTE, 8 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 20 * HOUR]

const JITTER = 0.2

/**
 * How long a message waits after a fault; a fifth more or less, so that those which failed together do not come back together.
 *
 * @param tries How often it has been tried.
 * @param ageMs How long ago it was written.
 * @param random From 0 to 1.
 * @returns `null` when it is given up.
 */
export function retryDelayMs(tries: number, ageMs: number, random = Math.random()): number | null {
  const delay = RETRY_DELAYS_MS[tries - 1]
  if (delay === undefined || tries >= MAX_TRIES) return null
  const jittered = Math.round(delay * (1 - JITTER + 2 * JITTER * random))
  return ageMs + jittered > MAX_AGE_HOURS * HOUR ? null : jittered
}

/** How long the outbox holds still after so many faults of the mail server itself in a row. */
export function outagePauseMs(faults: number, random = Math.random()): number {
  return Math.min(30 * SECOND, SECOND * 2 ** (faults - 1)) * (1 - JITTER + 2 * JITTER * random)
}
