import { z } from "zod"
import { boxField, issue, lineField } from "#lib/shared/form-fields"

/** What an export can hold of a signature, in the order of its columns. The address stands alone: it is ticked by itself. */
export const EXPORT_FIELDS = [
  "name",
  "town",
  "country",
  "reason",
  "state",
  "signedOn",
  "confirmedOn",
  "language",
  "shown",
  "updates",
  "discreet",
  "email",
] as const

export type ExportField = (typeof EXPORT_FIELDS)[number]

const PURPOSE_MAX_CHARS = 200

/** Why personal data is exported: one line, for the log. */
export const purposeField = z
  .string("purpose_empty")
  .pipe(lineField(PURPOSE_MAX_CHARS, "line_too_long"))
  .refine((text) => text !== "", issue("purpose_empty"))

const boxes = z.object({
  purpose: purposeField,
  ...(Object.fromEntries(EXPORT_FIELDS.map((field) => [field, boxField])) as Record<ExportField, typeof boxField>),
})

/** The form that asks for an export: the purpose, and a box for each column. */
export const exportFields = boxes
  .transform(({ purpose, ...ticked }) => ({ purpose, fields: EXPORT_FIELDS.filter((field) => ticked[field]) }))
  .refine(({ fields }) => fields.length > 0, { message: "fields_empty", path: ["name"] })

export type ExportWish = z.output<typeof exportFields>
