import type { EditState } from "#components/campaign-editor/edit-state"
import { DateSettings, SlugSettings } from "#components/campaign-editor/settings-forms"
import { StatusPanel } from "#components/campaign-editor/status-panel"
import type { FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import type { EditableCampaign } from "#lib/domain/campaigns/organiser-queries"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import type { MoveFault, NextStatus } from "#lib/domain/campaigns/rules"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"

type OverviewProps = {
  locale: Locale
  proof: string
  campaign: EditableCampaign
  view: CampaignView
  missing: (to: NextStatus) => readonly MoveFault[]
  mayCopy: boolean
  states: {
    move: { values: Record<string, string>; errors: readonly FormError[] } | null
    dates: EditState
    slug: EditState
  }
}

/** How a campaign stands, its pages, its days, and what can be done with all of it. */
export function Overview({ locale, proof, campaign, view, missing, mayCopy, states }: OverviewProps) {
  const t = translator(locale, "adminCampaigns")
  const { id, slug, status, version, isSigned, texts } = campaign
  const base = `/admin/campaigns/${id}`
  const href = (path: string) => localePath(locale, path)
  return (
    <>
      <ul>
        <li>
          {status === "DRAFT" ? (
            <a href={href(`${base}/preview`)}>{t("seePreview")}</a>
          ) : (
            <a href={href(`/c/${slug}`)}>{t("seePublic")}</a>
          )}
        </li>
        <li>
          <a href={href(`${base}/preview?view=phone`)}>{t("seePhone")}</a>
        </li>
        <li>{t("languagesOf", { languages: texts.map(({ lang }) => LOCALE_NAMES[lang]).join(", ") })}</li>
        <li>
          {t("versionOf", { version })} {isSigned && t("versionLocked")}{" "}
          <a href={href(`${base}/history`)}>{t("tab_history")}</a>
        </li>
      </ul>
      <StatusPanel locale={locale} view={view} proof={proof} missing={missing} state={states.move} />
      <section aria-labelledby="dates">
        <h2 id="dates">{t("part_dates")}</h2>
        <DateSettings locale={locale} campaignId={id} proof={proof} state={states.dates} />
      </section>
      <section aria-labelledby="slug">
        <h2 id="slug">{t("part_slug")}</h2>
        {status === "DRAFT" ? (
          <SlugSettings locale={locale} campaignId={id} proof={proof} state={states.slug} />
        ) : (
          <p>
            <code>{`/c/${slug}`}</code> {t("slugFixed")}
          </p>
        )}
      </section>
      {mayCopy && (
        <section aria-labelledby="copy">
          <h2 id="copy">{t("copyTitle")}</h2>
          <p>{t("copyText")}</p>
          <form action={`${base}/copy`} method="post">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="proof" value={proof} />
            <Button>{t("copy")}</Button>
          </form>
        </section>
      )}
    </>
  )
}
