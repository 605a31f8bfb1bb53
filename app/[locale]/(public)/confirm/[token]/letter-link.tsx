import { PublicFrame } from "../../public-frame"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { ConfirmLetter, LetterExpired, LetterNotTaken } from "#components/letters/confirm-letter"
import { type LetterSent, SentPage } from "#components/letters/sent-page"
import { findCampaign } from "#lib/domain/campaigns/queries"
import type { LetterConfirmation } from "#lib/domain/letters/confirm"
import { findLetterTarget } from "#lib/domain/letters/queries"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

type Known = Exclude<LetterConfirmation, { state: "unknown" }>

/** What happens next, for a link that has done its work. */
async function Done({ locale, slug, campaignId }: { locale: Locale; slug: string; campaignId: string }) {
  const [campaign, target, sent] = await Promise.all([
    findCampaign(slug, locale),
    findLetterTarget(campaignId),
    visitorDraft<LetterSent>("letter-sent", campaignId),
  ])
  return (
    <SentPage
      locale={locale}
      slug={slug}
      sent={sent ?? { state: "queued", email: null, statusToken: null }}
      isCollected={!target?.email}
      decisionOn={campaign?.decisionOn ?? null}
      today={dayOf(new Date())}
    />
  )
}

/** The page behind the link of a letter's message. */
export async function LetterLink({
  locale,
  token,
  confirmation,
}: {
  locale: Locale
  token: string
  confirmation: Known
}) {
  const { siteName } = await siteSettings()
  const path = `/confirm/${encodeURIComponent(token)}`
  const t = translator(locale, "confirm")
  const Ask = confirmation.state === "pending" && !confirmation.canBeSent ? LetterNotTaken : ConfirmLetter
  const page = confirmation.state === "expired" ? t("expiredTitle") : t("title")
  return (
    <PublicFrame locale={locale} path={path}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      {confirmation.state === "pending" && <Ask locale={locale} token={token} pending={confirmation} />}
      {confirmation.state === "expired" && <LetterExpired locale={locale} slug={confirmation.slug} />}
      {confirmation.state === "done" && (
        <Done locale={locale} slug={confirmation.slug} campaignId={confirmation.campaignId} />
      )}
    </PublicFrame>
  )
}
