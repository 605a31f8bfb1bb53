import { readFileSync } from "node:fs"
import { join } from "node:path"
import { codePointsOf, sfntFromWoff } from "#lib/domain/letters/pdf/sfnt"

export type Weight = 400 | 700

/** One font file: a script of a family in one weight. */
export type Face = { name: string; data: Buffer; codePoints: ReadonlySet<number> }

/** The smallest piece of text, as a reader sees it, and the font that has it. */
export type Glyphs = { text: string; face: Face }

/** What stands where no font has a character: seen by everyone, and found when the PDF's text is searched. */
export const REPLACEMENT = "\uFFFD"

const FOLDER = join(process.cwd(), "node_modules", "@fontsource")
const SERIF = "noto-serif"
const CHINESE = "noto-serif-sc"
const CHINESE_MAIN = "chinese-simplified"
const SERIF_SUBSETS = ["latin", "cyrillic", "latin-ext", "greek", "vietnamese", "cyrillic-ext", "greek-ext", "math"]

const faces = new Map<string, Face>()

function loadFace(family: string, subset: string, weight: Weight): Face {
  const name = `${family}-${subset}-${weight}`
  const known = faces.get(name)
  if (known) return known
  const data = sfntFromWoff(readFileSync(join(FOLDER, family, "files", `${name}-normal.woff`)))
  const face = { name, data, codePoints: codePointsOf(data) }
  faces.set(name, face)
  return face
}

type Slice = { subset: string; ranges: [number, number][] }

let slices: Slice[] | undefined

/** Rare Chinese characters, as names have them, lie in a hundred small files; the package lists what each has. */
function chineseSlices(): Slice[] {
  if (slices) return slices
  const list = JSON.parse(readFileSync(join(FOLDER, CHINESE, "unicode.json"), "utf8")) as Record<string, string>
  slices = Object.entries(list)
    .filter(([key]) => key.startsWith("["))
    .map(([key, ranges]) => ({
      subset: key.slice(1, -1),
      ranges: ranges.split(",").map((range): [number, number] => {
        const [from = "", to = from] = range.replace("U+", "").split("-")
        return [parseInt(from, 16), parseInt(to, 16)]
      }),
    }))
  return slices
}

const isChinese = (text: string) =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u.test(text)

// Quotation marks, dashes and dots look different between Chinese characters.
const TAKES_AFTER_NEIGHBOUR = /^[\u2014\u2018\u2019\u201C\u201D\u2026\u00B7]$/

function* candidates(text: string, inChinese: boolean, weight: Weight): Generator<Face> {
  if (inChinese) yield loadFace(CHINESE, CHINESE_MAIN, weight)
  for (const subset of SERIF_SUBSETS) yield loadFace(SERIF, subset, weight)
  if (!inChinese) yield loadFace(CHINESE, CHINESE_MAIN, weight)
  const code = text.codePointAt(0)!
  for (const { subset, ranges } of chineseSlices())
    if (ranges.some(([from, to]) => from <= code && code <= to)) yield loadFace(CHINESE, subset, weight)
}

const found = new Map<string, Face | null>()
const FOUND_MAX = 20_000

function findFace(text: string, inChinese: boolean, weight: Weight): Face | null {
  const key = `${weight}${inChinese ? "c" : "l"}${text}`
  const known = found.get(key)
  if (known !== undefined) return known
  const codes = [...text].map((character) => character.codePointAt(0)!)
  let match: Face | null = null
  for (const face of candidates(text, inChinese, weight)) {
    if (!codes.every((code) => face.codePoints.has(code))) continue
    match = face
    break
  }
  if (found.size >= FOUND_MAX) found.clear() // Texts are anyone's; memory is not.
  found.set(key, match)
  return match
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" })

// They choose between forms of a character that the fonts have in one form only.
const INVISIBLE = /[\u200C\u200D\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu

/** Splits a line into what a reader sees as characters, each with its font. Unknown ones become `REPLACEMENT`. */
export function glyphsOf(line: string, weight: Weight): Glyphs[] {
  const clusters = [...segmenter.segment(line.normalize("NFC").replace(/\t/g, "    "))].map(({ segment }) => segment)
  return clusters.map((cluster, index) => {
    const text = cluster.replace(INVISIBLE, "") || cluster
    const beside = [clusters[index - 1] ?? "", clusters[index + 1] ?? ""]
    const inChinese = isChinese(text) || (TAKES_AFTER_NEIGHBOUR.test(text) && beside.some(isChinese))
    const face = findFace(text, inChinese, weight)
    return face ? { text, face } : { text: REPLACEMENT, face: loadFace(SERIF, "latin", weight) }
  })
}

/** The characters of a text that the PDF cannot show, each once, so that the writer can be told. */
export function unprintable(text: string): string[] {
  const missing = text
    .split(/\r\n?|\n/)
    .flatMap((line) => [...segmenter.segment(line.normalize("NFC"))].map(({ segment }) => segment))
    .filter((cluster) => cluster !== REPLACEMENT && glyphsOf(cluster, 400)[0]?.text === REPLACEMENT)
  return [...new Set(missing)]
}

/** Reads the fonts that most letters need. */
export function warmFonts(): void {
  for (const weight of [400, 700] as const) {
    loadFace(CHINESE, CHINESE_MAIN, weight)
    for (const subset of SERIF_SUBSETS) loadFace(SERIF, subset, weight)
  }
}
