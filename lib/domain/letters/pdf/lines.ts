import { glyphsOf, type Face, type Glyphs, type Weight } from "#lib/domain/letters/pdf/fonts"

/** Text in one font. `width` in ems, so that it holds for every size. */
export type Run = { face: Face; text: string; width: number }

/** One line as it is drawn. */
export type Line = { runs: Run[]; width: number }

/** Tells how wide a text is in a font, in ems. */
export type Measure = (face: Face, text: string) => number

const SPACE = /^[ \u2000-\u200A\u205F\u3000]$/
const BREAK_AFTER = /^[-\u2010\u2013\u2014/]$/
const IDEOGRAPH = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u

// Chinese typography: these never begin a line, those never end one.
const NOT_FIRST = /^[，。、；：？！）》〉」』】〕”’…—·％,.;:?!)\]}%\u00BB]/
const NOT_LAST = /^[（《〈「『【〔“‘([{\u00AB]/

/** Whether a line may end between two characters: after spaces and hyphens, and around Chinese characters. */
function mayBreak(before: string, after: string): boolean {
  if (SPACE.test(after)) return false
  if (SPACE.test(before)) return true
  if (NOT_FIRST.test(after) || NOT_LAST.test(before)) return false
  if (BREAK_AFTER.test(before)) return !/^\d/.test(after)
  return (IDEOGRAPH.test(before) || IDEOGRAPH.test(after)) && !/^\u00A0/.test(before + after)
}

/** Joins what has the same font. */
function toRuns(glyphs: readonly Glyphs[], measure: Measure): Run[] {
  const runs: { face: Face; text: string }[] = []
  for (const { face, text } of glyphs) {
    const last = runs.at(-1)
    if (last?.face === face) last.text += text
    else runs.push({ face, text })
  }
  return runs.map(({ face, text }) => ({ face, text, width: measure(face, text) }))
}

const widthOf = (runs: readonly Run[]) => runs.reduce((sum, { width }) => sum + width, 0)

function toLine(glyphs: readonly Glyphs[], measure: Measure): Line {
  const end = glyphs.findLastIndex(({ text }) => !SPACE.test(text))
  const runs = toRuns(glyphs.slice(0, end + 1), measure)
  return { runs, width: widthOf(runs) }
}

/** A text as one line, however wide it is. */
export function wholeLine(text: string, weight: Weight, measure: Measure): Line {
  return toLine(glyphsOf(text, weight), measure)
}

/** The pieces of a line that stay together, with the spaces behind them. */
function pieces(glyphs: readonly Glyphs[]): Glyphs[][] {
  const found: Glyphs[][] = []
  glyphs.forEach((glyph, index) => {
    const before = glyphs[index - 1]
    if (!before || mayBreak(before.text, glyph.text)) found.push([glyph])
    else found.at(-1)!.push(glyph)
  })
  return found
}

/**
 * Breaks one line of text (without `\n`) into lines that are at most so wide. What is too wide in one piece, such as a long address
 * of a site, is broken anywhere.
 *
 * @param maxWidth In ems.
 */
export function breakLine(text: string, weight: Weight, maxWidth: number, measure: Measure): Line[] {
  const lines: Line[] = []
  let current: Glyphs[] = []
  let used = 0
  const close = () => {
    lines.push(toLine(current, measure))
    current = []
    used = 0
  }
  for (const piece of pieces(glyphsOf(text, weight))) {
    const { width } = toLine(piece, measure) // Spaces at the end of a line need no room.
    if (current.length > 0 && used + width > maxWidth) close()
    if (width > maxWidth) {
      for (const glyph of piece) {
        const one = measure(glyph.face, glyph.text)
        if (current.length > 0 && used + one > maxWidth) close()
        current.push(glyph)
        used += one
      }
      continue
    }
    current.push(...piece)
    used += widthOf(toRuns(piece, measure))
  }
  close()
  return lines
}
