import type { RuleCase } from "#lib/domain/signatures/bulk"
import { countryName } from "#lib/shared/countries"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What a rule asks for, in a line. */
export function ruleWords(locale: Locale, { rule }: RuleCase): string {
  const t = translator(locale, "adminSignatures")
  const moment = (text: string) => text.replace("T", " ")
  const parts: [string, string][] = [
    [t("ruleDomain"), rule.domain],
    [t("ruleName"), rule.name],
    [t("ruleReasonText"), rule.reasonText && `“${rule.reasonText.slice(0, 60)}”`],
    [t("field_country"), rule.country ? countryName(rule.country, locale) : ""],
    [t("field_language"), rule.language],
    [t("ruleFrom"), moment(rule.from)],
    [t("ruleTo"), moment(rule.to)],
  ]
  return parts.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : [])).join(" · ")
}

/** How a rule stands, in words. */
export function ruleState(locale: Locale, found: RuleCase): string {
  const t = translator(locale, "adminSignatures")
  const { state, matched, affected } = found
  if (state === "COUNTED") return t("ruleCOUNTED", { n: matched })
  if (state === "DISPUTED" || state === "REJECTED") return t(`rule${state}`, { n: affected })
  return t(`rule${state}`)
}

/** The day on which a rule was made. */
export function ruleDay(locale: Locale, { openedAt }: RuleCase): string {
  return formatDay(locale, dayOf(openedAt))
}
