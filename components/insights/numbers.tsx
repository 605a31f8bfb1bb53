import { DataTable } from "#components/ui/data-table"
import { Details } from "#components/ui/details"
import { HIDDEN_MAX } from "#lib/domain/insights/hide"
import type { Cell, Table } from "#lib/domain/insights/tables"
import { percent } from "#lib/domain/insights/words"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type NumbersProps = {
  locale: Locale
  table: Table
  /** One of several under a chart: its title tells them apart. */
  isNamed: boolean
  isHidden: boolean
  csv: string | null
}

function write(locale: Locale, cell: Cell, isHidden: boolean): string {
  if (typeof cell === "string") return /^\d{4}-\d\d-\d\d$/.test(cell) ? formatDay(locale, cell) : cell
  const number = (value: number) => formatter(locale).number(value)
  if ("share" in cell) return cell.share === null ? "–" : percent(locale, cell.share)
  if ("minutes" in cell) return cell.minutes === null ? "–" : number(cell.minutes)
  if (cell.count !== null) return number(cell.count)
  return isHidden ? translator(locale, "adminInsights")("few", { n: HIDDEN_MAX }) : "–"
}

/** The numbers of a chart to unfold, and as a file for who may have it. */
export function Numbers({ locale, table, isNamed, isHidden, csv }: NumbersProps) {
  const t = translator(locale, "adminInsights")
  return (
    <Details summary={isNamed ? `${t("showNumbers")}: ${table.title}` : t("showNumbers")} id={`${table.id}-numbers`}>
      <DataTable
        caption={table.title}
        columns={table.head.map((text, index) => ({ key: String(index), text, isNumber: index > 0 }))}
        rows={table.rows.map((row, index) => ({
          key: String(index),
          cells: row.map((cell) => write(locale, cell, isHidden)),
        }))}
      />
      {csv && (
        <p>
          <a href={csv} className="tap">
            {t("csv")}
          </a>
        </p>
      )}
    </Details>
  )
}
