import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import type { GroupedCountries } from "#lib/domain/deliveries/rules"
import type { NamedSignature } from "#lib/domain/signatures/handover"
import { countryName } from "#lib/shared/countries"

/** Names on one page of the list. */
export const NAMES_A_PAGE = 45

/** One line of the list, as the preview, the PDF and the CSV all have it. */
export type ListLine = { number: number; name: string; country: string }

/**
 * Makes the lines of a list from signatures. Everything that leaves goes through here.
 *
 * @param countries Of this hand-over. Those of fewer than five people are not among them and stand beside no name.
 */
export function lineMaker(
  { language }: DeliveryChoices,
  { countries }: GroupedCountries,
): (named: NamedSignature) => ListLine {
  const large = new Set(countries.map(({ country }) => country))
  const names = new Map<string, string>()
  const nameOf = (code: string) => {
    const known = names.get(code) ?? countryName(code, language)
    names.set(code, known)
    return known
  }
  return ({ number, name, country }) => ({
    number,
    name,
    country: country && large.has(country) ? nameOf(country) : "",
  })
}

/** Where the last page of a list of so many names begins, from 0. */
export function lastPageFrom(names: number): number {
  return Math.max(0, Math.floor((names - 1) / NAMES_A_PAGE) * NAMES_A_PAGE)
}
