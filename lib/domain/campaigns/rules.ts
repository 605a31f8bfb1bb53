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
