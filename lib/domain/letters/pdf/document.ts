import { warmFonts, type Face } from "#lib/domain/letters/pdf/fonts"
import type { Line, Measure } from "#lib/domain/letters/pdf/lines"
import type { Locale } from "#lib/shared/locales"

/** A PDF under way, and what it has written so far. */
export type Paper = {
  pdf: PDFKit.PDFDocument
  measure: Measure
  /** Takes out the bytes written since the last call. */
  take: () => Buffer[]
  /** Forgets how the words of a list look, so that memory does not grow with them. */
  forget: () => void
  /** Writes the rest. Settles when the last byte can be taken. */
  end: () => Promise<void>
}

// Neutral on purpose: a title and a file list can be seen on a lock screen.
const TITLES: Record<Locale, string> = { en: "Letter", es: "Carta", fr: "Lettre", ru: "Письмо", zh: "信函" }

const LIST_TITLES: Record<Locale, string> = { en: "List", es: "Lista", fr: "Liste", ru: "Список", zh: "名单" }

// Widths of words. Letters are anyone's text, so the memory for them has an end.
const WIDTHS_MAX = 20_000

/**
 * Opens a PDF without pages. Its metadata say a neutral title, the language and a day, nothing else; the same input makes the same bytes.
 *
 * @param on `YYYY-MM-DD`.
 * @param kind A letter carries the structure that screen readers use, and remembers how words look. Both take memory for each page, so a
 * bundle does without. A list remembers words, which come again and again in it, until `forget`.
 */
export async function openPaper(locale: Locale, on: string, kind: "letter" | "bundle" | "list"): Promise<Paper> {
  // Loading the library takes 0.3 s: the first PDF waits for it, not the start of the site.
  const { default: PDFDocument } = await import("pdfkit")
  const title = (kind === "list" ? LIST_TITLES : TITLES)[locale]
  const pdf = new PDFDocument({
    pdfVersion: "1.7",
    lang: locale,
    tagged: kind === "letter",
    displayTitle: true,
    autoFirstPage: false,
    // The library would load a font of its own otherwise.
    font: null as unknown as string,
    fontLayoutCache: kind !== "bundle",
    info: {
      Title: title,
      Creator: title,
      Producer: "PDF",
      CreationDate: new Date(`${on}T00:00:00Z`),
    },
  })
  let written: Buffer[] = []
  pdf.on("data", (chunk: Buffer) => written.push(chunk))
  const ended = new Promise<void>((resolve, reject) => pdf.once("end", resolve).once("error", reject))

  const widths = new Map<string, number>()
  const measure: Measure = (face, text) => {
    const key = `${face.name} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    if (widths.size >= WIDTHS_MAX) widths.clear()
    const width = useFace(pdf, face, 1000).widthOfString(text) / 1000
    widths.set(key, width)
    return width
  }
  return {
    pdf,
    measure,
    take: () => {
      const taken = written
      written = []
      return taken
    },
    forget: () => {
      // The library has no word for it: each of its fonts keeps what it has laid out in an object of its own.
      const { _fontFamilies } = pdf as unknown as { _fontFamilies: Record<string, { layoutCache?: object }> }
      for (const font of Object.values(_fontFamilies))
        if (font.layoutCache) font.layoutCache = Object.create(null) as object
    },
    end: () => {
      pdf.end()
      return ended
    },
  }
}

const registered = new WeakMap<PDFKit.PDFDocument, Set<string>>()

function useFace(pdf: PDFKit.PDFDocument, face: Face, size: number): PDFKit.PDFDocument {
  const names = registered.get(pdf) ?? new Set()
  registered.set(pdf, names)
  if (!names.has(face.name)) pdf.registerFont(face.name, face.data)
  names.add(face.name)
  return pdf.font(face.name).fontSize(size)
}

/** Draws one line. `x` is its left end, `baseline` where its letters stand, both in points from the top left of the page. */
export function drawLine(pdf: PDFKit.PDFDocument, line: Line, x: number, baseline: number, size: number): void {
  let at = x
  for (const { face, text, width } of line.runs) {
    useFace(pdf, face, size).text(text, at, baseline, { lineBreak: false, baseline: "alphabetic" })
    at += width * size
  }
}

/** Loads library and fonts, half a second of the processor, so that the first PDF is as fast as later ones. */
export async function warmPdf(): Promise<void> {
  await import("pdfkit")
  warmFonts()
}
