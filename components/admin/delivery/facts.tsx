import { DeliveryTotalsView } from "#components/admin/delivery/totals"
import type { DeliveryView } from "#lib/domain/deliveries/queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** What a list holds, to whom it goes, and whether it has gone. */
export function DeliveryFacts({ locale, delivery }: { locale: Locale; delivery: DeliveryView }) {
  const t = translator(locale, "adminDelivery")
  const { state, recipient, choices, totals, deliveredOn, method, note } = delivery
  const lines = [
    [t("recipient"), recipient],
    [t("scope"), t(choices.scope === "all" ? "scopeAll" : "scopeNew")],
    [t("language"), LOCALE_NAMES[choices.language]],
    ...(deliveredOn && method
      ? [
          [
            t("colState"),
            `${t("stateRecorded", { date: formatDay(locale, deliveredOn) })}, ${translator(locale, "results")(`method${method}`)}`,
          ],
        ]
      : [[t("colState"), t(state === "built" ? "stateBuilt" : "stateBuilding")]]),
    ...(note ? [[t("note"), note]] : []),
  ] as const
  return (
    <>
      <dl className="lines">
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {totals && <DeliveryTotalsView locale={locale} totals={totals} />}
    </>
  )
}
