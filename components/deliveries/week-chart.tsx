import { max } from "d3-array"
import { scaleBand, scaleLinear } from "d3-scale"
import { Details } from "#components/ui/details"
import type { HistoryWeek } from "#lib/domain/campaigns/history"
import { formatDay, formatMediumDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const WIDTH = 600
const HEIGHT = 160

/** Signatures confirmed in each week as columns; the same as a table to unfold. */
export function WeekChart({ locale, weeks }: { locale: Locale; weeks: readonly HistoryWeek[] }) {
  const t = translator(locale, "results")
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (!first || !last) return null
  const most = max(weeks, ({ confirmed }) => confirmed) ?? 0
  const x = scaleBand(
    weeks.map(({ on }) => on),
    [0, WIDTH],
  ).paddingInner(0.2)
  const y = scaleLinear([0, most], [0, HEIGHT])
  return (
    <>
      <h2>{t("byWeek")}</h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="columns"
        role="img"
        aria-label={t("weekChart", { first: formatDay(locale, first.on), last: formatDay(locale, last.on), most })}
      >
        {weeks.map(({ on, confirmed }) => (
          <rect
            key={on}
            className="bar-value"
            x={x(on)?.toFixed(1)}
            y={(HEIGHT - y(confirmed)).toFixed(1)}
            width={x.bandwidth().toFixed(1)}
            height={y(confirmed).toFixed(1)}
          />
        ))}
        <rect className="bar-base" y={HEIGHT - 1} width={WIDTH} height="1" />
      </svg>
      <p className="chart-ends small muted" aria-hidden="true">
        <span>{formatDay(locale, first.on)}</span>
        {weeks.length > 1 && <span>{formatDay(locale, last.on)}</span>}
      </p>
      <Details summary={t("showNumbers")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("weekOf")}</th>
              <th scope="col" className="number">
                {t("confirmed")}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...weeks].reverse().map(({ on, confirmed }) => (
              <tr key={on}>
                <th scope="row">{formatMediumDay(locale, on)}</th>
                <td className="number">{formatter(locale).number(confirmed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Details>
    </>
  )
}
