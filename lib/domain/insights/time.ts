const DAY_MS = 86_400_000

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const write = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The day so many days later; earlier with a negative number. Days are `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return write(at(day) + days * DAY_MS)
}

/** The Monday of the week that a day is in. */
export function weekOf(day: string): string {
  const weekday = (new Date(at(day)).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** Every day from one to another, both included; every Monday of their weeks when the step is a week. */
export function listDays(from: string, to: string, step: "day" | "week"): string[] {
  const days: string[] = []
  const [first, stepMs] = step === "day" ? [from, DAY_MS] : [weekOf(from), 7 * DAY_MS]
  for (let ms = at(first); ms <= at(to); ms += stepMs) days.push(write(ms))
  return days
}

/** How many days there are from one to another, both included. */
export function countDays(from: string, to: string): number {
  return Math.round((at(to) - at(from)) / DAY_MS) + 1
}
