import { findPeople } from "#lib/domain/letters/people"
import { countWords, wordLimits } from "#lib/domain/letters/words"
import { findPersonalDetails, type PersonalDetail } from "#lib/domain/moderation/personal-details"
import type { Locale } from "#lib/shared/locales"

/** Something the writer may want to think about. None stops a letter. `found` is the writer's text: never log it. */
export type Hint =
  | { code: "own_empty"; field: "own" }
  | { code: "long"; field: "body"; words: number }
  | { code: "unprintable"; field: "body"; found: string }
  | { code: PersonalDetail["kind"] | "person"; field: "subject" | "own" | "body"; found: string }

/** A letter as it would be sent, and the parts of the form it came from. */
export type LetterToRead = {
  locale: Locale
  subject: string
  own: string
  /** The whole letter, merged. */
  text: string
  /** The body of the sample it came from; `null` for a blank page, which asks for no own paragraph. */
  sample: string | null
  /** Names that may stand in it: the writer's, the recipient's and their organisations. */
  known: readonly string[]
}

/** Reads a letter for its writer (product.md §5.6): hints in the order of the form, each found text once. */
export function letterHints({ locale, subject, own, text, sample, known }: LetterToRead): Hint[] {
  const hints: Hint[] = []
  if (sample?.includes("{{reason}}") && own.trim() === "") hints.push({ code: "own_empty", field: "own" })

  const seen = new Set<string>()
  const parts = [
    ["subject", subject],
    ["own", own],
    ["body", text],
  ] as const
  for (const [field, part] of parts) {
    const details = findPersonalDetails(part).map(({ kind, start, end }) => [kind, part.slice(start, end)] as const)
    const people = findPeople(part, [...known, sample ?? ""]).map((name) => ["person", name] as const)
    for (const [code, found] of [...details, ...people]) {
      if (seen.has(found)) continue // The own paragraph is part of the letter.
      seen.add(found)
      hints.push({ code, field, found })
    }
  }

  const words = countWords(text)
  if (words > wordLimits(locale).hint) hints.push({ code: "long", field: "body", words })
  return hints
}
