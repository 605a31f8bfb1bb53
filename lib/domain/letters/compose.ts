import { createHash } from "node:crypto"
import { mergeText, type MergeValues, unfilledPlaceholders, withReasonPlace } from "#lib/domain/letters/merge"
import { type Hint, letterHints } from "#lib/domain/letters/hints"
import { type OwnWords, ownWords } from "#lib/domain/letters/own-words"
import type { LetterTarget, SampleView } from "#lib/domain/letters/queries"
import type { LetterFields } from "#lib/domain/letters/schema"
import { mergeValues } from "#lib/domain/letters/values"
import { countWords, wordsOverLimit } from "#lib/domain/letters/words"
import type { Locale } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"

/** One thing wrong with a letter: the field of the form, the code of its sentence, and what fills it. */
export type LetterFault = { field: string; code: string; params?: Record<string, string | number> }

/** A letter as it would be sent, byte for byte. */
export type ComposedLetter = {
  subject: string
  text: string
  /** The language of the letter: of its sample, else of the page. */
  textLocale: Locale
  words: number
  own: OwnWords
  /** The sample asks for a paragraph of one's own, and there is none. */
  lacksOwn: boolean
  hints: Hint[]
  /** Fingerprint of subject and text: what is sent must be what was previewed. */
  proof: string
}

/**
 * Fills in the letter of a form. The same fields, sample, target and day make the same letter.
 *
 * @param sample What its text came from; `null` for a blank page.
 * @param on The letter's day, `YYYY-MM-DD`.
 */
export function composeLetter(
  fields: LetterFields,
  sample: SampleView | null,
  target: LetterTarget,
  on: string,
): ComposedLetter {
  const textLocale = sample?.textLocale ?? fields.locale
  const { name, town, country, organisation, role, own } = fields
  const writer = { name, town, country: country ?? "", organisation, role, own }
  const values = mergeValues(textLocale, writer, target, on)
  const body = own ? withReasonPlace(fields.body) : fields.body
  const text = tidyText(mergeText(body, values))
  const subject = tidyLine(mergeText(fields.subject, values))
  const known = [name, town, organisation, role, target.name, target.title, target.organisation]
  const hints = letterHints({ locale: textLocale, subject, own, text, sample: sample?.body ?? null, known })
  return {
    subject,
    text,
    textLocale,
    words: countWords(text),
    own: ownWords({ text: body, sample: sample?.body ?? null, values: values satisfies MergeValues }),
    lacksOwn: hints.some(({ code }) => code === "own_empty"),
    hints,
    proof: proofOf(subject, text),
  }
}

/** A sample with the recipient's name in its place: what is known already need not be read as a field. */
export function addressed(sample: SampleView, target: LetterTarget): SampleView
export function addressed(sample: SampleView | null, target: LetterTarget): SampleView | null
export function addressed(sample: SampleView | null, target: LetterTarget): SampleView | null {
  const known = {
    recipient_name: target.name,
    recipient_title: target.title,
    recipient_organisation: target.organisation,
  }
  return sample && { ...sample, subject: mergeText(sample.subject, known), body: mergeText(sample.body, known) }
}

function proofOf(subject: string, text: string): string {
  return createHash("sha256").update(`${subject}\u0000${text}`).digest("base64url").slice(0, 22)
}

/** What stops a letter that its form could not see: fields that stay open, length, and what its sample cannot do without. */
export function letterFaults(fields: LetterFields, sample: SampleView | null, letter: ComposedLetter): LetterFault[] {
  const faults: LetterFault[] = []
  for (const need of sample?.needs ?? []) {
    if (need === "organisation" && fields.organisation === "")
      faults.push({ field: need, code: "letter_organisation_empty" })
    if (need === "role" && fields.role === "") faults.push({ field: need, code: "letter_role_empty" })
  }
  const inSubject = unfilledPlaceholders(letter.subject)
  if (inSubject.length > 0) faults.push(placeholderFault("subject", inSubject))
  const inText = unfilledPlaceholders(letter.text)
  if (inText.length > 0) faults.push(placeholderFault("body", inText))
  else if (letter.text === "") faults.push({ field: "body", code: "letter_empty" })
  if (letter.subject === "") faults.push({ field: "subject", code: "letter_subject_empty" })
  const over = wordsOverLimit(letter.text, letter.textLocale)
  if (over) faults.push({ field: "body", code: "letter_too_long", params: { n: over.words - over.max, max: over.max } })
  return faults
}

function placeholderFault(field: string, names: readonly string[]): LetterFault {
  return { field, code: "letter_placeholder", params: { n: names.length, names: names.join(", ") } }
}
