import { ReplacedForm } from "#components/campaigns/replaced-form"
import { SignForm, type SignState } from "#components/signatures/sign-form"
import { type CampaignView, listOpenSlugs } from "#lib/domain/campaigns/queries"
import { formStamp } from "#lib/web/form-stamp"
import { siteSettings } from "#lib/web/site"

type SignOrStatusProps = {
  campaign: CampaignView
  state: SignState | null
  isWithoutEmail?: boolean
  now: Date
  action?: string
}

/** The sign form while the campaign is open, else what stands in its place. */
export async function SignOrStatus({ campaign, state, isWithoutEmail = false, now, action }: SignOrStatusProps) {
  const { locale, slug, status, allowsNoEmail, isAtRisk, asks, version } = campaign
  if (status !== "OPEN" && status !== "DRAFT") {
    const open = await listOpenSlugs()
    return <ReplacedForm campaign={campaign} hasOpenCampaigns={open.length > 0} now={now} />
  }
  const { siteName } = await siteSettings()
  return (
    <SignForm
      locale={locale}
      slug={slug}
      siteName={siteName}
      made={formStamp(now)}
      // A page with a draft is made for one visitor; the others are the same bytes for everyone, so the script adds the key.
      formKey={state && crypto.randomUUID()}
      state={state}
      isWithoutEmail={isWithoutEmail}
      allowsNoEmail={allowsNoEmail}
      isAtRisk={isAtRisk}
      asks={asks}
      version={version}
      action={action}
    />
  )
}
