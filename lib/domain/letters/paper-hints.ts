import type { ComposedLetter } from "#lib/domain/letters/compose"
import type { Hint } from "#lib/domain/letters/hints"
import { unprintable } from "#lib/domain/letters/pdf/fonts"

/** Signs named in one hint, at most. */
const SHOWN_MAX = 10

/** Tells the writer which signs the PDF for post has no picture of, before it is printed. Nothing is in the way of sending. */
export function paperHints({ subject, text }: Pick<ComposedLetter, "subject" | "text">): Hint[] {
  const missing = unprintable(`${subject}\n${text}`)
  if (missing.length === 0) return []
  const found = missing.slice(0, SHOWN_MAX).join(" ") + (missing.length > SHOWN_MAX ? " …" : "")
  return [{ code: "unprintable", field: "body", found }]
}
