export const LETTER_FORM_ID = "letter-form"

const FIELDS = new Set([
  ...["sample", "subject", "own", "body", "name", "email", "town", "country", "organisation", "role"],
  ...["route", "public", "consent"],
])

/** The id of a field of the letter form, for links to it. */
export function letterFieldId(field: string): string | null {
  return FIELDS.has(field) ? `letter-${field}` : null
}
