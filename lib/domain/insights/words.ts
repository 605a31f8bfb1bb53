import type { Chart } from "#lib/domain/insights/schema"
import type { WithdrawalReason } from "#lib/domain/signatures/rules"
import type { Delay, Provider } from "#lib/domain/signatures/delays"
import { countryName } from "#lib/shared/countries"
import { formatter, translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** Names that organisers gave, in the language of the page. */
export type Names = {
  locale: Locale
  /** Partners by code. */
  tags: ReadonlyMap<string, string>
  /** Sample letters by key. */
  samples: ReadonlyMap<string, string>
}

const PROVIDER_NAMES: Record<Exclude<Provider, "other">, string> = {
  gmail: "Gmail",
  microsoft: "Outlook, Hotmail, Live",
  yahoo: "Yahoo, AOL",
  apple: "iCloud",
  proton: "Proton",
  mailru: "Mail.ru",
  yandex: "Yandex",
  gmx: "GMX, Web.de",
  qq: "QQ",
  netease: "163, 126",
}

type Source = "direct" | "email" | "message" | "network" | "search" | "site"
type Step = "opened" | "signed" | "confirmed" | "previewed" | "letter" | "shared"
type Choice = "hidden" | "discreet" | "withoutEmail"

/** How a row of a chart is called. */
export function rowName(chart: Chart, key: string, { locale, tags, samples }: Names): string {
  const t = translator(locale, "adminInsights")
  switch (chart) {
    case "steps":
      return t(`step_${key as Step}`)
    case "delay":
      if (key === "all" || key === "other") return t(key)
      return PROVIDER_NAMES[key as keyof typeof PROVIDER_NAMES] ?? key
    case "country":
      if (key === "") return t("countryNone")
      return key === "rest" ? t("countryRest") : countryName(key, locale)
    case "language":
      return LOCALE_NAMES[key as Locale] ?? key
    case "source":
      if (!key.startsWith("code ")) return t(`source_${key as Source}`)
      return t("source_code", { label: tags.get(key.slice(5)) ?? key.slice(5) })
    case "sample":
      return key === "" ? t("sampleBlank") : (samples.get(key) ?? key)
    case "choice":
      return t(`choice_${key as Choice}`)
    default:
      return key
  }
}

/** How long a confirmation took, in words. */
export const delayName = (locale: Locale, delay: Delay) => translator(locale, "adminInsights")(`delay_${delay}`)

/** A reason of the list, in words; "" stands for none. */
export const reasonName = (locale: Locale, reason: string) =>
  translator(locale, "adminInsights")(`reason_${(reason || "none") as WithdrawalReason | "none"}`)

/** A share in percent: whole, below 10 % with one digit more. */
export function percent(locale: Locale, share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0
  return formatter(locale).number(share, { style: "percent", maximumFractionDigits: digits })
}

/** A waiting time in words: minutes, hours, days. */
export function waitingTime(locale: Locale, minutes: number): string {
  const t = translator(locale, "adminInsights")
  if (minutes < 60) return t("minutes", { n: Math.round(minutes) })
  const hours = minutes / 60
  if (hours < 48) return t("hours", { n: hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours) })
  return t("days", { n: Math.round(hours / 24) })
}
