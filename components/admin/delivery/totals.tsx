import { confirmedIn, type DeliveryTotals } from "#lib/domain/deliveries/rules"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** The figures of a list, line by line. */
export function DeliveryTotalsView({ locale, totals }: { locale: Locale; totals: DeliveryTotals }) {
  const t = translator(locale, "adminDelivery")
  const lines = [
    [t("fileConfirmed"), confirmedIn(totals)],
    [t("fileNamed"), totals.named],
    [t("fileUnnamed"), totals.unnamed],
    [t("fileWithoutEmail"), totals.withoutEmail],
    [t("filePaper"), totals.paper],
  ] as const
  return (
    <dl className="lines">
      {lines.map(([label, n]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatter(locale).number(n)}</dd>
        </div>
      ))}
    </dl>
  )
}
