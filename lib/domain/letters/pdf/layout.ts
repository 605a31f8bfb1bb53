import { GEOMETRY, SIGNATURE_SPACE, type Geometry, type PaperFormat } from "#lib/domain/letters/pdf/geometry"
import { breakLine, type Line, type Measure } from "#lib/domain/letters/pdf/lines"
import { letterParts } from "#lib/domain/letters/parts"
import { formatDay } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"

/** A letter as it is posted. All texts as the writer previewed them; nothing is merged here. */
export type PostalLetter = {
  locale: Locale
  /** The letter's day, `YYYY-MM-DD`. */
  on: string
  /** The writer's name as the closing of the text has it. */
  name: string
  /** `senderLines` */
  sender: readonly string[]
  /** `recipientLines` */
  recipient: readonly string[]
  subject: string
  /** Line breaks as `\n`. */
  text: string
}

/** What a block of lines is, for those who hear the page instead of seeing it (PDF structure types). */
export type Tag = "P" | "H1"

/** A line with its place on the page. Lines of one block follow each other, also over pages. */
export type PlacedLine = { line: Line; x: number; baseline: number; size: number; tag: Tag; block: number }

export type PlacedPages = PlacedLine[][]

type Style = { size: number; leading: number }

// product.md §3 wants 11.5 points on 1.45. A letter that is a little too long for one page gets slightly smaller, and never under 10 points.
const STYLES: Style[] = [
  { size: 11.5, leading: 1.45 },
  { size: 11, leading: 1.4 },
  { size: 10.5, leading: 1.36 },
  { size: 10, leading: 1.32 },
]
const CHINESE_EXTRA_LEADING = 0.15

const PARAGRAPH_GAP = 0.6 // of a line
const BLANK_LINES_MAX = 6
const ALONE_MIN = 3 // orphans and widows

// Where letters stand in their line, measured from its middle, in ems.
const BASELINE = 0.35

// An unbreakable stretch of a page: lines at their height from its top.
type Chunk = { before: number; height: number; lines: (Omit<PlacedLine, "baseline"> & { top: number })[] }

type Context = { measure: Measure; geometry: Geometry; style: Style; lineHeight: number; nextBlock: () => number }

function paragraph(context: Context, lines: readonly string[], before: number, tag: Tag = "P"): Chunk[] {
  const { measure, geometry, style, lineHeight } = context
  const block = context.nextBlock()
  const width = (geometry.width - 2 * geometry.margin) / style.size
  const broken = lines.flatMap((line) => breakLine(line, tag === "H1" ? 700 : 400, width, measure))
  const isSplit = tag === "P" && broken.length >= 2 * ALONE_MIN
  const chunks: Chunk[] = []
  broken.forEach((line, index) => {
    const isHead = index < ALONE_MIN
    const isTail = index >= broken.length - ALONE_MIN
    const starts = index === 0 || (isSplit && !isHead && (!isTail || index === broken.length - ALONE_MIN))
    if (starts) chunks.push({ before: index === 0 ? before : 0, height: 0, lines: [] })
    const chunk = chunks.at(-1)!
    chunk.lines.push({ line, x: geometry.margin, top: chunk.height, size: style.size, tag, block })
    chunk.height += lineHeight
  })
  return chunks
}

/** Puts one chunk under another, so that no page break comes between them. */
function glue(upper: Chunk, lower: Chunk): Chunk {
  const offset = upper.height + lower.before
  const moved = lower.lines.map((line) => ({ ...line, top: line.top + offset }))
  return { before: upper.before, height: offset + lower.height, lines: [...upper.lines, ...moved] }
}

function bodyChunks(context: Context, letter: PostalLetter): Chunk[] {
  const { lineHeight } = context
  const gap = lineHeight * PARAGRAPH_GAP
  const date = formatDay(letter.locale, letter.on)
  const { paragraphs, closing, signature } = letterParts(letter.text, { name: letter.name, date })
  const subject = letter.subject.trim() === "" ? [] : paragraph(context, [letter.subject], 0, "H1")
  const chunks = paragraphs.flatMap(({ lines, blankBefore }, index) => {
    const before = index === 0 ? lineHeight : gap + Math.min(blankBefore - 1, BLANK_LINES_MAX) * lineHeight
    return paragraph(context, lines, before)
  })

  // Closing, room and name stay together, and never stand on a page alone.
  const end: Chunk[] = []
  if (closing.length > 0) end.push(...paragraph(context, closing, gap))
  const room: Chunk = { before: 0, height: SIGNATURE_SPACE, lines: [] }
  const signed = signature.length > 0 ? glue(room, paragraph(context, signature, 0).reduce(glue)) : room
  const last = [chunks.pop(), ...end, signed].filter((chunk) => chunk !== undefined).reduce(glue)
  return [...subject, ...chunks, last]
}

