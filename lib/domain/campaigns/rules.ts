import type { CampaignStatus } from "#lib/generated/prisma/enums"

/** How many signatures the next goal is: the first step above the count (product.md §4). */
export function nextMilestone(count: number): number {
  if (count < 10) return 10
  for (let unit = 10; ; unit *= 10) {
    for (const step of [1, 2.5, 5]) if (unit * step > count) return unit * step
  }
}

/** From this count on, figures and numbers are shown; below, single people could be seen in them. */
export const SHOWN_FROM = 5

/** Days until the decision, or `null` when it is not within the last week before it. */
export function daysLeft(decisionOn: string | null, now: Date): number | null {
  if (!decisionOn) return null
  const days = Math.ceil((Date.parse(`${decisionOn}T23:59:59Z`) - now.getTime()) / 86_400_000)
  return days >= 1 && days <= 7 ? days : null
}

/** A state that a campaign can come to. */
export type NextStatus = Exclude<CampaignStatus, "DRAFT">

/** What may follow on each state (product.md 6). A campaign that was open is never a draft again, and what is closed stays closed. */
const STEPS: Record<CampaignStatus, readonly NextStatus[]> = {
  DRAFT: ["OPEN"],
  OPEN: ["PAUSED", "CLOSED"],
  PAUSED: ["OPEN", "CLOSED"],
  CLOSED: ["DECIDED"],
  DECIDED: ["ARCHIVED"],
  ARCHIVED: [],
}

/** The states that a campaign can go to next. */
export function nextStates(status: CampaignStatus): readonly NextStatus[] {
  return STEPS[status]
}

/** Tells whether a campaign may go from one state to another. */
export function canMove(from: CampaignStatus, to: NextStatus): boolean {
  return STEPS[from].includes(to)
}

/** What a state asks of a campaign. */
export type MoveFacts = {
  /** For each language, whether title, ask and petition text are there, and who is addressed. */
  texts: readonly { title: string; ask: string; body: string; addressedTo: string }[]
  /** What is said of the outcome. */
  outcome: { isSet: boolean; on: string | null; hasNote: boolean; isVerified: boolean }
  /** Day on which signing is expected to go on; `null` when nobody knows. */
  reopensOn: string | null
}

/** Why a campaign cannot go to a state yet: the code of a sentence. */
export type MoveFault =
  | "move_text_missing"
  | "move_addressee_missing"
  | "reopens_past"
  | "outcome_missing"
  | "outcome_day_missing"
  | "outcome_note_missing"
  | "outcome_unverified"

/**
 * What is missing before a campaign can go to a state.
 *
 * @param today `YYYY-MM-DD`.
 */
export function moveFaults(to: NextStatus, { texts, outcome, reopensOn }: MoveFacts, today: string): MoveFault[] {
  const faults: (MoveFault | false)[] = []
  if (to === "OPEN") {
    const whole = texts.filter(({ title, ask, body }) => title && ask && body)
    faults.push(whole.length === 0 && "move_text_missing")
    faults.push(whole.length > 0 && !whole.some(({ addressedTo }) => addressedTo) && "move_addressee_missing")
  }
  if (to === "PAUSED") faults.push(reopensOn !== null && reopensOn <= today && "reopens_past")
  if (to === "DECIDED") {
    faults.push(!outcome.isSet && "outcome_missing")
    faults.push(outcome.on === null && "outcome_day_missing")
    faults.push(!outcome.hasNote && "outcome_note_missing")
    faults.push(!outcome.isVerified && "outcome_unverified")
  }
  return faults.filter((fault) => fault !== false)
}

/** What people sign: these parts of a text are locked by the first signature. The others may change at any time. */
export const SIGNED_FIELDS = ["title", "ask", "addressedTo", "startedBy", "body"] as const
