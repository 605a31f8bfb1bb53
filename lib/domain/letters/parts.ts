import type { Locale } from "#lib/shared/locales"

/** A run of lines without a blank one between them, and how many blank lines stand before it. */
export type Paragraph = { lines: string[]; blankBefore: number }

/** A letter's text as paper shows it: the date moves to the top, and there is room to sign before the name. */
export type LetterParts = {
  paragraphs: Paragraph[]
  /** "Yours sincerely,"; empty where no last paragraph holds the writer's name. */
  closing: string[]
  /** From the name on. */
  signature: string[]
}

// More lines than these are no closing and no signature but text which happens to have the name on a line.
const CLOSING_MAX = 4
const SIGNATURE_MAX = 6

function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let blanks = 0
  let open: string[] | null = null
  for (const line of text.split("\n")) {
    if (line.trim() === "") {
      blanks++
      open = null
    } else if (open) {
      open.push(line)
    } else {
      open = [line]
      paragraphs.push({ lines: open, blankBefore: paragraphs.length ? blanks : 0 })
      blanks = 0
    }
  }
  return paragraphs
}

/**
 * Takes a letter apart for print. Nothing is added, and nothing but the date is left out.
 *
 * @param text The merged letter, line breaks as `\n`.
 * @param facts.name As the closing has it.
 * @param facts.date As the first line has it; the caller shows it elsewhere.
 */
export function letterParts(text: string, { name, date }: { name: string; date: string }): LetterParts {
  const [first, ...others] = paragraphsOf(text)
  if (!first) return { paragraphs: [], closing: [], signature: [] }
  const isDate = first.lines.length === 1 && first.lines[0]!.trim() === date
  const paragraphs = isDate
    ? others.map((part, index) => (index ? part : { ...part, blankBefore: 0 }))
    : [first, ...others]

  const last = paragraphs.at(-1)
  const at = last?.lines.findLastIndex((line) => line.trim() === name.trim()) ?? -1
  if (!last || at < 0 || at > CLOSING_MAX || last.lines.length - at > SIGNATURE_MAX)
    return { paragraphs, closing: [], signature: [] }
  return { paragraphs: paragraphs.slice(0, -1), closing: last.lines.slice(0, at), signature: last.lines.slice(at) }
}

/** The lines of a sender's block: what the writer gave, one fact a line, town and country together (from `mergeValues`). */
export function senderLines(
  locale: Locale,
  values: { name: string; role: string; organisation: string; city: string; country: string },
): string[] {
  const { name, role, organisation, city, country } = values
  const place = locale === "zh" ? [country, city].filter(Boolean).join(" ") : [city, country].filter(Boolean).join(", ")
  return [name, role, organisation, place].filter((line) => line.trim() !== "")
}

/** The lines of an address block: name, title, organisation, and the postal address where one is set. */
export function recipientLines(recipient: {
  name: string
  title: string
  organisation: string
  postalAddress: string
}): string[] {
  const { name, title, organisation, postalAddress } = recipient
  return [name, title, organisation, ...postalAddress.split(/\r\n?|\n/)]
    .map((line) => line.trim())
    .filter((line) => line !== "")
}
