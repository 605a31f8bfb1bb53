import type { ReactNode } from "react"

/** A chart is drawn twice, for wide pages and for phones, so that its words never shrink; styles show one of them. */
export const SIZES = { wide: 640, narrow: 328 } as const

export type Size = keyof typeof SIZES

/** Size of the words in a chart, in its units. */
export const TEXT = 15

/** The same for numbers, which are bold and so a little wider. */
export const BOLD = TEXT * 1.17

/** What all charts are given. */
export type PictureFacts = {
  /** Unique on the page. */
  id: string
  title: string
  /** Id of the sentence that says what the chart shows. */
  findingId: string
}

type PictureProps = PictureFacts & {
  size: Size
  height: number
  /** How many patterns it uses. */
  series: number
  children: ReactNode
}

/** The paint of a series: plain for the first one, a pattern for the others, so that colour alone tells nothing. */
export function paint(id: string, size: Size, series: number): { className: string; fill?: string } {
  return series === 1 ? { className: "paint-1" } : { className: "pattern", fill: `url(#${id}-${size}-${series})` }
}

const MARKS: Record<number, ReactNode> = {
  2: <path className="mark" d="M-2 2l4-4M0 8l8-8M6 10l4-4" />,
  3: (
    <>
      <circle className="spot" cx="2" cy="2" r="1.4" />
      <circle className="spot" cx="6" cy="6" r="1.4" />
    </>
  ),
  4: <path className="mark" d="M0 4h8" />,
  5: <path className="mark" d="M0 0l8 8M8 0l-8 8" />,
}

function Patterns({ id, size, series }: { id: string; size: Size; series: number }) {
  if (series < 2) return null
  return (
    <defs>
      {Array.from({ length: series - 1 }, (_, index) => index + 2).map((number) => (
        <pattern key={number} id={`${id}-${size}-${number}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect className={`paint-${number}`} width="8" height="8" />
          {MARKS[number]}
        </pattern>
      ))}
    </defs>
  )
}

/** The drawing itself: one picture with a name, described by the sentence above it. */
export function Picture({ id, title, findingId, size, height, series, children }: PictureProps) {
  const titleId = `${id}-${size}-title`
  return (
    <svg
      className={`chart chart-${size}`}
      viewBox={`0 0 ${SIZES[size]} ${height}`}
      role="img"
      aria-labelledby={titleId}
      aria-describedby={findingId}
    >
      <title id={titleId}>{title}</title>
      <Patterns id={id} size={size} series={series} />
      {children}
    </svg>
  )
}

/** Draws a chart in both sizes. */
export function bothSizes(draw: (size: Size) => ReactNode): ReactNode {
  return (
    <>
      {draw("wide")}
      {draw("narrow")}
    </>
  )
}
