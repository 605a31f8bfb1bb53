import type { ReactNode } from "react"
import { notFound } from "next/navigation"
import { PublicFrame } from "../../../../../(public)/public-frame"
import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { SignOrStatus } from "../../../../../(public)/c/[slug]/sign-or-status"
import { requireCampaign } from "../../../area"
import { MailPreview } from "#components/campaign-editor/mail-preview"
import { PreviewBar, type PreviewView } from "#components/campaign-editor/preview-bar"
import { Appeal } from "#components/campaigns/appeal"
import { CampaignPage } from "#components/campaigns/campaign-page"
import { StatusBanner } from "#components/campaigns/status-banner"
import { type CampaignView, findAppeal, findDraft } from "#lib/domain/campaigns/queries"
import { composeMail } from "#lib/domain/mail/compose"
import { listRecentSigners } from "#lib/domain/signatures/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

const SIGNERS_SHOWN = 8

/** The mail that asks to confirm, with sample words where a person's own would be. */
async function sampleMails({ locale, title, slug, isAtRisk }: CampaignView) {
  const names = await siteSettings()
  const name = translator(locale, "adminCampaigns")("sampleName")
  const data = { title, slug, name, showName: false, token: "0123456789ABCDEFGHIJKL", code: "000000" }
  const mail = (isDiscreet: boolean) => {
    const to = "name@example.org"
    const { subject, text } = composeMail(
      { id: "00000000-0000-0000-0000-000000000000", template: "signature.confirm", locale, isDiscreet, to, data },
      names,
    )
    return { subject, text, isDiscreet }
  }
  return isAtRisk ? [mail(true)] : [mail(false), mail(true)]
}

async function readPage(campaign: CampaignView, show: string): Promise<ReactNode> {
  if (show === "mail") return <MailPreview locale={campaign.locale} mails={await sampleMails(campaign)} />
  const appeal = show === "appeal" ? await findAppeal(campaign.id, campaign.locale) : null
  if (appeal) return <Appeal campaign={campaign} appeal={appeal} comments={null} />
  const signers = await listRecentSigners(campaign.id, SIGNERS_SHOWN)
  const now = new Date()
  return (
    <CampaignPage
      campaign={campaign}
      signers={signers}
      updates={[]}
      othersCount={campaign.counts.confirmed - signers.length}
      now={now}
      form={
        <SignOrStatus campaign={campaign} state={null} now={now} action={`/admin/campaigns/${campaign.id}/preview`} />
      }
      history={null}
    />
  )
}

/** A campaign's pages as visitors see them, also while it is a draft. The form is shown and keeps nothing. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  await requireCampaign(locale, id, "/admin/campaigns/{id}/preview")
  const campaign = await findDraft(id, locale)
  if (!campaign) notFound()
  const show: PreviewView = query.show === "appeal" || query.show === "mail" ? query.show : "petition"
  const isPhone = query.view === "phone"
  return (
    <>
      <title>{`${translator(locale, "adminCampaigns")("preview")} – ${campaign.shortTitle}`}</title>
      <PreviewBar locale={locale} id={id} show={show} isPhone={isPhone} wasTried={query.tried !== undefined} />
      <div className={isPhone ? "as-phone" : undefined}>
        <PublicFrame
          locale={locale}
          path={`/admin/campaigns/${id}/preview`}
          slug={campaign.slug}
          keepsLanguage
          isWide={show === "petition"}
          banner={campaign.status !== "OPEN" && <StatusBanner campaign={campaign} />}
        >
          {await readPage(campaign, show)}
        </PublicFrame>
      </div>
    </>
  )
}
