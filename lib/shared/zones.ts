import type { Locale } from "#lib/shared/locales"

const TAGS: Record<Locale, string> = { en: "en-GB", es: "es", fr: "fr", ru: "ru", zh: "zh-CN" }

const MINUTE_MS = 60_000

let names: readonly string[] | undefined

/** Every time zone that there is (IANA), UTC first. */
export function listZones(): readonly string[] {
  names ??= ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]
  return names
}

/** Tells whether a text names a time zone. */
export function isZone(text: string): boolean {
  return listZones().includes(text)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What clocks show in a zone at a moment, as if it were UTC. */
function shownAt(moment: number, zone: string): number {
  let clock = clocks.get(zone)
  if (!clock) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const
    clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...parts })
    clocks.set(zone, clock)
  }
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    Number(clock.formatToParts(moment).find((part) => part.type === type)?.value)
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"))
}

/**
 * The moment at which clocks in a zone show a day and a time; the first one where they show it twice.
 *
 * @param on `YYYY-MM-DD`.
 * @param at `HH:MM`.
 * @returns `null` where clocks never show it, since they are put forward then, and for what is no day and time.
 */
export function momentIn(zone: string, on: string, at: string): Date | null {
  const wanted = Date.parse(`${on}T${at}:00Z`)
  // 30 February would be read as a day in March.
  if (Number.isNaN(wanted) || new Date(wanted).toISOString().slice(0, 10) !== on) return null
  // Zones are at most 14 hours off; around a change of the clocks two differences are possible.
  const near = [wanted - 24 * 60 * MINUTE_MS, wanted, wanted + 24 * 60 * MINUTE_MS]
  const moments = near.map((moment) => wanted - (shownAt(moment, zone) - moment))
  const fitting = moments.filter((moment) => shownAt(moment, zone) === wanted).sort((a, b) => a - b)
  return fitting[0] === undefined ? null : new Date(fitting[0])
}

/** A moment in words with its zone, e.g. "3 December 2026 at 09:00 (Europe/Madrid, GMT+1)". */
export function formatMoment(locale: Locale, moment: Date, zone: string): string {
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(TAGS[locale], { timeZone: zone, ...options })
  const day = write({ dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).format(moment)
  const offset = write({ timeZoneName: "shortOffset" })
    .formatToParts(moment)
    .find(({ type }) => type === "timeZoneName")?.value
  return zone === "UTC" ? `${day} (UTC)` : `${day} (${zone}, ${offset})`
}
