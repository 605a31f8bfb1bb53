/** Why a letter was not sent, as its writer reads it. */
export const RETURN_REASONS = ["threat", "personal", "advertising", "topic", "rules"] as const

export type ReturnReason = (typeof RETURN_REASONS)[number]

/** Tells whether a moderator gave it, rather than a mail server or the end of a campaign. */
export function isReturnReason(reason: string | null): reason is ReturnReason {
  return (RETURN_REASONS as readonly (string | null)[]).includes(reason)
}

/** Why a letter is not published. */
export const HIDING_REASONS = ["personal", "topic", "rules"] as const

/** Unnamed letters lose the lines of their signature; the name may stand in the text once more, there it becomes a dash. */
export function withoutName(text: string, name: string): string {
  const lines = text.split("\n")
  const at = lines.findLastIndex((line) => line.trim() === name)
  const kept = at >= 0 ? lines.slice(0, at) : lines
  return kept.join("\n").replaceAll(name, "–").trimEnd()
}
