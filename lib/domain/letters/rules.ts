import type { CampaignStatus, LetterDeliveryState, LetterState } from "#lib/generated/prisma/enums"

/** How long the link of a confirmation message works. */
export const CONFIRM_TTL_DAYS = 7

/** How long a saved letter waits behind its link. */
export const SAVED_TTL_DAYS = 7

/** Days after which the bare row of an expired letter goes, too. */
export const EXPIRED_ROW_DAYS = 14

/** For so long a used confirmation link shows how the letter does. */
export const CONFIRMED_LINK_DAYS = 30

/** How long a status link that was asked for on the receipt page works. */
export const FRESH_STATUS_TTL_MINUTES = 30

/** A second press of the same button is not another attempt: within this time nothing is mailed again. */
export const SAME_PRESS_SECONDS = 10

/** How often a letter is tried before it goes back to its writer (product.md §6: five times in 24 hours). */
export const MAX_TRIES = 5

/** Nothing is given up before: five tries with the shortest waits take a little longer. */
export const GIVE_UP_HOURS = 19

/** Nobody holds a letter longer; when a worker dies, another one takes over after this time. */
export const LEASE_SECONDS = 120

/** Up to this share of own words a letter counts as nearly the same as its sample. */
export const ALIKE_SHARE = 0.05

/** A letter that left is kept so long, for its writer's page and for what comes back (trust.md P12: at most 90 days after delivery). */
export const KEPT_DAYS = 90

/** A letter that came back stays so long, so that its writer can copy or change it. */
export const RETURNED_DAYS = 30

/** What never left goes so long after its campaign has ended (product.md §10). */
export const UNSENT_DAYS = 180

/** Bounce details are forgotten after this time (trust.md P12). */
export const ERROR_DAYS = 30

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits after the first, second … try; 23 hours in all, so that the last try is about a day after the first. */
const RETRY_DELAYS_MS = [50 * SECOND, 15 * MINUTE, 3 * HOUR, 20 * HOUR]

const JITTER = 0.15

/** How long a letter waits for its next try; a little more or less, so that those that failed together do not come back together. */
export function retryDelayMs(tries: number, random = Math.random()): number {
  const delay = RETRY_DELAYS_MS[Math.min(tries, RETRY_DELAYS_MS.length) - 1] ?? RETRY_DELAYS_MS[0]!
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random))
}

const LINE_PAUSE_MS = 30 * SECOND
const LINE_PAUSE_MAX_MS = 15 * MINUTE

/** How long a line holds still after so many faults of the mail server itself in a row. */
export function linePauseMs(faults: number): number {
  return Math.min(LINE_PAUSE_MAX_MS, LINE_PAUSE_MS * 2 ** Math.min(faults - 1, 10))
}

/** From so many faults in a row on organisers are told: about an hour. */
export const ALERT_AFTER_FAULTS = 8

/** Letters are taken only while people can sign. */
export function takesLetters(status: CampaignStatus): boolean {
  return status === "OPEN"
}

/**
 * Campaigns whose letters go: what was confirmed before a campaign closed still goes, since the decision is open. In a pause the line
 * waits; after the decision nothing goes any more (docs/letters.md).
 */
export const SENDING_STATUSES = ["OPEN", "CLOSED"] as const satisfies CampaignStatus[]

/** Campaigns that are over: what has not left comes back to its writer. */
export const ENDED_STATUSES = ["DECIDED", "ARCHIVED"] as const satisfies CampaignStatus[]

/** Delivery states in which nothing has left yet, so that a letter can be taken back whole. */
const NOT_LEFT: readonly LetterDeliveryState[] = ["QUEUED", "BUNDLED", "BATCHED", "FAILED"]

/** Tells whether the recipient may have the letter. */
export function hasLeft(delivery: LetterDeliveryState | null): boolean {
  return delivery !== null && !NOT_LEFT.includes(delivery)
}

/** Tells whether its writer can still see, change or withdraw it. */
export function isHeldByWriter(state: LetterState): boolean {
  return state !== "EXPIRED" && state !== "WITHDRAWN"
}

/**
 * Tells whether another letter of the same address may take its place. A letter that came back keeps its place until its writer
 * has shown that the address is theirs: a stranger who knows it must not be able to write over it.
 */
export function isReplaceable(state: LetterState, isProven: boolean): boolean {
  return state === "PENDING" || (state === "RETURNED" && isProven)
}
