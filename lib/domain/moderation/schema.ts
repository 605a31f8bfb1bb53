import type { SignalCode } from "#lib/domain/moderation/signals"

/**
 * Kinds of texts that wait for a decision in one queue: a comment, why somebody signed, a letter that was held, and a letter that its
 * writer lets others read.
 */
export const KINDS = ["comment", "reason", "letter", "publication"] as const

export type Kind = (typeof KINDS)[number]

/** What a moderator can do with a text. `remove` does not publish it, or takes it off. */
export const ACTIONS = ["approve", "spam", "remove"] as const

export type Action = (typeof ACTIONS)[number]

/** Why a text waits, besides what the filter noticed. */
export type HoldCode =
  | "first_text"
  | "all_held"
  | "edited"
  | "official_name"
  | "reported"
  | "reports"
  | "imported"
  | "outside_wait"
  | "outside_spam"
  | "outside_unsure"
  | "threat"
  | "personal"
  | "odd"
  | "wants_readers"
  | "gives_reason"

/** What only a person can settle; the rest are facts and opinions. */
const FOR_A_PERSON: ReadonlySet<string> = new Set<HoldCode>([
  ...(["first_text", "all_held", "edited", "official_name", "reported", "reports", "imported"] as const),
  ...(["threat", "personal", "odd", "wants_readers", "gives_reason"] as const),
])

/** Tells whether a text waits for a person, whatever filters and services say of it. */
export function needsPerson({ reasons, verdict }: { reasons: readonly string[]; verdict: string }): boolean {
  return verdict !== "ham" || reasons.some((reason) => FOR_A_PERSON.has(reason))
}

/** Everything a moderator may read under "why it was held". */
export type HoldReason = HoldCode | SignalCode

/** What is known of a text when it comes in. */
export type NewScreening = {
  kind: Kind
  subjectId: string
  campaignId: string
  verdict: "ham" | "unsure" | "spam"
  score: number
  reasons: HoldReason[]
  /** A person has to decide. */
  isWaiting: boolean
}
