import type { CampaignStatus, CommentsMode } from "#lib/generated/prisma/enums"

/** What the organiser chose for the comments of a campaign. */
export type CommentChoices = {
  mode: CommentsMode
  /** `YYYY-MM-DD`: the last day on which comments are taken. */
  closesOn: string | null
  holdsAll: boolean
  allowsGuests: boolean
  allowsLogin: boolean
  allowsWebsite: boolean
  /** The outside spam service may see comments and where they came from. */
  asksOutside: boolean
}

/** Without a choice (product.md 10, Settings that protect people). */
export const DEFAULT_CHOICES: CommentChoices = {
  mode: "WITH_CAMPAIGN",
  closesOn: null,
  holdsAll: false,
  allowsGuests: true,
  allowsLogin: true,
  allowsWebsite: true,
  asksOutside: false,
}

/**
 * How comments of a campaign stand: `open`, `closed` (to be read only, and since when if that is known), or `off`.
 *
 * @param now The last day ends at midnight UTC.
 */
export function commentsState(
  { mode, closesOn }: Pick<CommentChoices, "mode" | "closesOn">,
  status: CampaignStatus,
  now: Date,
): { state: "open" } | { state: "closed"; closedOn: string | null } | { state: "off" } {
  if (mode === "OFF") return { state: "off" }
  if (closesOn && now.toISOString().slice(0, 10) > closesOn) return { state: "closed", closedOn: closesOn }
  if (mode === "OPEN") return { state: "open" }
  const isOpen = mode === "WITH_CAMPAIGN" && (status === "OPEN" || status === "PAUSED")
  return isOpen ? { state: "open" } : { state: "closed", closedOn: null }
}
