import { CodeCheck, type CodeCheckState } from "#components/deliveries/code-check"
import { CountryChart } from "#components/deliveries/country-chart"
import { DailyTable } from "#components/deliveries/daily-table"
import { DeliveryList } from "#components/deliveries/delivery-list"
import { Figures } from "#components/deliveries/figures"
import { WeekChart } from "#components/deliveries/week-chart"
import { type HistoryDay, weeksOf } from "#lib/domain/campaigns/history"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import type { PublicDelivery } from "#lib/domain/deliveries/public"
import type { GroupedCountries } from "#lib/domain/deliveries/rules"
import type { HandedLetters } from "#lib/domain/letters/figures"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type ResultsPageProps = {
  campaign: CampaignView
  sentLetters: number
  days: readonly HistoryDay[]
  grouped: GroupedCountries
  deliveries: readonly PublicDelivery[]
  handedLetters: readonly HandedLetters[]
  state: CodeCheckState | null
}

/** What came of a campaign: figures, deliveries, and how anybody can check them. */
export function ResultsPage(props: ResultsPageProps) {
  const { campaign, sentLetters, days, grouped, deliveries, handedLetters, state } = props
  const { locale, slug, counts, updatedAt } = campaign
  const t = translator(locale, "results")
  const isShown = counts.confirmed >= SHOWN_FROM
  return (
    <>
      <h1>{t("title")}</h1>
      {isShown ? (
        <>
          <p className="lead">
            <strong>{t("countLine", { n: counts.confirmed })}</strong>{" "}
            {t("asOf", { date: formatDay(locale, updatedAt.slice(0, 10)) })}
          </p>
          <Figures locale={locale} counts={counts} letters={sentLetters} />
          <h2>{t("byCountry")}</h2>
          <CountryChart locale={locale} grouped={grouped} />
          <WeekChart locale={locale} weeks={weeksOf(days)} />
        </>
      ) : (
        <p className="lead">{t("fewYet", { n: SHOWN_FROM })}</p>
      )}
      <h2 id="delivery">{t("deliveryHeading")}</h2>
      <DeliveryList locale={locale} slug={slug} deliveries={deliveries} letters={handedLetters} />
      <h2>{t("howHeading")}</h2>
      <p>{t("howText")}</p>
      <h2 id="check">{t("checkHeading")}</h2>
      {isShown && (
        <>
          <p>{t("checkIntro")}</p>
          <DailyTable locale={locale} days={days} dataUrl={`/api/v1/campaigns/${slug}/history`} />
        </>
      )}
      <CodeCheck locale={locale} slug={slug} state={state} />
      {campaign.status === "OPEN" && (
        <p className="no-print">
          <a href={localePath(locale, `/c/${slug}/results?view=sheet`)}>{t("sheetLink")}</a>
        </p>
      )}
    </>
  )
}
