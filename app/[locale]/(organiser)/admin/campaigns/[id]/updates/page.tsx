import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { MailingList, UpdateList } from "#components/admin/update-list"
import { ButtonLink } from "#components/ui/button"
import { listUpdates } from "#lib/domain/campaigns/update-queries"
import { listMailings } from "#lib/domain/mailings/queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { canSee } from "#lib/web/organiser/access"

/** The news of a campaign, and what was sent of it. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates")
  const [updates, mailings] = await Promise.all([listUpdates(id, locale), listMailings(id)])
  const t = translator(locale, "adminUpdates")
  const base = `/admin/campaigns/${id}`
  const mayTell = canSee(signedIn.actor, "/admin/campaigns/{id}/updates/exposed", id)
  return (
    <CampaignArea locale={locale} page="/updates" title={t("title")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <div className="actions">
        <ButtonLink isPrimary href={localePath(locale, `${base}/updates/new`)}>
          {t("write")}
        </ButtonLink>
      </div>
      <h2>{t("news")}</h2>
      <UpdateList locale={locale} base={`${base}/updates`} updates={updates} />
      <h2>{t("mailings")}</h2>
      <MailingList locale={locale} base={`${base}/mailings`} mailings={mailings} />
      <h2>{t("others")}</h2>
      <ul>
        <li>
          <a href={localePath(locale, `${base}/updates/outcome`)}>{t("outcomeTitle")}</a>
        </li>
        {mayTell && (
          <li>
            <a href={localePath(locale, `${base}/updates/exposed`)}>{t("exposedTitle")}</a>
          </li>
        )}
      </ul>
    </CampaignArea>
  )
}
