import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { MailingPage } from "#components/admin/mailing-page"
import { SaveNotice } from "#components/admin/save-notice"
import { findMailing } from "#lib/domain/mailings/queries"
import { translator } from "#lib/shared/i18n"

const ID = /^[0-9a-f-]{36}$/
const REFRESH_SECONDS = 5

/** How far a mailing is. It looks again by itself while it is under way. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; mailing: string }> & { searchParams: Query }) {
  const [locale, { id, mailing: mailingId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/mailings/{mailing}")
  const mailing = ID.test(mailingId) ? await findMailing(id, mailingId) : null
  if (!mailing) notFound()
  const title = translator(locale, "adminUpdates")(`kind${mailing.kind}`)
  const base = `/admin/campaigns/${id}`
  return (
    <CampaignArea locale={locale} page="/updates" title={title} signedIn={signedIn}>
      {mailing.state === "SENDING" && <meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} />}
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      <MailingPage
        locale={locale}
        mailing={mailing}
        action={`${base}/mailings/${mailingId}`}
        back={`${base}/updates`}
        proof={signedIn.proof}
      />
    </CampaignArea>
  )
}
