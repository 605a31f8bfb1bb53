import "server-only"
import { findMainCampaign, findTarget } from "#lib/domain/campaigns/queries"
import { EDIT_MINUTES, EMAIL_DAYS } from "#lib/domain/comments/limits"
import { findCommentsInUse } from "#lib/domain/comments/settings"
import { REFUSED_DAYS, SNAPSHOT_MAX_MINUTES } from "#lib/domain/moderation/limits"
import { readContentOrEnglish } from "#lib/platform/content-files"
import { DEFAULT_LOCALE, type Locale } from "#lib/shared/locales"
import { headingSlugs } from "#lib/shared/markdown"
import { configuredProviders, PROVIDER_NAMES } from "#lib/web/auth/providers"
import { outsideService } from "#lib/web/outside-service"
import { siteSettings } from "#lib/web/site"

/** A text about the site itself, with what fills its `{{fields}}`. */
export type SiteText = {
  title: string
  /** Markdown. */
  body: string
  textLocale: Locale
  /** `YYYY-MM-DD`, where the text says when it was last changed. */
  updatedOn: string | null
  fields: Record<string, string | null>
  /** The same in every language, so that a link to a part of the text works in all of them. */
  headingIds: string[]
}

/** Names as a choice, e.g. "Google, Twitter (X) or Facebook". */
function formatChoice(locale: Locale, names: readonly string[]): string {
  return new Intl.ListFormat(locale === "en" ? "en-GB" : locale, { type: "disjunction" }).format(names)
}

async function mergeFields(locale: Locale): Promise<Record<string, string | null>> {
  const [site, campaign, comments] = await Promise.all([siteSettings(), findMainCampaign(locale), findCommentsInUse()])
  const providers = comments.allowsLogin ? configuredProviders().map((name) => PROVIDER_NAMES[name]) : []
  const numberIf = (value: number, isSo: boolean) => (isSo ? String(value) : null)
  const target = campaign && (await findTarget(campaign.id))
  return {
    org_name: site.orgName,
    org_contact: site.orgContact,
    hosting_country: site.hostingCountry,
    retention_days: String(site.retentionDays),
    recipient_name: target?.name ?? campaign?.addressedTo ?? null,
    recipient_organisation: target?.organisation ?? campaign?.addressedTo ?? null,
    // What the text says of services that are not used is left out.
    spam_service: outsideService(comments),
    spam_minutes: String(SNAPSHOT_MAX_MINUTES),
    login_providers: providers.length > 0 ? formatChoice(locale, providers) : null,
    comment_days: numberIf(EMAIL_DAYS, comments.allowsGuests),
    refused_days: numberIf(REFUSED_DAYS, comments.isShown),
    edit_minutes: numberIf(EDIT_MINUTES, comments.isShown),
  }
}

/** The privacy or safety text in the language, else in English. */
export async function siteText(kind: "privacy" | "safety", locale: Locale): Promise<SiteText> {
  const [text, english, fields] = await Promise.all([
    readContentOrEnglish(kind, locale),
    readContentOrEnglish(kind, DEFAULT_LOCALE),
    mergeFields(locale),
  ])
  const { title, lastUpdated } = text.fields
  return {
    title: String(title ?? ""),
    body: text.body,
    textLocale: text.locale,
    updatedOn: /^\d{4}-\d\d-\d\d$/.test(String(lastUpdated)) ? String(lastUpdated) : null,
    fields,
    headingIds: headingSlugs(english.body),
  }
}
