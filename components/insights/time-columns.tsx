import { Keys, placeKeys } from "#components/insights/keys"
import {
  bothSizes,
  Picture,
  type PictureFacts,
  paint,
  type Size,
  SIZES,
  TEXT,
  BOLD,
} from "#components/insights/picture"
import { columns, labelledBars, type Plot, runningTotal, type Tick, type Value } from "#lib/shared/charts/geometry"
import { textWidth } from "#lib/shared/charts/text"

type TimeColumnsProps = PictureFacts & {
  /** Parts of each bar, from the bottom up; most charts have one. */
  rows: readonly (readonly Value[])[]
  /** A short name for each bar. */
  labels: readonly string[]
  /** Names of the parts, or of the only one. */
  names: readonly string[]
  /** Name of the line of the sum so far, in a panel of its own; none without. */
  lineName?: string
  /** Writes a count. */
  write: (count: number) => string
}

const LINE_PANEL = 96
const BARS = 150
const BELOW = 26

function Ticks({ ticks, plot, write }: { ticks: readonly Tick[]; plot: Plot; write: (count: number) => string }) {
  return ticks.map(({ value, y }) => (
    <g key={value}>
      <line className={value === 0 ? "axis" : "grid"} x1={plot.left} x2={plot.right} y1={y} y2={y} />
      <text className="chart-tick" x={plot.left - 6} y={y + 5} textAnchor="end">
        {write(value)}
      </text>
    </g>
  ))
}

/** The sum so far, in a panel above the bars: two scales in one panel would make them look as if they belonged together. */
function TotalPanel({ values, middles, plot, name, write }: TotalPanelProps) {
  const { path, ticks, end } = runningTotal(values, middles, plot)
  const total = values.reduce((sum, value) => sum + value, 0)
  const words = `${write(total)} ${name}`
  const isRight = end[0] > plot.right - textWidth(words, BOLD)
  return (
    <>
      <Ticks ticks={ticks.slice(0, 1)} plot={plot} write={write} />
      <path className="total-line" d={path} />
      <circle className="total-end" cx={end[0]} cy={end[1]} r={4} />
      <text
        className="chart-number"
        x={isRight ? plot.right : end[0]}
        y={Math.max(13, end[1] - 9)}
        textAnchor={isRight ? "end" : "start"}
      >
        {words}
      </text>
    </>
  )
}

type TotalPanelProps = {
  values: readonly number[]
  middles: readonly number[]
  plot: Plot
  name: string
  write: (count: number) => string
}

function draw(size: Size, { rows, labels, names, lineName, write, ...facts }: TimeColumnsProps) {
  const isWhole = rows.every((row) => row.every((value) => value !== null))
  const hasLine = lineName !== undefined && isWhole
  const { height: keyHeight } = placeKeys(names, size)
  const above = hasLine ? LINE_PANEL + 16 : 0
  const top = above + keyHeight + 8
  const highest = Math.max(...rows.map((row) => row.reduce<number>((sum, value) => sum + (value ?? 0), 0)), 1)
  const total = rows.reduce((sum, row) => sum + (row[0] ?? 0), 0)
  const left = Math.max(textWidth(write(hasLine ? total : highest), TEXT), 16) + 12
  const plot = { left, right: SIZES[size] - 2, top, bottom: top + BARS }
  const { paths, middles, ticks } = columns(rows, plot)
  const labelWidth = Math.max(...labels.map((label) => textWidth(label, TEXT))) + 14
  const shown = labelledBars(labels.length, plot.right - plot.left, labelWidth)
  return (
    <Picture key={size} {...facts} size={size} height={plot.bottom + BELOW} series={names.length}>
      {hasLine && (
        <TotalPanel
          values={rows.map((row) => row[0] ?? 0)}
          middles={middles}
          plot={{ ...plot, top: 20, bottom: LINE_PANEL }}
          name={lineName}
          write={write}
        />
      )}
      <g transform={`translate(0 ${above})`}>
        <Keys id={facts.id} size={size} names={names} />
      </g>
      <Ticks ticks={ticks} plot={plot} write={write} />
      {paths.map((path, index) => path !== "" && <path key={index} {...paint(facts.id, size, index + 1)} d={path} />)}
      {shown.map((bar) => {
        const [x, half] = [middles[bar] ?? 0, textWidth(labels[bar] ?? "", TEXT) / 2]
        const anchor = x - half < 0 ? "start" : x + half > SIZES[size] ? "end" : "middle"
        return (
          <text
            key={bar}
            className="chart-tick"
            x={anchor === "start" ? 0 : anchor === "end" ? SIZES[size] : x}
            y={plot.bottom + 20}
            textAnchor={anchor}
          >
            {labels[bar]}
          </text>
        )
      })}
    </Picture>
  )
}

/** Vertical bars over time, of one part or several, and the sum so far above them. */
export function TimeColumns(props: TimeColumnsProps) {
  return bothSizes((size) => draw(size, props))
}
