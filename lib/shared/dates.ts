import type { Locale } from "#lib/shared/locales"

// The interface is in British English, so its dates are, too.
const DATE_TAGS: Record<Locale, string> = { en: "en-GB", es: "es", fr: "fr", ru: "ru", zh: "zh-CN" }

// A day has no zone; reading and writing it in the same one keeps it the same day everywhere.
const ZONE = { timeZone: "UTC" } as const

// Making one takes a quarter of a millisecond, and tables have hundreds of days.
const writers = new Map<string, Intl.DateTimeFormat>()

function write(locale: Locale, on: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`
  const writer = writers.get(key) ?? new Intl.DateTimeFormat(DATE_TAGS[locale], { ...options, ...ZONE })
  writers.set(key, writer)
  return writer.format(new Date(`${on}T00:00:00Z`))
}

/**
 * A day in words, e.g. "6 August 2015".
 *
 * @param on `YYYY-MM-DD`.
 */
export function formatDay(locale: Locale, on: string): string {
  return write(locale, on, { day: "numeric", month: "long", year: "numeric" })
}

/** A day for narrow columns, e.g. "6 Aug 2015". */
export function formatMediumDay(locale: Locale, on: string): string {
  return write(locale, on, { day: "numeric", month: "short", year: "numeric" })
}

/** A month in words, e.g. "August 2015". */
export function formatMonth(locale: Locale, on: string): string {
  return write(locale, on, { month: "long", year: "numeric" })
}

/** A day in few characters, e.g. "6 Aug": for places where the year is plain. */
export function formatShortDay(locale: Locale, on: string): string {
  return write(locale, on, { day: "numeric", month: "short" })
}

/** The day of a moment, in UTC, as `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

const WEEK_DAYS = 7
const DAY_MS = 86_400_000

/**
 * How closely the public may know when someone signed: never a moment, so that a name cannot be matched with the use of a phone.
 *
 * @param on `YYYY-MM-DD`, as is `today`.
 */
export function roughTime(on: string, today: string): "today" | "week" | "month" {
  const days = (Date.parse(today) - Date.parse(on)) / DAY_MS
  if (days < 1) return "today"
  return days < WEEK_DAYS ? "week" : "month"
}
