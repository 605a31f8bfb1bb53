import type { CampaignView } from "#lib/domain/campaigns/queries"
import { ButtonLink } from "#components/ui/button"
import { statusText } from "#components/campaigns/status-banner"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type ReplacedFormProps = { campaign: CampaignView; hasOpenCampaigns: boolean; now: Date }

/** Stands where the sign form was, once a campaign takes no signatures. */
export function ReplacedForm({ campaign, hasOpenCampaigns, now }: ReplacedFormProps) {
  const { locale, slug, status, openedOn, closedOn, outcomeOn, outcomeSource, counts } = campaign
  const t = translator(locale, "campaign")
  if (status === "ARCHIVED") return null
  const openCampaigns = hasOpenCampaigns && (
    <div className="actions">
      <ButtonLink isPrimary href={localePath(locale, "/c")}>
        {t("openCampaigns")}
      </ButtonLink>
    </div>
  )
  if (status === "PAUSED") {
    return (
      <section aria-labelledby="sign">
        <h2 id="sign">{t("pausedHeading")}</h2>
        <p>{statusText({ campaign })}</p>
        {openCampaigns}
      </section>
    )
  }
  const start = openedOn && formatDay(locale, openedOn)
  const end = formatDay(locale, closedOn ?? outcomeOn ?? dayOf(now))
  return (
    <section aria-labelledby="sign">
      <h2 id="sign">{t("closedHeading")}</h2>
      {status === "DECIDED" && outcomeSource && (
        <p className="small muted">{t("outcomeSource", { source: outcomeSource })}</p>
      )}
      {start && <p>{t("closedSummary", { n: counts.confirmed, start, end })}</p>}
      <p>
        <a href={localePath(locale, `/c/${slug}/results`)}>{t("whatHappened")}</a>
      </p>
      {openCampaigns}
    </section>
  )
}
