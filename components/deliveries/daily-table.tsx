import { Details } from "#components/ui/details"
import type { HistoryDay } from "#lib/domain/campaigns/history"
import { formatMediumDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** A page stays small: older days are in the data. */
const DAYS_SHOWN = 60

/** How the count came about, day by day, the newest first. */
export function DailyTable({
  locale,
  days,
  dataUrl,
}: {
  locale: Locale
  days: readonly HistoryDay[]
  dataUrl: string
}) {
  const t = translator(locale, "results")
  const number = (n: number) => formatter(locale).number(n)
  const shown = days.slice(-DAYS_SHOWN).reverse()
  return (
    <Details summary={t("daily")}>
      {shown.length < days.length && <p className="muted">{t("dailyLatest", { n: shown.length })}</p>}
      <table className="daily">
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            <th scope="col" className="number">
              {t("confirmed")}
            </th>
            <th scope="col" className="number">
              {t("gone")}
            </th>
            <th scope="col" className="number">
              {t("total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ on, confirmed, gone, total }) => (
            <tr key={on}>
              <th scope="row">{formatMediumDay(locale, on)}</th>
              <td className="number">{number(confirmed)}</td>
              <td className="number">{number(gone)}</td>
              <td className="number">{number(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a href={dataUrl}>{t("asJson")}</a>
      </p>
    </Details>
  )
}
