import { setImmediate } from "node:timers/promises"
import { type ListLine, NAMES_A_PAGE } from "#lib/domain/deliveries/list"
import { drawLine, openPaper, type Paper } from "#lib/domain/letters/pdf/document"
import { GEOMETRY, mm } from "#lib/domain/letters/pdf/geometry"
import { breakLine, type Line, wholeLine } from "#lib/domain/letters/pdf/lines"
import { formatDay } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"

type Labelled = readonly (readonly [label: string, value: string])[]

/** Everything before the names. All texts in their language, ready to print. */
export type ListCover = {
  locale: Locale
  /** The day of the list, `YYYY-MM-DD`. */
  on: string
  title: string
  facts: Labelled
  /** The text of the petition, by version and language. */
  texts: readonly { heading: string; body: string }[]
  countriesHeading: string
  countries: Labelled
  retractionsHeading: string
  /** What the recipient is asked to delete from earlier lists. */
  retractions: readonly string[]
  namesHeading: string
  columns: { name: string; country: string }
  /** The foot of a page. */
  footer: (page: number) => string
}

const { width: WIDTH, height: HEIGHT } = GEOMETRY.A4
const MARGIN = mm(20)
const BOTTOM = HEIGHT - mm(20)
const LABEL_WIDTH = mm(60)
const GAP = 6
const NAME_SIZE = 9.5
const NAME_LEADING = 13.4
const FOOT_SIZE = 8

// Where the columns of the names stand.
const NUMBER_RIGHT = MARGIN + 42
const NAME_LEFT = NUMBER_RIGHT + 10
const COUNTRY_WIDTH = (WIDTH - MARGIN - NAME_LEFT) * 0.34
const NAME_WIDTH = WIDTH - MARGIN - NAME_LEFT - COUNTRY_WIDTH - GAP
const COLUMNS = {
  number: { right: NUMBER_RIGHT },
  name: { x: NAME_LEFT, width: NAME_WIDTH },
  country: { x: NAME_LEFT + NAME_WIDTH + GAP, width: COUNTRY_WIDTH },
}

type Row = { number: number | null; name: string; country: string }

/** After so many pages the words of their names are forgotten. */
const REMEMBERED_PAGES = 20

/** Writes from top to bottom and turns the page where it is full. */
function createWriter(paper: Paper, footer: ListCover["footer"]) {
  const { pdf, measure } = paper
  let page = 0
  let y = 0

  const breakInto = (text: string, size: number, width: number, weight: 400 | 700 = 400) => {
    // Looking for places to break takes longer than all the rest, and few names need it.
    const whole = wholeLine(text, weight, measure)
    return whole.width * size <= width ? [whole] : breakLine(text, weight, width / size, measure)
  }

  /** A number in groups of three digits, which are laid out once for all numbers. */
  const numberLine = (n: number): Line => {
    const groups = n < 1_000 ? [String(n)] : [String(Math.floor(n / 1_000)), String(n % 1_000).padStart(3, "0")]
    const runs = groups.flatMap((group) => wholeLine(group, 400, measure).runs)
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) }
  }

  function addPage(): void {
    page += 1
    pdf.addPage({ size: [WIDTH, HEIGHT], margin: 0 })
    const line = wholeLine(footer(page), 400, measure)
    drawLine(pdf, line, (WIDTH - line.width * FOOT_SIZE) / 2, HEIGHT - mm(10), FOOT_SIZE)
    y = MARGIN
  }

  function place(line: Line, x: number, size: number, leading: number): void {
    if (y + leading > BOTTOM) addPage()
    drawLine(pdf, line, x, y + size, size)
    y += leading
  }

  function write(
    text: string,
    { size = 11, weight = 400, x = MARGIN }: { size?: number; weight?: 400 | 700; x?: number } = {},
  ) {
    for (const line of breakInto(text, size, WIDTH - MARGIN - x, weight)) place(line, x, size, size * 1.45)
  }

  return {
    addPage,
    write,
    skip: (height: number) => void (y += height),
    labelled(lines: Labelled): void {
      for (const [label, value] of lines) {
        if (y + 16 > BOTTOM) addPage()
        const top = y
        for (const line of breakInto(label, 11, LABEL_WIDTH - 12, 700)) place(line, MARGIN, 11, 16)
        const under = y
        y = top
        write(value, { x: MARGIN + LABEL_WIDTH })
        y = Math.max(y, under)
      }
    },
    /** A number, a name and a country side by side, as high as the highest. */
    row({ number, name, country }: Row, weight: 400 | 700 = 400): void {
      const names = breakInto(name, NAME_SIZE, COLUMNS.name.width, weight)
      const countries = country === "" ? [] : breakInto(country, NAME_SIZE, COLUMNS.country.width, weight)
      const height = Math.max(names.length, countries.length) * NAME_LEADING
      if (y + height > BOTTOM) addPage()
      if (number !== null) {
        const line = numberLine(number)
        drawLine(pdf, line, COLUMNS.number.right - line.width * NAME_SIZE, y + NAME_SIZE, NAME_SIZE)
      }
      const draw = (lines: readonly Line[], x: number) =>
        lines.forEach((line, index) => drawLine(pdf, line, x, y + index * NAME_LEADING + NAME_SIZE, NAME_SIZE))
      draw(names, COLUMNS.name.x)
      draw(countries, COLUMNS.country.x)
      y += height
    },
  }
}

type Writer = ReturnType<typeof createWriter>

function writeCover(writer: Writer, cover: ListCover): void {
  writer.addPage()
  writer.skip(mm(20))
  writer.write(cover.title, { size: 20, weight: 700 })
  writer.write(formatDay(cover.locale, cover.on))
  writer.skip(16)
  writer.labelled(cover.facts)
  const section = (heading: string) => {
    writer.skip(18)
    writer.write(heading, { size: 14, weight: 700 })
    writer.skip(4)
  }
  if (cover.countries.length > 0) {
    section(cover.countriesHeading)
    writer.labelled(cover.countries)
  }
  if (cover.retractions.length > 0) {
    section(cover.retractionsHeading)
    for (const line of cover.retractions) writer.write(line)
  }
  for (const { heading, body } of cover.texts) {
    section(heading)
    for (const paragraph of body.split(/\n{2,}/)) {
      for (const line of paragraph.split("\n")) writer.write(line)
      writer.skip(GAP)
    }
  }
}

/**
 * A list of names to hand over as a PDF: a cover with the figures and the text that was signed, then the names, 45 on a page.
 *
 * Yields the file in pieces; the next names are asked for when the last piece is taken, so that memory does not grow with their number (a
 * page leaves about 1 kB behind). Run it in a job.
 */
export async function* listPdf(cover: ListCover, lines: AsyncIterable<ListLine>): AsyncGenerator<Uint8Array> {
  const paper = await openPaper(cover.locale, cover.on, "list")
  const writer = createWriter(paper, cover.footer)
  writeCover(writer, cover)
  let written = 0
  for await (const line of lines) {
    if (written % NAMES_A_PAGE === 0) {
      await setImmediate() // The process may serve pages, too: let it between two pages.
      yield* paper.take()
      writer.addPage()
      if (written === 0) writer.write(cover.namesHeading, { size: 14, weight: 700 })
      writer.row({ number: null, ...cover.columns }, 700)
      if (written % (NAMES_A_PAGE * REMEMBERED_PAGES) === 0) paper.forget()
    }
    writer.row(line)
    written += 1
  }
  await paper.end()
  yield* paper.take()
}
