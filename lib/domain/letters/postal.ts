import { recipientLines, senderLines } from "#lib/domain/letters/parts"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { COUNTRY_CODES, countryName } from "#lib/shared/countries"
import type { Locale } from "#lib/shared/locales"

/** What paper needs of a letter, wherever it comes from. `country` is an ISO 3166-1 code. */
export type LetterOnPaper = {
  textLocale: Locale
  on: string
  name: string
  role: string
  organisation: string
  town: string
  country: string | null
  subject: string
  text: string
}

/** The fields of an address block. */
export type Addressee = { name: string; title: string; organisation: string; postalAddress: string }

/** A letter with its blocks of sender and recipient, as it is printed and posted. */
export function postalLetter(letter: LetterOnPaper, recipient: Addressee): PostalLetter {
  const { textLocale: locale, on, name, role, organisation, town: city, subject, text } = letter
  const country = letter.country && COUNTRY_CODES.has(letter.country) ? countryName(letter.country, locale) : ""
  const sender = senderLines(locale, { name, role, organisation, city, country })
  return { locale, on, name, sender, recipient: recipientLines(recipient), subject, text }
}
