import { paint, type Size, SIZES, TEXT } from "#components/insights/picture"
import { textWidth } from "#lib/shared/charts/text"

const BOX = 14
const GAP = 18
const LINE = 24

type Place = { x: number; y: number }

/** Where the names of series stand, in as many lines as they need. */
export function placeKeys(names: readonly string[], size: Size): { places: Place[]; height: number } {
  const places: Place[] = []
  let [x, y] = [0, 0]
  for (const name of names) {
    const width = BOX + 6 + textWidth(name, TEXT) + GAP
    if (x > 0 && x + width - GAP > SIZES[size]) [x, y] = [0, y + LINE]
    places.push({ x, y })
    x += width
  }
  return { places, height: y + LINE }
}

/** The names of series with their paint and number, right above what they name. */
export function Keys({ id, size, names }: { id: string; size: Size; names: readonly string[] }) {
  return placeKeys(names, size).places.map(({ x, y }, index) => (
    <g key={index}>
      <rect {...paint(id, size, index + 1)} x={x} y={y + 1} width={BOX} height={BOX} />
      <text className="chart-text" x={x + BOX + 6} y={y + 13}>
        {names[index]}
      </text>
    </g>
  ))
}
