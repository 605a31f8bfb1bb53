import { setImmediate } from "node:timers/promises"
import { drawLine, openPaper, type Paper } from "#lib/domain/letters/pdf/document"
import { GEOMETRY, mm, type PaperFormat } from "#lib/domain/letters/pdf/geometry"
import { drawPages } from "#lib/domain/letters/pdf/letter"
import { layLetter, type PostalLetter } from "#lib/domain/letters/pdf/layout"
import { breakLine } from "#lib/domain/letters/pdf/lines"
import { formatDay } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"

/** The first page of a bundle. All texts in its language, ready to print. */
export type HandoverCover = {
  locale: Locale
  /** The day of handing over, `YYYY-MM-DD`; printed under the title. */
  on: string
  /** The campaign. */
  title: string
  /** What the bundle holds: "Letters", "1,284"; "To", "Salil Shetty, Amnesty International". */
  facts: readonly (readonly [label: string, value: string])[]
  /** Paragraphs below, e.g. on withdrawn letters. */
  notes: readonly string[]
}

const TITLE_SIZE = 20
const SIZE = 11.5
const LEADING = 1.45
const LABEL_WIDTH = mm(45)

function drawCover(paper: Paper, cover: HandoverCover, format: PaperFormat): void {
  const { pdf, measure } = paper
  const { width, height, margin } = GEOMETRY[format]
  const addPage = () => pdf.addPage({ size: [width, height], margin: 0 })
  addPage()
  let y = mm(60)
  const write = (text: string, x: number, size: number, weight: 400 | 700 = 400) => {
    for (const line of breakLine(text, weight, (width - margin - x) / size, measure)) {
      if (y > height - margin) {
        addPage()
        y = margin + size
      }
      drawLine(pdf, line, x, y, size)
      y += size * LEADING
    }
  }
  write(cover.title, margin, TITLE_SIZE, 700)
  write(formatDay(cover.locale, cover.on), margin, SIZE)
  y += SIZE * LEADING
  for (const [label, value] of cover.facts) {
    const top = y
    for (const line of breakLine(label, 700, LABEL_WIDTH / SIZE - 1, measure)) {
      drawLine(pdf, line, margin, y, SIZE)
      y += SIZE * LEADING
    }
    const labelBottom = y
    y = top
    write(value, margin + LABEL_WIDTH, SIZE)
    y = Math.max(y, labelBottom)
  }
  for (const note of cover.notes) {
    y += SIZE * LEADING
    write(note, margin, SIZE)
  }
}

/**
 * Many letters in one PDF to hand over: a cover, then each letter from a page of its own, in the order given.
 *
 * Yields the file in pieces; the next letter is asked for when the last piece is taken, so that memory does not grow with the
 * letters' text (a page leaves about 1 kB behind, for the list of pages at the end). One letter takes about 30 ms of the processor:
 * run it in a job. Not tagged for screen readers, since that structure would have to stay in memory.
 *
 * @returns How many letters and pages it holds, the cover not counted.
 */
export async function* handoverPdf(
  cover: HandoverCover,
  letters: AsyncIterable<PostalLetter> | Iterable<PostalLetter>,
  format: PaperFormat,
): AsyncGenerator<Uint8Array, { letters: number; pages: number }> {
  const paper = await openPaper(cover.locale, cover.on, "bundle")
  const counted = { letters: 0, pages: 0 }
  drawCover(paper, cover, format)
  for await (const letter of letters) {
    const pages = layLetter(letter, format, paper.measure)
    drawPages(paper, pages, format, false)
    counted.letters++
    counted.pages += pages.length
    await setImmediate() // The process may serve pages, too: let it between two letters.
    yield* paper.take()
  }
  await paper.end()
  yield* paper.take()
  return counted
}
