import type { Count, Row } from "#lib/domain/insights/schema"

/** The sum of what may be shown. */
export function sumOf(counts: readonly Count[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

/** The first count of a row; hidden ones as `null`. */
export const first = ({ counts }: Row): Count => counts[0] ?? null

/** The part of a whole; `null` when it is hidden, or there is no whole. */
export function shareOf(part: Count, whole: Count): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}

/** The part of a step that goes on to the next one; `null` where more take the next one than came from this: then it is no part of it. */
export function stepShare(step: Row, before: Row | undefined): number | null {
  const share = before ? shareOf(first(step), first(before)) : null
  return share === null || share > 1 ? null : share
}

/** Rows by their count, the largest first. Nothing but what may be shown decides the order. */
export function rank(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => sumOf(b.counts) - sumOf(a.counts) || (a.key < b.key ? -1 : 1))
}

/** The largest rows; what is left of them is one row called "rest". */
export function largest(rows: readonly Row[], many: number): Row[] {
  const ranked = rank(rows)
  if (ranked.length <= many) return ranked
  const rest = sumOf(ranked.slice(many - 1).map((row) => sumOf(row.counts)))
  return [...ranked.slice(0, many - 1), { key: "rest", counts: [rest] }]
}

/** Whether there is anything to draw. */
export function isEmpty(rows: readonly Row[]): boolean {
  return rows.every(({ counts }) => sumOf(counts) === 0)
}
