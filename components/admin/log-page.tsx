import { Button } from "#components/ui/button"
import { DataTable } from "#components/ui/data-table"
import { Select } from "#components/ui/field"
import { Pager } from "#components/ui/pager"
import { LOG_KINDS, type LogEntry, type LogFilter } from "#lib/domain/identity/log"
import { formatDay } from "#lib/shared/dates"
import { type Messages, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type LogPageProps = {
  locale: Locale
  rows: readonly LogEntry[]
  next: string | null
  /** Where the reader is in the log. */
  after: string | null
  filter: LogFilter
  organisers: readonly { id: string; name: string }[]
  campaigns: readonly { id: string; shortTitle: string }[]
}

type Key = keyof Messages["adminSite"]

/** An act in words. One that this version does not know is named by its code, which is no personal data. */
function actText(locale: Locale, action: string): string {
  const t = translator(locale, "adminSite")
  const key = `act_${action}` as Key
  return t.has(key) ? t(key as "act_signed_in") : t("logUnknown", { code: action })
}

function who(locale: Locale, { who: name, isBySite }: LogEntry): string {
  const t = translator(locale, "adminSite")
  return name ?? t(isBySite ? "logSite" : "logSomebody")
}

const PARTS: Partial<Record<string, Key>> = { names: "namesTitle", safety: "safetyTitle", languages: "languagesTitle" }

function details(locale: Locale, entry: LogEntry): string {
  const t = translator(locale, "adminSite")
  const part = entry.subjectId ? PARTS[entry.subjectId] : undefined
  return [
    entry.whom && entry.whom !== entry.who && t("logAbout", { name: entry.whom }),
    part && t("logPart", { part: t(part as "namesTitle") }),
    entry.rows !== null && t("logRows", { n: entry.rows }),
    entry.purpose && t("logPurpose", { purpose: entry.purpose }),
  ]
    .filter(Boolean)
    .join(" · ")
}

/** The address of a page of the log that keeps what is wanted. */
function address(locale: Locale, { organiserId, campaignId, kind }: LogFilter, after: string | null): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ organiser: organiserId, campaign: campaignId, kind, after })) {
    if (value) query.set(name, value)
  }
  return localePath(locale, `/admin/log${query.size > 0 ? `?${query.toString()}` : ""}`)
}

/** What organisers did, with a form to narrow it down. */
export function LogPage({ locale, rows, next, after, filter, organisers, campaigns }: LogPageProps) {
  const t = translator(locale, "adminSite")
  const titles = new Map(campaigns.map(({ id, shortTitle }) => [id, shortTitle]))
  return (
    <>
      <p>{t("logIntro")}</p>
      <form action={localePath(locale, "/admin/log")} method="get" className="filter-form">
        <Select
          id="log-organiser"
          name="organiser"
          label={t("logWho")}
          defaultValue={filter.organiserId ?? ""}
          options={[
            { value: "", text: t("logEverybody") },
            ...organisers.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
        <Select
          id="log-campaign"
          name="campaign"
          label={t("logWhere")}
          defaultValue={filter.campaignId ?? ""}
          options={[
            { value: "", text: t("logAll") },
            ...campaigns.map(({ id, shortTitle }) => ({ value: id, text: shortTitle })),
          ]}
        />
        <Select
          id="log-kind"
          name="kind"
          label={t("logKind")}
          defaultValue={filter.kind ?? ""}
          options={[
            { value: "", text: t("logAll") },
            ...LOG_KINDS.map((kind) => ({ value: kind, text: t(`logKind${kind}`) })),
          ]}
        />
        <Button>{t("logFilter")}</Button>
      </form>
      {rows.length === 0 ? (
        <p>{t("logEmpty")}</p>
      ) : (
        <DataTable
          caption={t("logTitle")}
          hidesCaption
          columns={[
            { key: "when", text: t("logWhen") },
            { key: "who", text: t("logWho") },
            { key: "what", text: t("logWhat") },
            { key: "where", text: t("logWhere") },
            { key: "details", text: t("logDetails") },
          ]}
          rows={rows.map((entry) => ({
            key: entry.id,
            cells: [
              `${formatDay(locale, entry.on)}, ${entry.at}`,
              <bdi key="who">{who(locale, entry)}</bdi>,
              actText(locale, entry.action),
              entry.campaignId ? (titles.get(entry.campaignId) ?? "–") : "",
              <span key="details" dir="auto">
                {details(locale, entry)}
              </span>,
            ],
          }))}
        />
      )}
      <Pager
        label={t("logPages")}
        first={after ? { href: address(locale, filter, null), text: t("logNewest") } : null}
        next={next ? { href: address(locale, filter, next), text: t("logOlder") } : null}
      />
    </>
  )
}
