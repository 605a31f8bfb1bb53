import {
  CHOICES,
  COLUMNS,
  type DecisionWeek,
  type Insights,
  type Period,
  type Row,
  STEPS,
} from "#lib/domain/insights/schema"
import { LAUNCH_HOURS } from "#lib/domain/insights/measures"
import { countDays, listDays, weekOf } from "#lib/domain/insights/time"
import { DELAYS, type Provider, PROVIDERS } from "#lib/domain/signatures/delays"
import { WITHDRAWAL_REASONS } from "#lib/domain/signatures/rules"
import { LOCALES } from "#lib/shared/locales"

/** One daily total as it is stored; the day is "" where the days of a measure are added up. */
export type Total = { measure: string; day: string; class: string; total: number }

/** What is read of a campaign. */
export type Totals = {
  period: Period
  today: string
  /** First day that is shown. */
  start: string
  countedAt: string | null
  totals: readonly Total[]
  openings: readonly { page: string; locale: string; openings: number }[]
  arrivals: readonly { source: string; arrivals: number }[]
  providers: readonly { provider: Provider; delay: string; total: number }[]
  weeks: readonly DecisionWeek[]
  /** Keys of the campaign's samples, in their order. */
  samples: readonly string[]
}

/** With more days than this, a bar stands for a week. */
const DAYS_MAX = 92

/** Adds up totals by key. */
function sums<Item>(items: readonly Item[], key: (item: Item) => string, count: (item: Item) => number) {
  const found = new Map<string, number>()
  for (const item of items) found.set(key(item), (found.get(key(item)) ?? 0) + count(item))
  return found
}

/** Makes what the charts show of what is stored: adds up, fills gaps, sorts. */
export function assemble(read: Totals): Insights {
  const { totals, start, today, period, countedAt } = read
  const of = (measure: string) => totals.filter((total) => total.measure === measure)
  const byClass = (measure: string) =>
    sums(
      of(measure),
      (total) => total.class,
      ({ total }) => total,
    )
  const whole = (measure: string) => of(measure).reduce((sum, { total }) => sum + total, 0)
  const step = countDays(start, today) > DAYS_MAX ? "week" : "day"
  const inStep = (day: string) => (step === "week" ? weekOf(day) : day)

  /** A row for every day or week, with a count for each class. */
  const overTime = (measure: string, classes: readonly string[], every: "day" | "week"): Row[] => {
    const name = (day: string) => (every === "week" ? weekOf(day) : day)
    const found = sums(
      of(measure),
      (total) => `${name(total.day)} ${total.class}`,
      ({ total }) => total,
    )
    return listDays(start, today, every).map((key) => ({
      key,
      counts: classes.map((one) => found.get(`${key} ${one}`) ?? 0),
    }))
  }
  const ranked = (found: Map<string, number>): Row[] => [...found].map(([key, count]) => ({ key, counts: [count] }))

  const opened = (page: string) => read.openings.reduce((sum, row) => sum + (row.page === page ? row.openings : 0), 0)
  const steps = {
    opened: opened("campaign"),
    signed: whole("signed"),
    confirmed: whole("confirmed"),
    previewed: opened("letter-preview"),
    letter: whole("letter"),
    shared: opened("share"),
  }
  const delay = byClass("delay")
  const seen = sums(
    read.openings.filter(({ page }) => page === "campaign"),
    ({ locale }) => locale,
    ({ openings }) => openings,
  )
  const signed = byClass("language")
  const byProvider = sums(
    read.providers,
    (row) => `${row.provider} ${row.delay}`,
    ({ total }) => total,
  )
  const sample = byClass("sample")
  const choice = byClass("choice")
  const choices = {
    hidden: choice.get("hidden") ?? 0,
    discreet: choice.get("discreet") ?? 0,
    withoutEmail: whole("unverified"),
  }
  return {
    ...{ period, today, countedAt, isHidden: false },
    hours: launchHours(of("hour")),
    growth: sumOver(of("confirmed"), listDays(start, today, step), inStep),
    growthStep: step,
    steps: STEPS.map((key) => ({ key, counts: [steps[key]] })),
    delays: [
      { key: "all", counts: DELAYS.map((name) => delay.get(name) ?? 0) },
      ...PROVIDERS.map((key) => ({ key, counts: DELAYS.map((name) => byProvider.get(`${key} ${name}`) ?? 0) })).filter(
        ({ counts }) => counts.some((count) => count > 0),
      ),
    ],
    waiting: delay.get("waiting") ?? 0,
    countries: ranked(byClass("country")),
    languages: LOCALES.map((key) => ({ key, counts: [seen.get(key) ?? 0, signed.get(key) ?? 0] })),
    sources: ranked(
      sums(
        read.arrivals,
        ({ source }) => source,
        ({ arrivals }) => arrivals,
      ),
    ),
    samples: [...read.samples, ""].map((key) => ({
      key,
      counts: COLUMNS.sample.map((column) => sample.get(`${key} ${column}`) ?? 0),
    })),
    deliveries: overTime("delivery", COLUMNS.delivery, step),
    deliveryStep: step,
    comments: overTime("comment", COLUMNS.comment, "week"),
    decisions: decisionWeeks(read.weeks, listDays(start, today, "week")),
    withdrawals: overTime("withdrawn", ["", ...WITHDRAWAL_REASONS], "week"),
    reasons: ["", ...WITHDRAWAL_REASONS],
    signatures: steps.confirmed + choices.withoutEmail,
    choices: CHOICES.map((key) => ({ key, counts: [choices[key]] })),
  }
}

function sumOver(totals: readonly Total[], keys: readonly string[], keyOf: (day: string) => string): Row[] {
  const found = sums(
    totals,
    ({ day }) => keyOf(day),
    ({ total }) => total,
  )
  return keys.map((key) => ({ key, counts: [found.get(key) ?? 0] }))
}

/** The first 48 hours from the first signature, without gaps. */
function launchHours(totals: readonly Total[]): Row[] {
  const found = sums(
    totals,
    (total) => `${total.day}T${total.class}`,
    ({ total }) => total,
  )
  const first = [...found.keys()].sort()[0]
  if (first === undefined) return []
  const start = Date.parse(`${first}:00:00Z`)
  return Array.from({ length: LAUNCH_HOURS }, (_, hour) => {
    const key = new Date(start + hour * 3_600_000).toISOString().slice(0, 13)
    return { key, counts: [found.get(key) ?? 0] }
  })
}

function decisionWeeks(known: readonly DecisionWeek[], weeks: readonly string[]): DecisionWeek[] {
  return weeks.map((key) => known.find((week) => week.key === key) ?? { key, decisions: 0, range: null })
}
