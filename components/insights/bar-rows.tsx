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
import { barLengths, type Value } from "#lib/shared/charts/geometry"
import { fitText, textWidth } from "#lib/shared/charts/text"

/** One bar: its name above it, its number at its end. */
export type Bar = { label: string; value: Value; text: string; series?: number }

/** A group of bars under one name; most charts have one bar a group. */
export type BarGroup = { label: string; bars: readonly Omit<Bar, "label">[] }

const LABEL = 20
const BAR = 15
const GAP = 3
const BETWEEN = 12

const heightOf = (group: BarGroup) => LABEL + group.bars.length * (BAR + GAP) + BETWEEN

type GroupProps = {
  id: string
  size: Size
  group: BarGroup
  y: number
  lengths: readonly number[]
  /** Length of the whole that the bars are parts of; `null` where there is none. */
  track: number | null
}

function Group({ id, size, group, y, lengths, track }: GroupProps) {
  return (
    <g>
      <text className="chart-text" x={0} y={y + 14}>
        {fitText(group.label, SIZES[size], TEXT)}
      </text>
      {group.bars.map(({ text, series }, index) => {
        const top = y + LABEL + index * (BAR + GAP)
        const length = lengths[index] ?? 0
        const end = track ?? length
        return (
          <g key={index}>
            {track !== null && <rect className="track" x={0} y={top} width={track} height={BAR} />}
            {length > 0 && (
              <rect {...paint(id, size, series ?? index + 1)} x={0} y={top} width={Math.max(1, length)} height={BAR} />
            )}
            <text className="chart-number" x={end > 0 ? end + 7 : 0} y={top + 13}>
              {text}
            </text>
          </g>
        )
      })}
    </g>
  )
}

type BarRowsProps = PictureFacts & {
  groups: readonly BarGroup[]
  /** Values are parts of 1, and the whole is the width; else the largest value is. */
  isShare?: boolean
}

/** Horizontal bars on one scale, each with its name and its number. */
export function BarRows({ groups, isShare, ...facts }: BarRowsProps) {
  const all = groups.flatMap(({ bars }) => bars)
  const series = Math.max(...groups.flatMap(({ bars }) => bars.map((bar, index) => bar.series ?? index + 1)), 1)
  const longest = Math.max(...all.map(({ text }) => textWidth(text, BOLD))) + 10
  return bothSizes((size) => {
    const room = SIZES[size] - Math.min(longest, SIZES[size] / 2)
    const lengths = barLengths(
      all.map(({ value }) => value),
      room,
      isShare ? 1 : undefined,
    )
    let [y, done] = [0, 0]
    const drawn = groups.map((group, index) => {
      const part = (
        <Group
          key={index}
          {...{ id: facts.id, size, group, y, track: isShare ? room : null }}
          lengths={lengths.slice(done, done + group.bars.length)}
        />
      )
      y += heightOf(group)
      done += group.bars.length
      return part
    })
    return (
      <Picture key={size} {...facts} size={size} height={Math.max(1, y - BETWEEN + 2)} series={series}>
        {drawn}
      </Picture>
    )
  })
}
