import { findCampaign } from "#lib/domain/campaigns/queries"
import { listPublicUpdates, type PublicUpdate } from "#lib/domain/campaigns/update-queries"
import { findShortLink } from "#lib/domain/mailings/unsubscribe"
import { updateFields } from "#lib/domain/mailings/words"
import { env } from "#lib/platform/env"
import { html, type SafeHtml } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath, splitLocalePath } from "#lib/shared/locales"
import { renderMarkdown } from "#lib/shared/markdown"
import { problem } from "#lib/web/problem-page"

const FEED_ENTRIES = 30

/** The news of a campaign as Atom (RFC 4287): `GET /c/{slug}/feed.xml`. Days, never moments. */
export async function updateFeed(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  const campaign = await findCampaign(slug, locale)
  if (!campaign) return problem(request, { status: 404 })
  const updates = await listPublicUpdates(campaign.id, locale, FEED_ENTRIES)
  const page = env().baseUrl + localePath(locale, `/c/${slug}/updates`)
  const self = env().baseUrl + localePath(locale, `/c/${slug}/feed.xml`)
  const changed = updates.map(({ publishedOn, correctedOn }) => correctedOn ?? publishedOn).sort()
  const fields = updateFields(locale, { title: campaign.title, confirmed: campaign.counts.confirmed })
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
    <id>${page}</id>
    <title>${translator(locale, "updates")("feedTitle", { shortTitle: campaign.shortTitle })}</title>
    <author><name>${campaign.startedBy}</name></author>
    <updated>${changed.at(-1) ?? campaign.openedOn ?? "1970-01-01"}T00:00:00Z</updated>
    <link rel="self" type="application/atom+xml" href="${self}" />
    <link rel="alternate" type="text/html" href="${page}" />
    ${updates.map((update) => entry(page, update, locale, fields))}</feed
  > `
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${feed.text.toWellFormed()}`, {
    headers: { "content-type": "application/atom+xml; charset=utf-8" },
  })
}

function entry(page: string, update: PublicUpdate, locale: Locale, fields: Record<string, string>): SafeHtml {
  const { number, title, body, publishedOn, correctedOn, textLocale } = update
  const url = `${page}/${number}`
  // Markup stands in the feed as text (RFC 4287 §3.1.1.2), so it is escaped once more. Readers need whole addresses.
  const content = renderMarkdown(body, { fields }).replaceAll('href="/', `href="${env().baseUrl}/`)
  const lang = textLocale === locale ? null : html` xml:lang="${textLocale}"`
  return html`
    <entry${lang}>
      <id>${url}</id>
      <title>${title}</title>
      <published>${publishedOn}T00:00:00Z</published>
      <updated>${correctedOn ?? publishedOn}T00:00:00Z</updated>
      <link rel="alternate" type="text/html" href="${url}" />
      <content type="html">${content}</content>
    </entry>
  `
}

/** Leads from the short address in a discreet message, which names no campaign, to what it is about: `GET /n/{id}`. */
export async function leadToNews(request: Request, { id = "" }: Record<string, string>): Promise<Response> {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  const path = /^[a-z0-9]{1,40}$/.test(id) ? await findShortLink(id) : null
  if (!path) return problem(request, { status: 404 })
  return new Response(null, {
    status: 302,
    headers: { location: localePath(locale, path), "cache-control": "no-store" },
  })
}
