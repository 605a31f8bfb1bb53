import type { OwnCampaign } from "#lib/domain/campaigns/organiser-queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type OwnCampaignsProps = {
  locale: Locale
  campaigns: readonly OwnCampaign[]
  proof: string
  /** May choose which one stands on the front page. */
  mayChoose: boolean
}

/** A list of campaigns, with how each one stands. */
export function OwnCampaigns({ locale, campaigns, proof, mayChoose }: OwnCampaignsProps) {
  const t = translator(locale, "adminCampaigns")
  const admin = translator(locale, "admin")
  if (campaigns.length === 0) return <p>{t("none")}</p>
  const figure = (value: number | null) =>
    value === null ? t("fewerThan", { n: SHOWN_FROM }) : formatter(locale).number(value)
  return (
    <ul className="own-campaigns">
      {campaigns.map(({ id, slug, shortTitle, textLocale, status, isMain, confirmed, unverified }) => (
        <li key={id} className="item">
          <h2>
            <a
              href={localePath(locale, `/admin/campaigns/${id}`)}
              lang={textLocale === locale ? undefined : textLocale}
            >
              {shortTitle}
            </a>
          </h2>
          <p>
            <strong>{admin(`status${status}`)}</strong>
            {isMain && ` · ${t("onFrontPage")}`}
            {` · /c/${slug}`}
          </p>
          <p className="muted">{t("figures", { confirmed: figure(confirmed), unverified: figure(unverified) })}</p>
          {mayChoose && !isMain && status !== "DRAFT" && (
            <form action="/admin/campaigns/main" method="post">
              <input type="hidden" name="locale" value={locale} />
              <input type="hidden" name="proof" value={proof} />
              <button className="as-link" name="campaign" value={id} aria-label={t("makeMainOf", { shortTitle })}>
                {t("makeMain")}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}
