import { mailingState } from "#components/admin/mailing-page"
import { DataTable } from "#components/ui/data-table"
import type { UpdateRow } from "#lib/domain/campaigns/update-queries"
import type { MailingView } from "#lib/domain/mailings/queries"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"
import { formatMoment } from "#lib/shared/zones"

type Translate = ReturnType<typeof translator<"adminUpdates">>

function stateOf(t: Translate, locale: Locale, { state, dueAt, timeZone, sendsMail, publishedOn }: UpdateRow): string {
  if (state === "SCHEDULED" && dueAt && timeZone) {
    const moment = formatMoment(locale, dueAt, timeZone)
    return t(sendsMail ? "scheduledMail" : "scheduled", { moment })
  }
  if (state === "PUBLISHED" && publishedOn) return t("published", { date: formatDay(locale, publishedOn) })
  return t(state === "WITHDRAWN" ? "withdrawn" : "draft")
}

/** Everything that was written, and how each stands. */
export function UpdateList({ locale, base, updates }: { locale: Locale; base: string; updates: readonly UpdateRow[] }) {
  const t = translator(locale, "adminUpdates")
  if (updates.length === 0) return <p>{t("none")}</p>
  return (
    <ul className="update-rows">
      {updates.map((update) => (
        <li key={update.id} className="item">
          <h3>
            <a
              href={localePath(locale, `${base}/${update.id}`)}
              lang={update.textLocale === locale ? undefined : update.textLocale}
              dir="auto"
            >
              {update.title}
            </a>
          </h3>
          <p>
            <strong>{stateOf(t, locale, update)}</strong>
            <span className="muted">{` · ${update.locales.map((one) => LOCALE_NAMES[one]).join(", ")}`}</span>
          </p>
        </li>
      ))}
    </ul>
  )
}

/** The mailings of a campaign with their figures. */
export function MailingList({
  locale,
  base,
  mailings,
}: {
  locale: Locale
  base: string
  mailings: readonly MailingView[]
}) {
  const t = translator(locale, "adminUpdates")
  if (mailings.length === 0) return <p>{t("noMailings")}</p>
  const number = (value: number) => formatter(locale).number(value)
  return (
    <DataTable
      caption={t("mailings")}
      hidesCaption
      columns={[
        { key: "what", text: t("what") },
        { key: "state", text: t("state") },
        { key: "people", text: t("people"), isNumber: true },
        { key: "sent", text: t("sent"), isNumber: true },
        { key: "failed", text: t("failed"), isNumber: true },
        { key: "bounced", text: t("bounced"), isNumber: true },
        { key: "unsubscribed", text: t("unsubscribed"), isNumber: true },
      ]}
      rows={mailings.map((one) => ({
        key: one.id,
        cells: [
          <a key="what" href={localePath(locale, `${base}/${one.id}`)}>
            {t(`kind${one.kind}`)}
            {one.startedOn && ` – ${formatDay(locale, one.startedOn)}`}
          </a>,
          mailingState(locale, one),
          ...[one.people, one.sent, one.failed, one.bounced, one.unsubscribed].map(number),
        ],
      }))}
    />
  )
}
