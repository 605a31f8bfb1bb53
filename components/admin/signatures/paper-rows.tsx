import { DataTable } from "#components/ui/data-table"
import type { PaperRowView } from "#lib/domain/signatures/paper-queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Rows of a batch, as they stand on the sheets. */
export function PaperRows({
  locale,
  caption,
  rows,
  remove,
}: {
  locale: Locale
  caption: string
  rows: readonly PaperRowView[]
  /** The form that takes a row out; without it the rows stay. */
  remove?: { action: string; proof: string }
}) {
  const t = translator(locale, "adminSignatures")
  const yesNo = (value: boolean) => t(value ? "yes" : "no")
  const columns = [
    { key: "number", text: t("paperRow") },
    { key: "name", text: t("field_name") },
    { key: "town", text: t("field_town") },
    { key: "shown", text: t("field_shown") },
    { key: "email", text: t("paperHasEmail") },
    { key: "repeat", text: t("paperRepeat") },
    ...(remove ? [{ key: "remove", text: t("paperTakeOut") }] : []),
  ]
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows.map((row) => ({
        key: String(row.number),
        cells: [
          row.number,
          <bdi key="name">{row.name}</bdi>,
          <bdi key="town">{row.town}</bdi>,
          yesNo(row.showName),
          yesNo(row.hasEmail),
          row.repeat ? t(`repeat${row.repeat}`) : "",
          ...(remove
            ? [
                <form key="remove" action={remove.action} method="post">
                  <input type="hidden" name="locale" value={locale} />
                  <input type="hidden" name="proof" value={remove.proof} />
                  <input type="hidden" name="number" value={row.number} />
                  <button
                    className="as-link"
                    name="action"
                    value="remove-row"
                    aria-label={t("paperTakeOutRow", { n: row.number })}
                  >
                    {t("paperTakeOut")}
                  </button>
                </form>,
              ]
            : []),
        ],
      }))}
    />
  )
}
