import { LinkTabs } from "#components/ui/link-tabs"
import type { CampaignHead } from "#lib/domain/campaigns/organiser-queries"
import { type Messages, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type TabText = Extract<keyof Messages["admin"], `tab${string}`>

type CampaignTabsProps = {
  locale: Locale
  campaign: CampaignHead
  tabs: readonly { href: string; text: TabText; isCurrent: boolean }[]
}

/** Which campaign a page is about, how it stands, and the pages about it. */
export function CampaignTabs({ locale, campaign, tabs }: CampaignTabsProps) {
  const t = translator(locale, "admin")
  return (
    <div className="campaign-bar">
      <p>
        <strong lang={campaign.textLocale === locale ? undefined : campaign.textLocale}>{campaign.shortTitle}</strong>{" "}
        <span className="muted">{t(`status${campaign.status}`)}</span>
      </p>
      <LinkTabs
        label={t("campaignPages")}
        tabs={tabs.map(({ href, text, isCurrent }) => ({ href: localePath(locale, href), text: t(text), isCurrent }))}
      />
    </div>
  )
}
