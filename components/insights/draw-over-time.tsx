import type { ReactNode } from "react"
import type { PictureFacts } from "#components/insights/picture"
import { TimeColumns } from "#components/insights/time-columns"
import { first, isEmpty, rank, sumOf } from "#lib/domain/insights/ranking"
import type { Insights, Row } from "#lib/domain/insights/schema"
import type { Names } from "#lib/domain/insights/words"
import { formatShortDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"

/** Draws one chart of what is known. */
export type Draw = (insights: Insights, given: { names: Names; facts: PictureFacts }) => ReactNode

const writer =
  ({ locale }: Names) =>
  (count: number) =>
    formatter(locale).number(count)

const days = (rows: readonly Row[], { locale }: Names) => rows.map(({ key }) => formatShortDay(locale, key))

/** Signatures by day or week, with the total so far. */
export const drawGrowth: Draw = ({ growth, growthStep }, { names, facts }) => {
  if (isEmpty(growth)) return null
  const t = translator(names.locale, "adminInsights")
  return (
    <TimeColumns
      {...facts}
      rows={growth.map(({ counts }) => counts)}
      labels={days(growth, names)}
      names={[t(growthStep === "week" ? "growthBarsWeek" : "growthBars")]}
      lineName={t("growthLine")}
      write={writer(names)}
    />
  )
}

/** The first 48 hours, hour by hour, and what the best of them brought; `null` when they are not shown. */
export function drawLaunch(hours: readonly Row[], names: Names, facts: PictureFacts) {
  const [best] = rank(hours)
  if (!best || isEmpty(hours)) return null
  const t = translator(names.locale, "adminInsights")
  const most = writer(names)(first(best) ?? 0)
  return {
    finding: t("launchFinding", { hour: `${best.key.slice(11)}:00`, most }),
    picture: (
      <TimeColumns
        {...facts}
        rows={hours.map(({ counts }) => counts)}
        labels={hours.map(({ key }) => `${key.slice(11)}:00`)}
        names={[t("growthBarsHour")]}
        write={writer(names)}
      />
    ),
  }
}

/** Letters by the day on which they joined the line, and how they stand. */
export const drawDeliveries: Draw = ({ deliveries }, { names, facts }) => {
  if (isEmpty(deliveries)) return null
  const t = translator(names.locale, "adminInsights")
  const states = [t("delivery_accepted"), t("delivery_waiting"), t("delivery_bounced")]
  const sum = (part: number) => writer(names)(sumOf(deliveries.map(({ counts }) => counts[part] ?? null)))
  return (
    <TimeColumns
      {...facts}
      rows={deliveries.map(({ counts }) => counts)}
      labels={days(deliveries, names)}
      names={states.map((state, part) => `${state} ${sum(part)}`)}
      write={writer(names)}
    />
  )
}

/** Withdrawn signatures by week. */
export const drawWithdrawals: Draw = ({ withdrawals }, { names, facts }) => {
  if (isEmpty(withdrawals)) return null
  const t = translator(names.locale, "adminInsights")
  return (
    <TimeColumns
      {...facts}
      rows={withdrawals.map(({ counts }) => [sumOf(counts)])}
      labels={days(withdrawals, names)}
      names={[t("growthBarsWeek")]}
      write={writer(names)}
    />
  )
}
