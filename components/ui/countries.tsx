import { listCountries } from "#lib/shared/countries"
import type { Locale } from "#lib/shared/locales"

const known = new Map<Locale, { value: string; text: string }[]>()

/** Every country as an option of a list. Sorting 250 names takes longer than the rest of a page, and they never change. */
export function countryOptions(locale: Locale): { value: string; text: string }[] {
  const found = known.get(locale)
  if (found) return found
  const made = listCountries(locale).map(({ code, name }) => ({ value: code, text: name }))
  known.set(locale, made)
  return made
}
