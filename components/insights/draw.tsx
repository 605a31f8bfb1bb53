import type { ReactNode } from "react"
import { type BarGroup, BarRows } from "#components/insights/bar-rows"
import { drawDeliveries, drawGrowth, drawWithdrawals, type Draw } from "#components/insights/draw-over-time"
import { StackedRows } from "#components/insights/stacked-rows"
import { TimeRanges } from "#components/insights/time-ranges"
import { languageShares } from "#lib/domain/insights/findings"
import { HIDDEN_MAX } from "#lib/domain/insights/hide"
import { first, isEmpty, largest, rank, shareOf, stepShare, sumOf } from "#lib/domain/insights/ranking"
import type { Chart, Count, Row } from "#lib/domain/insights/schema"
import { delayName, type Names, percent, rowName, waitingTime } from "#lib/domain/insights/words"
import { DELAYS } from "#lib/domain/signatures/delays"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"

const COUNTRIES_MAX = 11
const SOURCES_MAX = 20
const WEEKS_MAX = 12

const text = ({ locale }: Names) => translator(locale, "adminInsights")

/** A count in words, with its share of a whole if there is one. */
function number({ locale }: Names, count: Count, share: number | null = null): string {
  if (count === null) return translator(locale, "adminInsights")("few", { n: HIDDEN_MAX })
  const words = formatter(locale).number(count)
  return share === null ? words : `${words} · ${percent(locale, share)}`
}

function bars(chart: Chart, rows: readonly Row[], names: Names, whole: Count): BarGroup[] {
  return rows.map((row) => ({
    label: rowName(chart, row.key, names),
    bars: [{ value: first(row), text: number(names, first(row), shareOf(first(row), whole)) }],
  }))
}

/** Countries by size; what is left of them and those without one come last, in another paint: they are no country. */
const drawCountries: Draw = ({ countries }, { names, facts }) => {
  const whole = sumOf(countries.map(first))
  if (whole === 0) return null
  const shown = largest(
    countries.filter(({ key }) => key !== ""),
    COUNTRIES_MAX,
  )
  const unnamed = countries.filter(({ key }) => key === "")
  const groups = bars("country", [...shown, ...unnamed], names, whole).map((group, index) => {
    const isCountry = index < shown.length && shown[index]?.key !== "rest"
    return isCountry ? group : { ...group, bars: group.bars.map((bar) => ({ ...bar, series: 2 })) }
  })
  return <BarRows {...facts} groups={groups} />
}

const drawSources: Draw = ({ sources }, { names, facts }) => {
  const whole = sumOf(sources.map(first))
  return whole === 0 ? null : (
    <BarRows {...facts} groups={bars("source", rank(sources).slice(0, SOURCES_MAX), names, whole)} />
  )
}

const drawSteps: Draw = ({ steps }, { names, facts }) => {
  if (isEmpty(steps)) return null
  const groups = steps.map((row, index): BarGroup => {
    const before = steps[index - 1]
    const share = stepShare(row, before)
    return {
      label: rowName("steps", row.key, names),
      bars: [{ value: first(row), text: number(names, first(row), share) }],
    }
  })
  return <BarRows {...facts} groups={groups} />
}

const drawDelays: Draw = ({ delays }, { names, facts }) => {
  if (isEmpty(delays)) return null
  const rows = delays.map(({ key, counts }) => {
    const whole = sumOf(counts)
    const shares = counts.map((count) => shareOf(count, whole))
    return {
      label: rowName("delay", key, names),
      values: counts,
      texts: shares.map((share) => (share === null ? "" : percent(names.locale, share))),
      total: number(names, whole === 0 ? null : whole),
    }
  })
  return <StackedRows {...facts} rows={rows} names={DELAYS.map((delay) => delayName(names.locale, delay))} isShare />
}

const drawLanguages: Draw = ({ languages }, { names, facts }) => {
  const t = text(names)
  const shown = languageShares(languages).filter(({ seen, signed }) => seen + signed > 0)
  if (shown.length === 0) return null
  const groups = shown.map(({ key, seen, signed }): BarGroup => {
    const bar = (value: number, word: string) => ({ value, text: `${percent(names.locale, value)} ${word}` })
    return { label: rowName("language", key, names), bars: [bar(seen, t("seen")), bar(signed, t("signed"))] }
  })
  return <BarRows {...facts} groups={groups} />
}

const drawSamples: Draw = ({ samples }, { names, facts }) => {
  if (isEmpty(samples)) return null
  const t = text(names)
  const rows = rank(samples)
    .filter(({ counts }) => sumOf(counts) > 0)
    .map(({ key, counts }) => ({
      label: rowName("sample", key, names),
      values: counts,
      texts: counts.map((count) => (count ? number(names, count) : "")),
      total: number(names, sumOf(counts)),
    }))
  return <StackedRows {...facts} rows={rows} names={[t("sample_own"), t("sample_same")]} isShare={false} />
}

const drawDecisions: Draw = ({ decisions, comments }, { names, facts }) => {
  const { locale } = names
  const t = text(names)
  const rows = decisions
    .map(({ key, range }, index) => {
      const [spam = null, other = null] = comments[index]?.counts ?? []
      const share = spam === null || other === null ? null : shareOf(spam, spam + other)
      return {
        label: formatDay(locale, key),
        range,
        median: range ? waitingTime(locale, range.median) : "–",
        note: share === null ? "" : t("spamShare", { share: percent(locale, share) }),
        isThere: range !== null || share !== null,
      }
    })
    .filter(({ isThere }) => isThere)
    .slice(-WEEKS_MAX)
  if (rows.length === 0) return null
  return <TimeRanges {...facts} rows={rows} write={(minutes) => waitingTime(locale, minutes)} />
}

const drawChoices: Draw = ({ choices, signatures }, { names, facts }) => {
  if (!signatures) return null
  const groups = choices.map((row): BarGroup => {
    const share = shareOf(first(row), signatures)
    return {
      label: rowName("choice", row.key, names),
      bars: [{ value: share, text: number(names, first(row), share) }],
    }
  })
  return <BarRows {...facts} groups={groups} isShare />
}

const DRAWINGS: Record<Chart, Draw> = {
  growth: drawGrowth,
  steps: drawSteps,
  delay: drawDelays,
  country: drawCountries,
  language: drawLanguages,
  source: drawSources,
  sample: drawSamples,
  delivery: drawDeliveries,
  decision: drawDecisions,
  withdrawal: drawWithdrawals,
  choice: drawChoices,
}

/** Draws a chart; `null` when there is nothing to draw. */
export function draw(chart: Chart, ...given: Parameters<Draw>): ReactNode {
  return DRAWINGS[chart](...given)
}
