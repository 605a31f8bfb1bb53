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
import { barLengths, segments, type Value } from "#lib/shared/charts/geometry"
import { fitText, textWidth } from "#lib/shared/charts/text"

/** One bar of several parts. `texts` are the numbers of the parts. */
export type StackedRow = { label: string; values: readonly Value[]; texts: readonly string[]; total: string }

type StackedRowsProps = PictureFacts & {
  rows: readonly StackedRow[]
  /** Names of the parts. */
  names: readonly string[]
  /** Every bar fills the width, so that shares are compared; else lengths are. */
  isShare: boolean
}

const LABEL = 20
const BAR = 24
const ROW = LABEL + BAR + 14

function Parts({ id, size, row, y, width }: { id: string; size: Size; row: StackedRow; y: number; width: number }) {
  return segments(row.values, width).map((part, index) => {
    const text = row.texts[index] ?? ""
    const plate = textWidth(text, BOLD) + 8
    if (part.width <= 0) return null
    return (
      <g key={index}>
        <rect {...paint(id, size, index + 1)} x={part.x} y={y} width={Math.max(0.5, part.width - 1)} height={BAR} />
        {text !== "" && plate + 6 <= part.width && (
          <>
            <rect className="plate" x={part.x + 4} y={y + 3} width={plate} height={BAR - 6} rx={3} />
            <text className="chart-number" x={part.x + 8} y={y + 17}>
              {text}
            </text>
          </>
        )}
      </g>
    )
  })
}

/** Horizontal bars of several parts, each part with its number where there is room. */
export function StackedRows({ rows, names, isShare, ...facts }: StackedRowsProps) {
  const sums = rows.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0))
  return bothSizes((size) => {
    const { height: top } = placeKeys(names, size)
    const lengths = isShare ? sums.map((sum) => (sum > 0 ? SIZES[size] : 0)) : barLengths(sums, SIZES[size])
    return (
      <Picture key={size} {...facts} size={size} height={top + 6 + rows.length * ROW - 12} series={names.length}>
        <Keys id={facts.id} size={size} names={names} />
        {rows.map((row, index) => {
          const y = top + 6 + index * ROW
          const room = SIZES[size] - textWidth(row.total, BOLD) - 12
          return (
            <g key={index}>
              <text className="chart-text" x={0} y={y + 14}>
                {fitText(row.label, room, TEXT)}
              </text>
              <text className="chart-number" x={SIZES[size]} y={y + 14} textAnchor="end">
                {row.total}
              </text>
              <Parts id={facts.id} size={size} row={row} y={y + LABEL} width={lengths[index] ?? 0} />
            </g>
          )
        })}
      </Picture>
    )
  })
}
