import type { FormError } from "#components/signatures/form-errors"
import { errorsByField, errorText } from "#components/signatures/form-errors"
import { StatusBanner } from "#components/campaigns/status-banner"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import { type MoveFault, nextStates, type NextStatus } from "#lib/domain/campaigns/rules"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type StatusPanelProps = {
  locale: Locale
  view: CampaignView
  proof: string
  /** What is missing before each state. */
  missing: (to: NextStatus) => readonly MoveFault[]
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** Where what is missing can be filled in. */
function placeOf(fault: MoveFault): string {
  if (fault === "reopens_past") return ""
  return fault.startsWith("outcome") ? "/outcome" : "/text"
}

/** What visitors will read above the pages of the campaign. */
function BannerPreview({ view, to }: { view: CampaignView; to: NextStatus }) {
  const { locale, decisionOn } = view
  const t = translator(locale, "adminCampaigns")
  if (to === "OPEN") {
    const date = decisionOn && formatDay(locale, decisionOn)
    return <p>{date ? t("noBannerWithDate", { date }) : t("noBanner")}</p>
  }
  return (
    <>
      <p>{t("bannerPreview")}</p>
      <StatusBanner campaign={{ ...view, status: to, reopensOn: null }} />
    </>
  )
}

/** How a campaign stands, and the states it can go to, each with what visitors will read. */
export function StatusPanel({ locale, view, proof, missing, state }: StatusPanelProps) {
  const t = translator(locale, "adminCampaigns")
  const admin = translator(locale, "admin")
  const { id, status, openedOn, closedOn, reopensOn } = view
  const days = [
    openedOn && t("openedOn", { date: formatDay(locale, openedOn) }),
    closedOn && t("closedOn", { date: formatDay(locale, closedOn) }),
    status === "PAUSED" && reopensOn && t("reopensOn", { date: formatDay(locale, reopensOn) }),
  ].filter(Boolean)
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <section aria-labelledby="status">
      <h2 id="status">{t("statusTitle")}</h2>
      <p>
        <strong>{admin(`status${status}`)}</strong>
        {days.length > 0 && ` · ${days.join(" · ")}`}
      </p>
      {nextStates(status).map((to) => {
        const faults = missing(to)
        return (
          <form key={to} action={`/admin/campaigns/${id}/status`} method="post" className="item">
            <h3>{t(`move${status === "PAUSED" && to === "OPEN" ? "REOPEN" : to}`)}</h3>
            <BannerPreview view={view} to={to} />
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="proof" value={proof} />
            <input type="hidden" name="from" value={status} />
            {to === "PAUSED" && (
              <Field
                id="edit-reopensOn"
                name="reopensOn"
                type="date"
                label={t("field_reopensOn")}
                hint={t("reopensOnHint")}
                defaultValue={state?.values.reopensOn ?? ""}
                error={errors.get("reopensOn")}
                errorPrefix={translator(locale, "errors")("prefix")}
              />
            )}
            {faults.length > 0 && (
              <>
                <p>{t("missingFirst")}</p>
                <ul>
                  {faults.map((fault) => (
                    <li key={fault}>
                      <a href={localePath(locale, `/admin/campaigns/${id}${placeOf(fault)}`)}>
                        {errorText(locale, { field: "form", code: fault })}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <Button isPrimary={to === "OPEN"} name="to" value={to}>
              {t(`move${status === "PAUSED" && to === "OPEN" ? "REOPEN" : to}`)}
            </Button>
          </form>
        )
      })}
    </section>
  )
}
