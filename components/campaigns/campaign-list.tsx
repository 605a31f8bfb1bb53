import type { CampaignView } from "#lib/domain/campaigns/queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { statusText } from "#components/campaigns/status-banner"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

const takesPart = ({ status }: CampaignView) => status === "OPEN" || status === "PAUSED"

function Card({ campaign }: { campaign: CampaignView }) {
  const { locale, textLocale, slug, title, ask, counts } = campaign
  const t = translator(locale, "campaign")
  const lang = textLocale === locale ? undefined : textLocale
  const status = statusText({ campaign })
  return (
    <li>
      <h3 lang={lang}>
        <a href={localePath(locale, `/c/${slug}`)}>{title}</a>
      </h3>
      <p lang={lang}>{ask}</p>
      <p className="small muted">
        {status ?? (counts.confirmed < SHOWN_FROM ? t("beFirst") : t("signedCount", { count: counts.confirmed }))}
      </p>
    </li>
  )
}

/** Every campaign: open ones first, then ended ones. */
export function CampaignList({ locale, campaigns }: { locale: Locale; campaigns: readonly CampaignView[] }) {
  const t = translator(locale, "campaign")
  const open = campaigns.filter(takesPart)
  const ended = campaigns.filter((campaign) => !takesPart(campaign))
  return (
    <>
      <h1>{t("listTitle")}</h1>
      {campaigns.length === 0 && <p>{t("listNone")}</p>}
      {campaigns.length > 0 && (
        <>
          <h2>{t("listOpen")}</h2>
          {open.length === 0 ? (
            <p>{t("listEmpty")}</p>
          ) : (
            <ul className="cards">
              {open.map((campaign) => (
                <Card key={campaign.id} campaign={campaign} />
              ))}
            </ul>
          )}
        </>
      )}
      {ended.length > 0 && (
        <>
          <h2>{t("listEnded")}</h2>
          <ul className="cards">
            {ended.map((campaign) => (
              <Card key={campaign.id} campaign={campaign} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}
