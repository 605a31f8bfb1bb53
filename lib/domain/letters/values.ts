import type { MergeField } from "#lib/domain/letters/merge"
import { COUNTRY_CODES, countryName } from "#lib/shared/countries"
import { formatDay } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"

/** What the letter form holds of the fields, under the form's names. `country` is an ISO 3166-1 code. */
export type WriterFields = {
  name: string
  town?: string
  country?: string
  organisation?: string
  role?: string
  own?: string
}

export type RecipientFields = { name: string; title: string; organisation: string }

/**
 * The values of every field for one letter: `city` from `town`, `reason` from `own`, country and date in the letter's language.
 *
 * @param on The letter's day, `YYYY-MM-DD`.
 */
export function mergeValues(
  locale: Locale,
  writer: WriterFields,
  recipient: RecipientFields,
  on: string,
): Record<MergeField, string> {
  const { name, town = "", country = "", organisation = "", role = "", own = "" } = writer
  return {
    name,
    city: town,
    country: COUNTRY_CODES.has(country) ? countryName(country, locale) : "",
    organisation,
    role,
    reason: own,
    date: formatDay(locale, on),
    recipient_name: recipient.name,
    recipient_title: recipient.title,
    recipient_organisation: recipient.organisation,
  }
}
