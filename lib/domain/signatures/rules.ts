import type { SignatureState } from "#lib/generated/prisma/enums"

/** A second press of the same button is not another attempt: within this time nothing is mailed again. */
export const SAME_PRESS_SECONDS = 10

/** How long the link of a confirmation message works. */
export const CONFIRM_TTL_DAYS = 7

/** How long its six-digit code works. */
export const CODE_TTL_MINUTES = 30

export const CODE_MAX_TRIES = 5

/** How long a receipt link that was asked for on the receipt page works. */
export const FRESH_RECEIPT_TTL_MINUTES = 30

/** For so long pressing a used confirmation link shows the thanks again. */
export const CONFIRMED_LINK_DAYS = 30

/** Days after which the bare row of an expired signature goes, too. */
export const EXPIRED_ROW_DAYS = 14

/** New names appear in batches of at least this many. */
export const LISTED_BATCH_MIN = 3

/** States that count as a confirmed signature (product.md §6); a disputed one counts until it is decided. */
export const COUNTED_STATES = ["CONFIRMED", "DELIVERED", "DISPUTED"] as const satisfies SignatureState[]

/** States in which a name can be shown. */
export const SHOWN_STATES = ["CONFIRMED", "DELIVERED"] as const satisfies SignatureState[]

/** Tells whether a signature in this state is in the public count. */
export function isCounted(state: SignatureState): boolean {
  return (COUNTED_STATES as readonly SignatureState[]).includes(state)
}

/** Tells whether its holder can still change or withdraw it. */
export function isHeld(state: SignatureState): boolean {
  return isCounted(state) || state === "PENDING" || state === "UNVERIFIED"
}

/** How long organisers can take a rejection back. So long the details are kept, and nobody who was rejected by a rule is told. */
export const UNDO_DAYS = 30

/** What an organiser reads in one page of the list. */
export const LIST_ROWS = 50

/** States in which nobody has stood by the signature yet, or nobody did in time. Organisers see them only when they ask for them. */
export const UNCONFIRMED_STATES = ["PENDING", "EXPIRED"] as const satisfies SignatureState[]

/** Why people withdraw, if they say so: from a list, so that nothing about a person can be in it. */
export const WITHDRAWAL_REASONS = ["mistake", "unsafe", "mind", "messages", "other"] as const

export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number]
