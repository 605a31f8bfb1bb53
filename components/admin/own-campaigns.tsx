import type { OwnCampaign } from "#lib/domain/campaigns/organiser-queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** A list of campaigns, with how each one stands. */
export function OwnCampaigns({ locale, campaigns }: { locale: Locale; campaigns: readonly OwnCampaign[] }) {
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
        </li>
      ))}
    </ul>
  )
}
