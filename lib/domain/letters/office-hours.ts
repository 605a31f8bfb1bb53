/** When an office reads its mail. Days of the week from 1 (Monday); times in minutes after midnight, in the office's own time zone. */
export type OfficeHours = { timeZone: string; days: readonly number[]; from: number; until: number }

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than everything that is done with it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const digits = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", ...digits })
  clocks.set(timeZone, made)
  return made
}

/** Day of the week and minutes after midnight as a clock on the office's wall shows them. */
function wallClock(at: Date, timeZone: string): { day: number; minutes: number } {
  const parts = clockOf(timeZone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ""
  return { day: WEEKDAYS.indexOf(part("weekday")) + 1, minutes: Number(part("hour")) * 60 + Number(part("minute")) }
}

/** Tells whether a time zone is one that the system knows, by its IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Tells whether the office is open at that moment. */
export function isOpenAt(now: Date, { timeZone, days, from, until }: OfficeHours): boolean {
  const { day, minutes } = wallClock(now, timeZone)
  return days.includes(day) && minutes >= from && minutes < until
}

// A change of the clocks moves the wall by an hour at most, so that a few looks are enough; ten bound the loop.
const LOOKS_MAX = 10

/**
 * The first moment from `now` on at which the office is open; `now` itself when it is.
 *
 * @throws when the office never opens.
 */
export function nextOpening(now: Date, { timeZone, days, from, until }: OfficeHours): Date {
  if (days.length === 0 || from >= until) throw new Error("An office without hours never opens.")
  let at = now
  for (let look = 0; look < LOOKS_MAX; look++) {
    const { day, minutes } = wallClock(at, timeZone)
    if (days.includes(day) && minutes >= from && minutes < until) {
      // The clocks may have been put forward on the way: then this is later than the opening.
      const earlier = new Date(at.getTime() - (minutes - from) * MINUTE_MS)
      return look > 0 && isOpenAt(earlier, { timeZone, days, from, until }) ? earlier : at
    }
    const isEarly = minutes < from
    // Days until one on which the office opens; today counts while it has not closed.
    const ahead = Array.from({ length: 8 }, (_, index) => index).find(
      (index) => (index > 0 || isEarly) && days.includes(((day - 1 + index) % 7) + 1),
    )
    const wait = (ahead ?? 7) * DAY_MINUTES + from - minutes
    const whole = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS
    at = new Date(whole + Math.max(wait, 1) * MINUTE_MS)
  }
  return at
}
