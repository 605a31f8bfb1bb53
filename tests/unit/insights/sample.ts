import fc from "fast-check"
import { assemble, type Total, type Totals } from "#lib/domain/insights/assemble"
import { addDays } from "#lib/domain/insights/time"
import { DELAYS, PROVIDERS } from "#lib/domain/signatures/delays"
import { WITHDRAWAL_REASONS } from "#lib/domain/signatures/rules"
import { LOCALES } from "#lib/shared/locales"
import type { Names } from "#lib/domain/insights/words"

export const TODAY = "2026-03-20"
export const START = "2026-03-02"

export const NAMES: Names = {
  locale: "en",
  tags: new Map([["clinic", "Sample clinic"]]),
  samples: new Map([
    ["health", "Health"],
    ["rights", "Human rights"],
  ]),
}

/** Small counts often, since they are what matters. */
const count = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 }))

/** Classes of every measure; of the measures with days, a few of them. */
const CLASSES: Record<string, readonly string[]> = {
  ...{ signed: [""], confirmed: [""], unverified: [""], letter: [""], hour: ["09", "10", "23"] },
  country: ["", "ES", "FR", "KG", "AR"],
  language: LOCALES,
  choice: ["hidden", "discreet"],
  delay: [...DELAYS, "waiting"],
  withdrawn: ["", ...WITHDRAWAL_REASONS],
  sample: ["health own", "health same", "rights own", "rights same", " own"],
  delivery: ["accepted", "waiting", "bounced"],
  comment: ["spam", "other"],
}
const BY_DAY = ["confirmed", "hour", "delivery", "comment", "withdrawn"]
const DAYS = [0, 3, 4, 10, 18].map((days) => addDays(START, days))

const KEYS = Object.entries(CLASSES).flatMap(([measure, classes]) =>
  classes.flatMap((name) => (BY_DAY.includes(measure) ? DAYS : [""]).map((day) => ({ measure, day, class: name }))),
)
const SOURCES = ["direct", "email", "message", "search", "code clinic"]

type Counts = { totals: number[]; opened: number[]; arrived: number[]; providers: number[]; weeks: number[] }

/** As many counts as there are places for them. */
export const anyCounts: fc.Arbitrary<Counts> = fc.record({
  totals: fc.array(count, { minLength: KEYS.length, maxLength: KEYS.length }),
  opened: fc.array(count, { minLength: 15, maxLength: 15 }),
  arrived: fc.array(count, { minLength: SOURCES.length, maxLength: SOURCES.length }),
  providers: fc.array(count, {
    minLength: PROVIDERS.length * DELAYS.length,
    maxLength: PROVIDERS.length * DELAYS.length,
  }),
  weeks: fc.array(count, { minLength: 3, maxLength: 3 }),
})

/** What would be read of a campaign with these counts. */
export function readingOf(counts: Counts): Totals {
  const totals = KEYS.map((key, index): Total => ({ ...key, total: counts.totals[index] ?? 0 }))
  return {
    period: "all",
    today: TODAY,
    start: START,
    countedAt: "2026-03-20T09:05:00.000Z",
    totals,
    openings: ["campaign", "letter-preview", "share"].flatMap((page, p) =>
      LOCALES.map((locale, l) => ({ page, locale, openings: counts.opened[p * 5 + l] ?? 0 })),
    ),
    arrivals: SOURCES.map((source, index) => ({ source, arrivals: counts.arrived[index] ?? 0 })),
    providers: PROVIDERS.flatMap((provider, p) =>
      DELAYS.map((delay, d) => ({ provider, delay, total: counts.providers[p * DELAYS.length + d] ?? 0 })),
    ),
    weeks: counts.weeks.map((decisions, index) => ({
      key: addDays(START, 7 * index),
      decisions,
      range: decisions === 0 ? null : { fastest: 4 + index, median: 90, slowest: 3_000 },
    })),
    samples: ["health", "rights"],
  }
}

/** Insights of a campaign with enough of everything. */
export function fullInsights(): ReturnType<typeof assemble> {
  const many = (length: number) => Array.from({ length }, (_, index) => 7 + ((index * 29) % 90))
  return assemble(
    readingOf({
      ...{ totals: many(KEYS.length), opened: many(15), arrived: many(SOURCES.length) },
      ...{ providers: many(PROVIDERS.length * DELAYS.length), weeks: many(3) },
    }),
  )
}
