import { BOLD, bothSizes, Picture, type PictureFacts, type Size, SIZES, TEXT } from "#components/insights/picture"
import { type Range, timeRanges } from "#lib/shared/charts/geometry"
import { textWidth } from "#lib/shared/charts/text"

/** A week: its name, its range, what stands at the right of the name. */
export type RangeRow = { label: string; range: Range | null; median: string; note: string }

type TimeRangesProps = PictureFacts & { rows: readonly RangeRow[]; write: (minutes: number) => string }

const ROW = 76
const TOP = 26
const SIDE = 26

/** From the fastest to the slowest with the median as a dot, on a scale of minutes to days. */
export function TimeRanges({ rows, write, ...facts }: TimeRangesProps) {
  return bothSizes((size) => {
    const width = SIZES[size] - 2 * SIDE
    const { ranges, ticks } = timeRanges(
      rows.map(({ range }) => range),
      width,
    )
    const height = TOP + rows.length * ROW + 2
    return (
      <Picture key={size} {...facts} size={size} height={height} series={1}>
        {ticks.map(({ minutes, x }, index) => (
          <g key={minutes}>
            <line className="grid" x1={SIDE + x} x2={SIDE + x} y1={TOP - 6} y2={height} />
            <text
              className="chart-tick"
              x={index === 0 ? 0 : index === ticks.length - 1 ? SIZES[size] : SIDE + x}
              y={14}
              textAnchor={index === 0 ? "start" : index === ticks.length - 1 ? "end" : "middle"}
            >
              {write(minutes)}
            </text>
          </g>
        ))}
        {rows.map((row, index) => (
          <Week key={index} row={row} range={ranges[index] ?? null} size={size} y={TOP + index * ROW} />
        ))}
      </Picture>
    )
  })
}

type WeekProps = {
  row: RangeRow
  range: { from: number; middle: number; to: number } | null
  size: Size
  y: number
}

/** A week: its name and its note, below them the range, below that the median. */
function Week({ row: { label, median, note }, range, size, y }: WeekProps) {
  const half = textWidth(median, BOLD) / 2
  const x = Math.min(Math.max(SIDE + (range?.middle ?? 0), half), SIZES[size] - half)
  return (
    <g>
      <rect className="plate" x={0} y={y} width={textWidth(label, TEXT) + 6} height={20} />
      <text className="chart-text" x={0} y={y + 15}>
        {label}
      </text>
      {note !== "" && (
        <>
          <rect
            className="plate"
            x={SIZES[size] - textWidth(note, BOLD)}
            y={y}
            width={textWidth(note, BOLD)}
            height={20}
          />
          <text className="chart-number" x={SIZES[size]} y={y + 15} textAnchor="end">
            {note}
          </text>
        </>
      )}
      {range && (
        <>
          <line className="range" x1={SIDE + range.from} x2={SIDE + range.to} y1={y + 33} y2={y + 33} />
          <circle className="paint-1" cx={SIDE + range.middle} cy={y + 33} r={7} />
          <rect className="plate" x={x - half - 2} y={y + 43} width={2 * half + 4} height={18} />
        </>
      )}
      <text className="chart-number" x={range ? x : 0} y={y + 57} textAnchor={range ? "middle" : "start"}>
        {median}
      </text>
    </g>
  )
}
