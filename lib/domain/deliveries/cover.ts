import "server-only"
import type { ListCover } from "#lib/domain/deliveries/pdf"
import { plainText } from "#lib/domain/deliveries/plain-text"
import { confirmedIn, type DeliveryTotals } from "#lib/domain/deliveries/rules"
import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import type { Retractions } from "#lib/domain/signatures/handover"
import { db } from "#lib/platform/db"
import { countryName } from "#lib/shared/countries"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { DEFAULT_LOCALE, LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** What a hand-over says of itself before the names. */
export type HandOverFacts = {
  campaignId: string
  /** The first characters of its id; "" before there is one. */
  reference: string
  on: string
  recipient: string
  choices: DeliveryChoices
  totals: DeliveryTotals
  retractions: readonly Retractions[]
}

type CampaignTexts = Awaited<ReturnType<typeof loadTexts>>

function loadTexts(campaignId: string) {
  return db().campaignText.findMany({ where: { campaignId }, orderBy: { version: "desc" } })
}

/** The text of a version in a language, else in English, else in any. */
function textIn(texts: CampaignTexts, version: number, locale: Locale) {
  const same = texts.filter((text) => text.version === version)
  return same.find((text) => text.locale === locale) ?? same.find((text) => text.locale === DEFAULT_LOCALE) ?? same[0]
}

function petitionTexts(texts: CampaignTexts, { choices, totals }: HandOverFacts): ListCover["texts"] {
  const { language } = choices
  const t = translator(language, "adminDelivery")
  const newest = texts[0]?.version ?? 1
  const versions = totals.byVersion.length > 0 ? totals.byVersion : [{ version: newest, n: 0 }]
  return versions.flatMap(({ version, n }) => {
    const printed = new Set(choices.texts.map((locale) => textIn(texts, version, locale)))
    return [...printed].flatMap((text) =>
      text
        ? {
            heading: t("fileText", { version, n, language: LOCALE_NAMES[text.locale as Locale] }),
            body: `${text.title}\n\n${plainText(text.body)}`,
          }
        : [],
    )
  })
}

function retractionLines(language: Locale, retractions: readonly Retractions[]): string[] {
  const t = translator(language, "adminDelivery")
  return retractions.flatMap(({ deliveryId, on, numbers, unnamed }) => {
    const list = { date: formatDay(language, on), reference: deliveryId.slice(0, 8) }
    return [
      ...(numbers.length > 0 ? [t("fileDelete", { ...list, numbers: numbers.join(", ") })] : []),
      ...(unnamed > 0 ? [t("fileUnnamedGone", { ...list, n: unnamed })] : []),
    ]
  })
}

/** The cover of a hand-over in the language that was chosen. */
export async function coverOf(facts: HandOverFacts): Promise<ListCover> {
  const { choices, totals, on, recipient, reference, retractions } = facts
  const { language } = choices
  const t = translator(language, "adminDelivery")
  const number = (n: number) => formatter(language).number(n)
  const texts = await loadTexts(facts.campaignId)
  const newest = textIn(texts, texts[0]?.version ?? 1, language)
  const { countries, other, unknown } = totals.byCountry
  const counted = (label: string, n: number) => (n > 0 ? ([[label, number(n)]] as const) : [])
  return {
    locale: language,
    on,
    title: newest?.title ?? "",
    facts: [
      [t("fileTo"), recipient],
      [t("fileFrom"), newest?.startedBy ?? ""],
      [t("fileHolds"), t(choices.scope === "all" ? "fileHoldsAll" : "fileHoldsNew")],
      [t("fileConfirmed"), number(confirmedIn(totals))],
      [t("fileNamed"), number(totals.named)],
      [t("fileUnnamed"), number(totals.unnamed)],
      ...counted(t("fileWithoutEmail"), totals.withoutEmail),
      ...counted(t("filePaper"), totals.paper),
      ...(reference ? [[t("fileReference"), reference] as const] : []),
    ],
    texts: petitionTexts(texts, facts),
    countriesHeading: t("fileCountries"),
    countries: [
      ...countries.map(({ country, n }) => [countryName(country, language), number(n)] as const),
      ...counted(t("fileOtherPlaces"), other),
      ...counted(t("fileNoCountry"), unknown),
    ],
    retractionsHeading: t("fileDeleteHeading"),
    retractions: retractionLines(language, retractions),
    namesHeading: t("fileNames"),
    columns: { name: t("fileName"), country: t("fileCountry") },
    footer: (page) => t("filePage", { reference, page }),
  }
}
