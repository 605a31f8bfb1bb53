import { DataTable } from "#components/ui/data-table"
import { Pager } from "#components/ui/pager"
import type { ListedSignature } from "#lib/domain/signatures/organiser-queries"
import type { ListFilter } from "#lib/domain/signatures/organiser-schema"
import { countryName } from "#lib/shared/countries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type SignatureTableProps = {
  locale: Locale
  campaignId: string
  rows: readonly ListedSignature[]
  next: string | null
  filter: ListFilter
}

/** The filter as it stands in an address, with or without a cursor. */
export function filterQuery({ after: _, ...filter }: ListFilter, after?: string): string {
  const pairs = Object.entries({ ...filter, after }).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ""
}

/** The list of signatures, newest first. */
export function SignatureTable({ locale, campaignId, rows, next, filter }: SignatureTableProps) {
  const t = translator(locale, "adminSignatures")
  const path = localePath(locale, `/admin/campaigns/${campaignId}/signatures`)
  const yesNo = (value: boolean) => t(value ? "yes" : "no")
  const countries = new Map<string, string>()
  const country = (code: string | null) => {
    if (code === null) return ""
    const known = countries.get(code) ?? countryName(code, locale)
    countries.set(code, known)
    return known
  }
  const choices = (row: ListedSignature) =>
    [row.wantsUpdates && t("field_updates"), row.isDiscreet && t("field_discreet")].filter(Boolean).join(", ")
  const columns = ["name", "state", "signedOn", "country", "town", "shown", "reason", "language"] as const
  if (rows.length === 0) return <p>{t("empty")}</p>
  return (
    <>
      <DataTable
        caption={t("listCaption")}
        columns={[...columns.map((key) => ({ key, text: t(`field_${key}`) })), { key: "choices", text: t("choices") }]}
        rows={rows.map((row) => ({
          key: row.id,
          cells: [
            <span key="name" className="nowrap">
              <a href={`${path}/${row.id}`}>
                {row.name === null ? <span className="muted">{t("deleted")}</span> : <bdi>{row.name}</bdi>}
              </a>
              {row.isSample && <span className="muted"> · {t("sample")}</span>}
            </span>,
            t(`state${row.state}`),
            <span key="day" className="nowrap">
              {formatDay(locale, row.signedOn)}
            </span>,
            country(row.country),
            <bdi key="town">{row.town}</bdi>,
            yesNo(row.showName),
            yesNo(row.hasReason),
            row.locale,
            choices(row),
          ],
        }))}
      />
      <Pager
        label={t("pagerLabel")}
        first={filter.after ? { href: path + filterQuery(filter), text: t("first") } : null}
        next={next ? { href: path + filterQuery(filter, next), text: t("next") } : null}
      />
    </>
  )
}
