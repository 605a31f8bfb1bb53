import { DeliveryTotalsView } from "#components/admin/delivery/totals"
import { DataTable } from "#components/ui/data-table"
import { Details } from "#components/ui/details"
import { Notice } from "#components/ui/notice"
import type { ListLine } from "#lib/domain/deliveries/list"
import type { Preview } from "#lib/domain/deliveries/queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type Cover = Preview["cover"]

function NamePage({
  locale,
  caption,
  cover,
  lines,
}: {
  locale: Locale
  caption: string
  cover: Cover
  lines: ListLine[]
}) {
  const t = translator(locale, "adminDelivery")
  const { columns } = cover
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: "number", text: t("number"), isNumber: true },
        { key: "name", text: columns.name },
        { key: "country", text: columns.country },
      ]}
      rows={lines.map(({ number, name, country }) => ({
        key: String(number),
        cells: [number, <bdi key="name">{name}</bdi>, country],
      }))}
    />
  )
}

/** The cover as it is printed, without its layout. */
function CoverText({ cover }: { cover: Cover }) {
  return (
    <div className="cover-text" lang={cover.locale}>
      <p>
        <strong>{cover.title}</strong>
      </p>
      <dl className="lines">
        {[...cover.facts, ...cover.countries].map(([label, value], index) => (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {cover.texts.map(({ heading, body }) => (
        <div key={heading}>
          <p>
            <strong>{heading}</strong>
          </p>
          <p className="as-typed">{body}</p>
        </div>
      ))}
    </div>
  )
}

/** Exactly what leaves: the figures, the cover, the first and the last page of names. */
export function DeliveryPreview({ locale, preview }: { locale: Locale; preview: Preview }) {
  const t = translator(locale, "adminDelivery")
  const { totals, disputed, cover, first, last } = preview
  return (
    <>
      <h2 id="preview">{t("previewHeading")}</h2>
      {disputed > 0 && <Notice kind="warning" title={t("disputedWarning", { n: disputed })} />}
      <h3>{t("previewTotals")}</h3>
      <DeliveryTotalsView locale={locale} totals={totals} />
      <Details summary={t("coverPreview")}>
        <CoverText cover={cover} />
      </Details>
      {first.length === 0 && <p>{t("noNames")}</p>}
      {first.length > 0 && <NamePage locale={locale} caption={t("firstPage")} cover={cover} lines={first} />}
      {last.length > 0 && <NamePage locale={locale} caption={t("lastPage")} cover={cover} lines={last} />}
    </>
  )
}
