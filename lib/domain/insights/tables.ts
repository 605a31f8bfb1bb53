import { languageShares } from "#lib/domain/insights/findings"
import { first, rank, shareOf, stepShare, sumOf } from "#lib/domain/insights/ranking"
import type { Chart, Count, Insights, Row } from "#lib/domain/insights/schema"
import { delayName, type Names, reasonName, rowName } from "#lib/domain/insights/words"
import { DELAYS } from "#lib/domain/signatures/delays"
import { translator } from "#lib/shared/i18n"

/** A cell: words, a count (`null`: too small to show), or a share of 1 (`null`: there is none, or it is hidden). */
export type Cell = string | { count: Count } | { share: number | null } | { minutes: number | null }

/** The numbers of a chart. The first column names the row. */
export type Table = { id: string; title: string; head: string[]; rows: Cell[][] }

/** The tables under a chart: one, or two where the launch is shown by hour as well. */
export function tablesOf(chart: Chart, insights: Insights, names: Names): Table[] {
  return TABLES[chart](insights, names)
}

const words = ({ locale }: Names) => translator(locale, "adminInsights")

const counts = (row: Row): Cell[] => row.counts.map((count) => ({ count }))

/** A table of one count a row, with its share of all. */
function shares(chart: Chart, head: string, rows: readonly Row[], names: Names, whole = sumOf(rows.map(first))): Table {
  const t = words(names)
  return {
    id: chart,
    title: t(`${chart}Title`),
    head: [head, t("number"), t("share")],
    rows: rows.map((row) => [
      rowName(chart, row.key, names),
      { count: first(row) },
      { share: shareOf(first(row), whole) },
    ]),
  }
}

/** A line with the sum so far would tell hidden counts, so it is there only where none is hidden. */
function growing(id: string, title: string, head: string, rows: readonly Row[], names: Names): Table {
  const t = words(names)
  const isWhole = rows.every((row) => first(row) !== null)
  let total = 0
  return {
    id,
    title,
    head: [head, t("number"), ...(isWhole ? [t("total")] : [])],
    rows: rows.map((row) => {
      total += first(row) ?? 0
      const name = row.key.includes("T") ? `${row.key.replace("T", " ")}:00` : row.key
      return [name, { count: first(row) }, ...(isWhole ? [{ count: total }] : [])]
    }),
  }
}

const TABLES: Record<Chart, (insights: Insights, names: Names) => Table[]> = {
  growth: ({ growth, growthStep, hours }, names) => {
    const t = words(names)
    const byTime = growing("growth", t("growthTitle"), t(growthStep), growth, names)
    return hours.length > 0 ? [byTime, growing("launch", t("launchTitle"), t("hour"), hours, names)] : [byTime]
  },
  steps: ({ steps }, names) => {
    const t = words(names)
    const rows = steps.map((row, index): Cell[] => {
      const before = steps[index - 1]
      const share = stepShare(row, before)
      return [rowName("steps", row.key, names), { count: first(row) }, { share }]
    })
    return [{ id: "steps", title: t("stepsTitle"), head: [t("step"), t("number"), t("ofBefore")], rows }]
  },
  delay: ({ delays }, names) => {
    const t = words(names)
    return [
      {
        id: "delay",
        title: t("delayTitle"),
        head: [t("provider"), ...DELAYS.map((delay) => delayName(names.locale, delay))],
        rows: delays.map((row) => [rowName("delay", row.key, names), ...counts(row)]),
      },
    ]
  },
  country: ({ countries }, names) => [shares("country", words(names)("country"), rank(countries), names)],
  language: ({ languages }, names) => {
    const t = words(names)
    const known = new Map(languageShares(languages).map((row) => [row.key, row]))
    const rows = languages.map(({ key, counts: [seen = null, signed = null] }): Cell[] => [
      rowName("language", key, names),
      ...[{ count: seen }, { share: known.get(key)?.seen ?? null }],
      ...[{ count: signed }, { share: known.get(key)?.signed ?? null }],
    ])
    const head = [t("language"), t("seen"), t("share"), t("signed"), t("share")]
    return [{ id: "language", title: t("languageTitle"), head, rows }]
  },
  source: ({ sources }, names) => [shares("source", words(names)("source"), rank(sources), names)],
  sample: ({ samples }, names) => {
    const t = words(names)
    const rows = samples.map((row) => [rowName("sample", row.key, names), ...counts(row)])
    return [{ id: "sample", title: t("sampleTitle"), head: [t("sample"), t("sample_own"), t("sample_same")], rows }]
  },
  delivery: ({ deliveries, deliveryStep }, names) => {
    const t = words(names)
    const head = [t(deliveryStep), t("delivery_accepted"), t("delivery_waiting"), t("delivery_bounced")]
    return [
      { id: "delivery", title: t("deliveryTitle"), head, rows: deliveries.map((row) => [row.key, ...counts(row)]) },
    ]
  },
  decision: ({ decisions, comments }, names) => {
    const t = words(names)
    const rows = decisions.map(({ key, decisions: many, range }, index): Cell[] => {
      const [spam = null, other = null] = comments[index]?.counts ?? []
      const posted = spam === null || other === null ? null : spam + other
      return [
        key,
        { count: many },
        ...(["fastest", "median", "slowest"] as const).map((name) => ({ minutes: range?.[name] ?? null })),
        ...[{ count: posted }, { count: spam }],
      ]
    })
    const head = ["week", "decisions", "fastest", "median", "slowest", "posted", "spam"] as const
    return [{ id: "decision", title: t("decisionTitle"), head: head.map((name) => t(name)), rows }]
  },
  withdrawal: ({ withdrawals, reasons }, names) => {
    const t = words(names)
    const head = [t("week"), ...reasons.map((reason) => reasonName(names.locale, reason))]
    return [
      {
        id: "withdrawal",
        title: t("withdrawalTitle"),
        head,
        rows: withdrawals.map((row) => [row.key, ...counts(row)]),
      },
    ]
  },
  choice: ({ choices, signatures }, names) => [
    shares("choice", words(names)("choice"), choices, names, signatures ?? 0),
  ],
}
