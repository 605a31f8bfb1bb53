import { DataTable } from "#components/ui/data-table"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import type { DeliveryRow } from "#lib/domain/deliveries/queries"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

const STATES = { building: "stateBuilding", built: "stateBuilt", recorded: "stateRecorded" } as const

type DeliveryTableProps = {
  locale: Locale
  campaignId: string
  rows: readonly DeliveryRow[]
  /** May open them. Others see figures, and none in which single people could be seen. */
  isEditor: boolean
}

/** Every hand-over of a campaign. */
export function DeliveryTable({ locale, campaignId, rows, isEditor }: DeliveryTableProps) {
  const t = translator(locale, "adminDelivery")
  if (rows.length === 0) return <p>{t("none")}</p>
  const figure = (n: number | null) => {
    if (n === null) return ""
    const isHidden = !isEditor && n > 0 && n < SHOWN_FROM
    return isHidden ? t("fewerThan", { n: SHOWN_FROM }) : formatter(locale).number(n)
  }
  const list = ({ id, on }: DeliveryRow) => {
    const text = t("listOf", { date: formatDay(locale, on) })
    return isEditor ? <a href={localePath(locale, `/admin/campaigns/${campaignId}/delivery/${id}`)}>{text}</a> : text
  }
  return (
    <DataTable
      caption={t("listCaption")}
      hidesCaption
      columns={[
        { key: "list", text: t("colList") },
        { key: "state", text: t("colState") },
        { key: "recipient", text: t("colRecipient") },
        { key: "confirmed", text: t("colConfirmed"), isNumber: true },
        { key: "named", text: t("colNamed"), isNumber: true },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          list(row),
          t(STATES[row.state], { date: row.deliveredOn ? formatDay(locale, row.deliveredOn) : "" }),
          row.recipient,
          figure(row.confirmed),
          figure(row.named),
        ],
      }))}
    />
  )
}
