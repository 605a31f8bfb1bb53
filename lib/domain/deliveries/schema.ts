import { z } from "zod"
import { boxField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"

export const RECIPIENT_MAX_CHARS = 200
export const PURPOSE_MAX_CHARS = 200
export const NOTE_MAX_CHARS = 1_000
export const REPLY_MAX_CHARS = 5_000

const line = (max: number, empty: string) =>
  z.string(empty).transform(tidyLine).pipe(z.string().min(1, empty).max(max, "delivery_text_long"))

const text = (max: number) => z.string().default("").transform(tidyText).pipe(z.string().max(max, "delivery_text_long"))

const dayField = z.string("delivery_date").pipe(z.iso.date("delivery_date"))

/** The boxes of the languages in which the text is printed, too. */
const TEXT_NAMES = LOCALES.map((locale) => `text_${locale}`)

/** Names of the fields that say what goes into a hand-over. */
export const CHOICE_NAMES = ["scope", "language", ...TEXT_NAMES, "recipient"]

/** What goes into a hand-over. */
export const choiceFields = z.object({
  scope: z.enum(["all", "new"]).catch("all"),
  /** The language of the document. */
  language: z.enum(LOCALES).catch("en"),
  /** Other languages in which the text of the petition is printed, too. */
  ...Object.fromEntries(TEXT_NAMES.map((name) => [name, boxField])),
  recipient: line(RECIPIENT_MAX_CHARS, "recipient_empty"),
})

/** A hand-over as it was chosen. Kept with it. */
export type DeliveryChoices = {
  scope: "all" | "new"
  language: (typeof LOCALES)[number]
  texts: (typeof LOCALES)[number][]
}

/** Takes the choices out of the fields of the form. The document's own language is always there. */
export function choicesOf(fields: z.output<typeof choiceFields>): DeliveryChoices {
  const boxes = fields as Record<string, unknown>
  const texts = LOCALES.filter((locale) => locale === fields.language || boxes[`text_${locale}`] === true)
  return { scope: fields.scope, language: fields.language, texts }
}

/** Why the list is made; goes to the log. */
export const purposeField = line(PURPOSE_MAX_CHARS, "purpose_empty")

/** That a hand-over has happened. */
export const recordFields = z.object({
  on: dayField,
  recipient: line(RECIPIENT_MAX_CHARS, "recipient_empty"),
  method: z.enum(["IN_PERSON", "POST", "EMAIL"], "choice_unknown"),
  note: text(NOTE_MAX_CHARS),
})

/** What came back. */
export const replyFields = z.object({ on: dayField, reply: text(REPLY_MAX_CHARS), isPublic: boxField })
