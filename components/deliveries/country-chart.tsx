import { scaleLinear } from "d3-scale"
import type { GroupedCountries } from "#lib/domain/deliveries/rules"
import { countryName } from "#lib/shared/countries"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const CHART_WIDTH = 100

/** Where signatures come from: a table whose last column draws each number as a bar. */
export function CountryChart({ locale, grouped }: { locale: Locale; grouped: GroupedCountries }) {
  const t = translator(locale, "results")
  const rows = [
    ...grouped.countries.map(({ country, n }) => ({ name: countryName(country, locale), n })),
    { name: t("otherPlaces"), n: grouped.other },
    { name: t("noCountry"), n: grouped.unknown },
  ].filter(({ n }) => n > 0)
  const width = scaleLinear([0, Math.max(...rows.map(({ n }) => n), 1)], [0, CHART_WIDTH])
  return (
    <table className="bars">
      <caption className="quiet">{t("byCountry")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("country")}</th>
          <th scope="col" className="number">
            {t("signatures")}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, n }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{formatter(locale).number(n)}</td>
            <td className="bar-cell">
              <svg viewBox={`0 0 ${CHART_WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true" className="bar">
                <rect className="bar-track" width={CHART_WIDTH} height="10" />
                <rect className="bar-value" width={width(n).toFixed(2)} height="10" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
