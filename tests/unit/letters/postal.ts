import { readFileSync } from "node:fs"
import { mergeText } from "#lib/domain/letters/merge"
import { recipientLines, senderLines } from "#lib/domain/letters/parts"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { parseSamples, type Sample } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import type { Locale } from "#lib/shared/locales"
import { REWORDINGS } from "#tests/unit/letters/rewordings"

export const RECIPIENT = {
  name: "Salil Shetty",
  title: "Secretary General",
  organisation: "Amnesty International",
  postalAddress: "1 Example Street\nLondon X1 1XX\nUnited Kingdom",
}

const WRITERS: Record<Locale, { name: string; town: string; country: string; role: string; organisation: string }> = {
  en: {
    name: "Joan Example",
    town: "Leeds",
    country: "GB",
    role: "Community nurse",
    organisation: "Open House Outreach",
  },
  es: { name: "Ana Pérez Muñoz", town: "Córdoba", country: "ES", role: "enfermera", organisation: "Casa Abierta" },
  fr: { name: "Chloé Œuvrard", town: "Nîmes", country: "FR", role: "infirmière", organisation: "Maison ouverte" },
  ru: { name: "Ольга Щёголева", town: "Санкт-Петербург", country: "RU", role: "врач", organisation: "«Открытый дом»" },
  zh: { name: "陈小红", town: "香港", country: "HK", role: "护士", organisation: "“开放之家”互助会" },
}

export const samplesOf = (locale: Locale): Sample[] =>
  parseSamples(readFileSync(`content/letters.${locale}.md`, "utf8")).samples

/** A sample as somebody would post it, every field filled and with an own paragraph. */
export function postalLetter(locale: Locale, sample: Sample): PostalLetter {
  const values = mergeValues(locale, { ...WRITERS[locale], own: REWORDINGS[locale].own }, RECIPIENT, "2015-07-23")
  return {
    locale,
    on: "2015-07-23",
    name: values.name,
    sender: senderLines(locale, values),
    recipient: recipientLines(RECIPIENT),
    subject: mergeText(sample.subject, values),
    text: mergeText(sample.body, values),
  }
}
