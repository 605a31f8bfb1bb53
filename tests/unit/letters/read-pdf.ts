import { getDocumentProxy } from "unpdf"

/** A stretch of text on a page; millimetres from the top left corner, `y` where the letters stand. */
export type PdfText = { page: number; text: string; x: number; y: number; right: number; size: number }

export type ReadPdf = {
  pages: number
  /** Width and height of the first page in millimetres. */
  paper: [number, number]
  items: PdfText[]
  /** All text without white space, in the order of the file. */
  text: string
  info: Record<string, unknown>
  isTagged: boolean
}

const toMm = (points: number) => (points * 25.4) / 72

/** Reads a PDF back with an independent library. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const items: PdfText[] = []
  let paper: [number, number] = [0, 0]
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const [, , width = 0, height = 0] = page.view
    if (number === 1) paper = [toMm(width), toMm(height)]
    for (const item of (await page.getTextContent({ disableNormalization: true })).items) {
      if (!("str" in item) || item.str === "") continue
      const [size = 0, , , , x = 0, y = 0] = item.transform as number[]
      const place = { x: toMm(x), y: toMm(height - y), right: toMm(x + item.width), size }
      items.push({ page: number, text: item.str, ...place })
    }
  }
  const { info } = await pdf.getMetadata()
  const mark = await pdf.getMarkInfo()
  const read = {
    pages: pdf.numPages,
    paper,
    items,
    text: squeeze(items.map(({ text }) => text).join("")),
    info: info as Record<string, unknown>,
    isTagged: mark?.Marked === true,
  }
  await pdf.loadingTask.destroy()
  return read
}

/** A text without white space. */
export function squeeze(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, "")
}

/** The lines of a page from top to bottom: what stands at one height. */
export function linesOf({ items }: ReadPdf, page = 1): { text: string; x: number; y: number; right: number }[] {
  const lines: { text: string; x: number; y: number; right: number }[] = []
  for (const item of items.filter((other) => other.page === page)) {
    const line = lines.find(({ y, right }) => Math.abs(y - item.y) < 0.3 && Math.abs(right - item.x) < 20)
    if (line) Object.assign(line, { text: line.text + item.text, right: Math.max(line.right, item.right) })
    else lines.push({ text: item.text, x: item.x, y: item.y, right: item.right })
  }
  return lines
}
