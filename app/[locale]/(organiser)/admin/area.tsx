import { notFound, redirect } from "next/navigation"
import type { ReactNode } from "react"
import { AreaFrame } from "#components/admin/area-frame"
import { CampaignTabs } from "#components/admin/campaign-tabs"
import { type CampaignHead, findCampaignHead } from "#lib/domain/campaigns/organiser-queries"
import { type Locale, localePath } from "#lib/shared/locales"
import { currentOrganiser, type SignedIn } from "#lib/web/current-login"
import { canSee } from "#lib/web/organiser/access"
import { siteSettings } from "#lib/web/site"

/**
 * Who is signed in. Anybody else is led to the sign-in page.
 *
 * @param path As in the rows of the pages. A page that is not for somebody is not there for them.
 */
export async function requireOrganiser(locale: Locale, path?: string): Promise<SignedIn> {
  const signedIn = await currentOrganiser()
  if (!signedIn) redirect(localePath(locale, "/login"))
  if (path && !canSee(signedIn.actor, path)) notFound()
  return signedIn
}

/**
 * Who is signed in, and the campaign that a page is about. A campaign in which somebody has no part, or not enough of one for the
 * page, is not there for them.
 *
 * @param path As in the rows of the pages: `/admin/campaigns/{id}/signatures`.
 */
export async function requireCampaign(
  locale: Locale,
  id: string,
  path: string,
): Promise<SignedIn & { campaign: CampaignHead }> {
  const signedIn = await requireOrganiser(locale)
  const campaign = canSee(signedIn.actor, path, id) ? await findCampaignHead(id, locale) : null
  if (!campaign) notFound()
  return { ...signedIn, campaign }
}

type AreaProps = {
  locale: Locale
  path: string
  title: string
  signedIn: SignedIn
  /** Uses the whole width of a wide screen, not a column to read. */
  isWide?: boolean
  children: ReactNode
}

const AREA_PAGES = [
  { href: "/admin", text: "navToday" },
  { href: "/admin/campaigns", text: "navCampaigns" },
  { href: "/admin/moderation", text: "navModeration" },
  { href: "/admin/people", text: "navPeople" },
  { href: "/admin/log", text: "navLog" },
  { href: "/admin/settings", text: "navSettings" },
  { href: "/admin/account", text: "navAccount" },
] as const

const CAMPAIGN_PAGES = [
  { page: "", text: "tabCampaign" },
  { page: "/signatures", text: "tabSignatures" },
  { page: "/letters", text: "tabLetters" },
  { page: "/delivery", text: "tabDelivery" },
  { page: "/updates", text: "tabUpdates" },
  { page: "/insights", text: "tabInsights" },
] as const

/** The frame of a page of the organisers' area. */
export async function Area({ locale, path, title, signedIn, isWide = false, children }: AreaProps) {
  const { siteName, showsLogo, logo, isDemo } = await siteSettings()
  return (
    <>
      <title>{`${title} – ${siteName}`}</title>
      <AreaFrame
        locale={locale}
        path={path}
        siteName={siteName}
        logo={showsLogo ? logo : null}
        links={AREA_PAGES.filter(({ href }) => href === "/admin" || canSee(signedIn.actor, href))}
        proof={signedIn.proof}
        isDemo={isDemo}
        isWide={isWide}
      >
        {children}
      </AreaFrame>
    </>
  )
}

type CampaignAreaProps = Omit<AreaProps, "path" | "signedIn"> & {
  /** What stands after the campaign's address: "/signatures", or nothing. */
  page: string
  /** The page about the campaign that this one belongs to, where it is not one of them itself. */
  tab?: string
  signedIn: SignedIn & { campaign: CampaignHead }
}

/** The frame of a page about one campaign: the campaign's name and the pages about it stand above. */
export function CampaignArea({ locale, page, tab = page, title, signedIn, isWide, children }: CampaignAreaProps) {
  const { campaign, actor } = signedIn
  const base = `/admin/campaigns/${campaign.id}`
  const tabs = CAMPAIGN_PAGES.filter((row) => canSee(actor, `/admin/campaigns/{id}${row.page}`, campaign.id))
  return (
    <Area
      locale={locale}
      path={base + page}
      title={`${title} – ${campaign.shortTitle}`}
      signedIn={signedIn}
      isWide={isWide}
    >
      <CampaignTabs
        locale={locale}
        campaign={campaign}
        tabs={tabs.map(({ page: href, text }) => ({ href: base + href, text, isCurrent: href === tab }))}
      />
      {children}
    </Area>
  )
}
