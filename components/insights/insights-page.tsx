import { draw } from "#components/insights/draw"
import { drawLaunch } from "#components/insights/draw-over-time"
import { Numbers } from "#components/insights/numbers"
import { LinkTabs } from "#components/ui/link-tabs"
import { finding } from "#lib/domain/insights/findings"
import { HIDDEN_MAX } from "#lib/domain/insights/hide"
import { type Chart, CHARTS, type Insights, PERIODS } from "#lib/domain/insights/schema"
import { tablesOf } from "#lib/domain/insights/tables"
import type { Names } from "#lib/domain/insights/words"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type InsightsPageProps = {
  insights: Insights
  names: Names
  /** Address of the page, without language. */
  path: string
}

/** What belongs to the page around the charts: how old the numbers are, and which time they are about. */
function Head({ insights, names, path }: InsightsPageProps) {
  const { locale } = names
  const t = translator(locale, "adminInsights")
  const { countedAt, isHidden, period } = insights
  return (
    <>
      <p>{t("intro")}</p>
      {isHidden && <p>{t("hiddenNote", { n: HIDDEN_MAX })}</p>}
      <p className="small muted">
        {countedAt
          ? t("asOf", { date: formatDay(locale, countedAt.slice(0, 10)), time: countedAt.slice(11, 16) })
          : t("asOfNever")}
      </p>
      {!isHidden && (
        <LinkTabs
          label={t("period")}
          tabs={PERIODS.map((one) => ({
            href: localePath(locale, one === "all" ? path : `${path}?period=${one}`),
            text: t(`period${one}`),
            isCurrent: one === period,
          }))}
        />
      )}
    </>
  )
}

/** What has to be known to read a chart right. */
function note(chart: Chart, { waiting }: Insights, { locale }: Names): string | null {
  const t = translator(locale, "adminInsights")
  switch (chart) {
    case "steps":
      return t("stepsNote")
    case "delay":
      return t("delayNote", {
        n: waiting === null ? t("few", { n: HIDDEN_MAX }) : formatter(locale).number(waiting),
      })
    case "source":
      return t("sourceNote")
    case "decision":
      return t("decisionAxis")
    default:
      return null
  }
}

function Launch({ insights, names }: Omit<InsightsPageProps, "path">) {
  const title = translator(names.locale, "adminInsights")("launchTitle")
  const drawn = drawLaunch(insights.hours, names, { id: "launch", title, findingId: "launch-finding" })
  if (!drawn) return null
  return (
    <>
      <h3>{title}</h3>
      <p id="launch-finding">{drawn.finding}</p>
      {drawn.picture}
    </>
  )
}

function Card({ chart, insights, names, path }: InsightsPageProps & { chart: Chart }) {
  const { locale } = names
  const t = translator(locale, "adminInsights")
  const findingId = `${chart}-finding`
  const picture = draw(chart, insights, { names, facts: { id: chart, title: t(`${chart}Title`), findingId } })
  const explained = note(chart, insights, names)
  const query = insights.period === "all" ? "" : `?period=${insights.period}`
  const said = finding(chart, insights, names)
  return (
    <section className="insight" aria-labelledby={`${chart}-question`}>
      <h2 id={`${chart}-question`}>{t(`${chart}Question`)}</h2>
      {picture ? (
        <>
          <p id={findingId} className="insight-finding">
            {said ?? t(`${chart}Title`)}
          </p>
          {picture}
          {explained && <p className="small muted">{explained}</p>}
          {chart === "growth" && <Launch insights={insights} names={names} />}
        </>
      ) : (
        <p>{t(insights.isHidden ? "emptyHidden" : "empty")}</p>
      )}
      <p>
        <strong>{t("whatToDo")}</strong> {t(`${chart}Advice`)}
      </p>
      {tablesOf(chart, insights, names).map((table, index) => (
        <Numbers
          key={table.id}
          locale={locale}
          table={table}
          isNamed={index > 0}
          isHidden={insights.isHidden}
          csv={insights.isHidden ? null : localePath(locale, `${path}/${table.id}${query}`)}
        />
      ))}
    </section>
  )
}

/** The eleven charts of a campaign: each a question, what the numbers say, the picture, what to do, and the numbers. */
export function InsightsPage(props: InsightsPageProps) {
  return (
    <>
      <Head {...props} />
      {CHARTS.map((chart) => (
        <Card key={chart} chart={chart} {...props} />
      ))}
    </>
  )
}
