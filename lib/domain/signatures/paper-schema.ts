import { z } from "zod"
import { parseEmailAddress } from "#lib/shared/email-address"
import { boxField, issue, lineField, nameField, townField } from "#lib/shared/form-fields"

/** Rows on one sheet, and on one form that is typed from it. */
export const SHEET_ROWS = 12

/** How many rows the second person compares with the sheets: a tenth, within these bounds. */
export const CHECK_ROWS = { min: 10, max: 50 }

/** One signature on paper. An address is for finding repeats only: nobody is written to. */
export const paperRow = z.object({
  name: z.string("name_empty").pipe(nameField),
  town: townField.default(""),
  email: z
    .string()
    .default("")
    .transform((text, context) => {
      const address = text.trim() === "" ? null : parseEmailAddress(text)
      if (address !== null || text.trim() === "") return address
      context.addIssue({ code: "custom", message: "email_malformed" })
      return z.NEVER
    }),
  showName: boxField,
})

export type PaperRow = z.output<typeof paperRow>

const LABEL_MAX_CHARS = 100

/** Where the sheets of a batch come from. */
export const batchFields = z.object({
  label: z
    .string("label_empty")
    .pipe(lineField(LABEL_MAX_CHARS, "line_too_long"))
    .refine((text) => text !== "", issue("label_empty")),
})

const PARTS = ["name", "town", "email", "showName"] as const

/** Names of the fields of the form that a sheet is typed into. */
export const SHEET_FIELDS = Array.from({ length: SHEET_ROWS }, (_, n) => PARTS.map((part) => `${part}-${n + 1}`)).flat()

/** The rows of a typed sheet in which something stands, and what is wrong with them, by the names of their fields. */
export function readSheet(values: Record<string, string>): {
  rows: PaperRow[]
  errors: { field: string; code: string }[]
} {
  const rows: PaperRow[] = []
  const errors: { field: string; code: string }[] = []
  for (let n = 1; n <= SHEET_ROWS; n += 1) {
    const row = Object.fromEntries(PARTS.map((part) => [part, values[`${part}-${n}`]]))
    if (![row.name, row.town, row.email].some((text) => text?.trim())) continue
    const parsed = paperRow.safeParse({ ...row, name: row.name ?? "" })
    if (parsed.success) rows.push(parsed.data)
    else {
      const [found] = parsed.error.issues
      errors.push({ field: `${String(found?.path[0] ?? "name")}-${n}`, code: found?.message ?? "name_empty" })
    }
  }
  if (rows.length === 0 && errors.length === 0) errors.push({ field: "name-1", code: "sheet_empty" })
  return { rows, errors }
}