function placeLines(
  lines: readonly Line[],
  options: { x: (line: Line) => number; top: number; size: number; lineHeight: number; block: number },
): PlacedLine[] {
  const { x, top, size, lineHeight, block } = options
  return lines.map((line, index) => ({
    line,
    x: x(line),
    baseline: top + (index + 0.5) * lineHeight + BASELINE * size,
    size,
    tag: "P",
    block,
  }))
}

/** Sender and date: at the right, each line beginning at the same place, the longest one ending at the margin. */
function placeSender(context: Context, letter: PostalLetter): { lines: PlacedLine[]; bottom: number } {
  const { measure, geometry, style } = context
  const lineHeight = style.size * 1.25
  const breakAll = (lines: readonly string[]) =>
    lines.flatMap((line) => breakLine(line, 400, geometry.senderWidth / style.size, measure))
  const sender = breakAll(letter.sender)
  const date = breakAll([formatDay(letter.locale, letter.on)])
  const widest = Math.max(...[...sender, ...date].map(({ width }) => width))
  const x = geometry.width - geometry.margin - widest * style.size
  const place = (lines: Line[], top: number) =>
    placeLines(lines, { x: () => x, top, size: style.size, lineHeight, block: context.nextBlock() })
  const dateTop = geometry.margin + (sender.length + 0.6) * lineHeight
  return {
    lines: [...place(sender, geometry.margin), ...place(date, dateTop)],
    bottom: dateTop + date.length * lineHeight,
  }
}

/** The address in the part of the page that the envelope's window shows. */
function placeRecipient(context: Context, recipient: readonly string[]): { lines: PlacedLine[]; bottom: number } {
  const { measure, geometry } = context
  const { left, top, bottom, earliest, width } = geometry.window
  const fit = (size: number) => recipient.flatMap((line) => breakLine(line, 400, width / size, measure))
  const room = bottom - top
  const isSmall = fit(10.5).length * 10.5 * 1.2 > room
  const size = isSmall ? 9.5 : 10.5
  const lineHeight = size * (isSmall ? 1.18 : 1.2)
  const lines = fit(size)
  const height = lines.length * lineHeight
  const start = height <= room ? top : Math.max(earliest, bottom - height)
  return {
    lines: placeLines(lines, { x: () => left, top: start, size, lineHeight, block: context.nextBlock() }),
    bottom: start + height,
  }
}

function flow(context: Context, letter: PostalLetter): PlacedPages {
  const { geometry, lineHeight, style } = context
  const sender = placeSender(context, letter)
  const recipient = placeRecipient(context, letter.recipient)
  const pages: PlacedPages = [[...sender.lines, ...recipient.lines]]
  const bottom = geometry.height - geometry.margin
  let y = Math.max(geometry.bodyTop, sender.bottom + lineHeight, recipient.bottom + lineHeight)
  let isTop = true
  for (const { before, height, lines } of bodyChunks(context, letter)) {
    if (!isTop) y += before
    // Half a point of grace: rounding must not cost a page.
    if (y + height > bottom + 0.5 && !(isTop && pages.length > 1)) {
      pages.push([])
      y = geometry.margin
    }
    for (const { top, ...line } of lines)
      pages.at(-1)!.push({ ...line, baseline: y + top + lineHeight / 2 + BASELINE * style.size })
    y += height
    isTop = false
  }
  return pages
}

/**
 * Places every line of a letter: sender and date at the top right, the address where the envelope's window is, subject and text
 * below, 25 mm to sign before the name. In the largest of four sizes in which it fits on one page, else in the first on several.
 */
export function layLetter(letter: PostalLetter, format: PaperFormat, measure: Measure): PlacedPages {
  const extra = letter.locale === "zh" ? CHINESE_EXTRA_LEADING : 0
  const lay = ({ size, leading }: Style) => {
    const style = { size, leading: leading + extra }
    let block = 0
    const context = {
      measure,
      geometry: GEOMETRY[format],
      style,
      lineHeight: size * style.leading,
      nextBlock: () => block++,
    }
    return flow(context, letter)
  }
  for (const style of STYLES) {
    const pages = lay(style)
    if (pages.length === 1) return pages
  }
  return lay(STYLES[0]!)
}
