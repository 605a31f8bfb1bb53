import { LinkTabs } from "#components/ui/link-tabs"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

const PAGES = [
  { page: "", text: "pageList" },
  { page: "/rules", text: "pageRules" },
  { page: "/paper", text: "pagePaper" },
  { page: "/export", text: "pageExport" },
] as const

/** The ways to work with the signatures of a campaign. */
export function SignatureTabs({
  locale,
  campaignId,
  current,
}: {
  locale: Locale
  campaignId: string
  current: "" | "/rules" | "/paper" | "/export"
}) {
  const t = translator(locale, "adminSignatures")
  const base = localePath(locale, `/admin/campaigns/${campaignId}/signatures`)
  const tabs = PAGES.map(({ page, text }) => ({ href: base + page, text: t(text), isCurrent: page === current }))
  return <LinkTabs label={t("pages")} tabs={tabs} />
}
