import { cumsum, max, sum } from "d3-array"
import { scaleBand, scaleLinear, scaleLog } from "d3-scale"
import { line } from "d3-shape"

/** A value to draw; `null` is not drawn. */
export type Value = number | null

const round = (value: number) => Math.round(value * 10) / 10

const present = (values: readonly Value[]) => values.filter((value) => value !== null)

/** Lengths of horizontal bars; the whole fills the width, or the largest value where there is no whole. */
export function barLengths(values: readonly Value[], width: number, whole?: number): number[] {
  const scale = scaleLinear([0, whole ?? (max(present(values)) || 1)], [0, width])
  return values.map((value) => (value === null ? 0 : round(scale(value))))
}

export type Segment = { x: number; width: number }

/** Parts of a horizontal bar, one behind the other, that fill the width together. */
export function segments(values: readonly Value[], width: number): Segment[] {
  const scale = scaleLinear([0, sum(present(values)) || 1], [0, width])
  let before = 0
  return values.map((value) => {
    const x = round(scale(before))
    before += value ?? 0
    return { x, width: round(scale(before)) - x }
  })
}

/** Where vertical bars stand and how high they may be: x from `left` to `right`, the highest value at `top`, 0 at `bottom`. */
export type Plot = { left: number; right: number; top: number; bottom: number }

export type Tick = { value: number; y: number }

/** Vertical bars for a series of values, or of parts that stand on one another. */
export type Columns = {
  /** One path for each part, with all of its bars. */
  paths: string[]
  /** Middle of each bar. */
  middles: number[]
  ticks: Tick[]
}

/** A scale that begins at 0 and ends at a round number, with whole numbers as ticks. */
function countScale(highest: number, { top, bottom }: Plot) {
  const scale = scaleLinear([0, Math.max(1, highest)], [bottom, top]).nice(4)
  const ticks = scale.ticks(4).filter(Number.isInteger)
  return { scale, ticks: ticks.map((value) => ({ value, y: round(scale(value)) })) }
}

/**
 * Bars of a series.
 *
 * @param rows The parts of each bar, from the bottom up.
 */
export function columns(rows: readonly (readonly Value[])[], plot: Plot): Columns {
  const band = scaleBand(
    rows.map((_, index) => index),
    [plot.left, plot.right],
  ).padding(rows.length > 60 ? 0.1 : 0.2)
  const { scale, ticks } = countScale(max(rows, (row) => sum(present(row))) ?? 0, plot)
  const paths: string[] = Array.from({ length: rows[0]?.length ?? 0 }, () => "")
  const middles = rows.map((row, index) => {
    const x = band(index) ?? 0
    let before = 0
    row.forEach((value, part) => {
      if (!value) return
      const [low, high] = [scale(before), scale(before + value)]
      paths[part] += `M${round(x)} ${round(low)}V${round(high)}h${round(band.bandwidth())}V${round(low)}z`
      before += value
    })
    return round(x + band.bandwidth() / 2)
  })
  return { paths, middles, ticks }
}

/** The line of the sum so far, over the middles of bars. */
export function runningTotal(values: readonly number[], middles: readonly number[], plot: Plot) {
  const totals = [...cumsum(values)]
  const { scale, ticks } = countScale(totals.at(-1) ?? 0, plot)
  const points = totals.map((total, index): [number, number] => [middles[index] ?? 0, round(scale(total))])
  return { path: line()(points) ?? "", ticks, end: points.at(-1) ?? ([plot.left, plot.bottom] as [number, number]) }
}

/** Which bars get a label below, so that none touches the next: from the first one on, every so many. */
export function labelledBars(count: number, width: number, labelWidth: number): number[] {
  const fit = Math.max(1, Math.floor(width / labelWidth))
  const every = Math.max(1, Math.ceil(count / fit))
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every)
}

/** Minutes at which a scale of waiting times has its lines: a minute, ten, an hour, a day, a week, a month. */
const TIMES = [1, 10, 60, 1_440, 10_080, 43_200]

export type Range = { fastest: number; median: number; slowest: number }

/** Ranges of minutes on a scale on which every step is many times the one before. What is quicker than a minute stands at a minute. */
export function timeRanges(ranges: readonly (Range | null)[], width: number) {
  const longest = max(ranges, (range) => range?.slowest) ?? 60
  const end = TIMES.find((minutes) => minutes >= longest) ?? longest
  const scale = scaleLog([1, Math.max(60, end)], [0, width]).clamp(true)
  const at = (minutes: number) => round(scale(Math.max(1, minutes)))
  return {
    ranges: ranges.map(
      (range) => range && { from: at(range.fastest), middle: at(range.median), to: at(range.slowest) },
    ),
    ticks: TIMES.filter((minutes) => minutes <= Math.max(60, end)).map((minutes) => ({ minutes, x: at(minutes) })),
  }
}
