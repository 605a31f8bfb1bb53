import { findCampaign } from "#lib/domain/campaigns/queries"
import { commentsState } from "#lib/domain/comments/opening"
import { findCommentSlug, listComments, listLatest, type PublicComment } from "#lib/domain/comments/queries"
import { publicIdField } from "#lib/domain/comments/schema"
import { findCommentChoices } from "#lib/domain/comments/settings"
import { commentExcerpt, commentHtml } from "#lib/domain/comments/text"
import { env } from "#lib/platform/env"
import { html, type SafeHtml } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { localePath, splitLocalePath } from "#lib/shared/locales"
import { problem } from "#lib/web/problem-page"

const FEED_ENTRIES = 30
const API_PAGE = 50

async function readableCampaign(request: Request, slug: string) {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  const campaign = await findCampaign(slug, locale)
  if (!campaign) return null
  const choices = await findCommentChoices(campaign.id)
  return commentsState(choices, campaign.status, new Date()).state === "off" ? null : { campaign, locale }
}

/** Address of a comment in its thread. */
function addressOf(slug: string, id: string, locale: Parameters<typeof localePath>[0]): string {
  return env().baseUrl + localePath(locale, `/c/${slug}/comments?at=${id}#comment-${id}`)
}

/** The newest comments as Atom (RFC 4287): `GET /c/{slug}/comments/feed.xml`. Days, never moments. */
export async function commentFeed(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const found = await readableCampaign(request, slug)
  if (!found) return problem(request, { status: 404 })
  const { campaign, locale } = found
  const comments = (await listLatest(campaign.id, FEED_ENTRIES)).reverse()
  const self = env().baseUrl + localePath(locale, `/c/${slug}/comments/feed.xml`)
  const page = env().baseUrl + localePath(locale, `/c/${slug}/comments`)
  const updated = comments[0]?.postedOn ?? campaign.openedOn ?? "1970-01-01"
  const title = translator(locale, "comments")("feedTitle", { shortTitle: campaign.shortTitle })
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
    <id>${page}</id>
    <title>${title}</title>
    <updated>${updated}T00:00:00Z</updated>
    <link rel="self" type="application/atom+xml" href="${self}" />
    <link rel="alternate" type="text/html" href="${page}" />
    ${comments.map((one) => entry(slug, locale, one))}</feed
  > `
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${withoutControls(feed.text)}`, {
    headers: { "content-type": "application/atom+xml; charset=utf-8" },
  })
}

function entry(slug: string, locale: Parameters<typeof localePath>[0], comment: PublicComment): SafeHtml {
  const url = addressOf(slug, comment.id, locale)
  // Markup stands in the feed as text (RFC 4287 §3.1.1.2), so it is escaped once more.
  const content = commentHtml(comment.body, { hasLinks: comment.hasLinks }).text
  return html`
    <entry>
      <id>${url}</id>
      <title>${commentExcerpt(comment.body, 60)}</title>
      <author><name>${comment.name}</name></author>
      <published>${comment.postedOn}T00:00:00Z</published>
      <updated>${comment.postedOn}T00:00:00Z</updated>
      <link rel="alternate" type="text/html" href="${url}" />
      <content type="html">${content}</content>
    </entry>
  `
}

/** Characters that XML cannot hold (XML 1.0 §2.2). Comments are tidied when they come in; imported ones are as they are. */
function withoutControls(xml: string): string {
  return xml.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "").toWellFormed()
}

/** Visible comments for programs: `GET /api/v1/campaigns/{slug}/comments?after=&order=`. */
export async function commentApi(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const found = await readableCampaign(request, slug)
  if (!found) return problem(request, { status: 404 })
  const query = new URL(request.url).searchParams
  const after = publicIdField.nullable().catch(null).parse(query.get("after"))
  const order = query.get("order") === "newest" ? "newest" : "oldest"
  const page = await listComments(found.campaign.id, { order, after }, API_PAGE)
  const rows = page.comments.map((comment) => ({
    id: comment.id,
    parent: comment.parent?.id ?? null,
    state: comment.mark,
    author: comment.mark === "visible" ? { name: comment.name, provider: comment.provider } : null,
    website: comment.website,
    body: comment.body,
    html: comment.mark === "visible" ? commentHtml(comment.body, { hasLinks: comment.hasLinks }).text : "",
    date: comment.postedOn,
    url: addressOf(slug, comment.id, "en"),
  }))
  return Response.json({ rows, next: page.after })
}

/** Leads from a short address, which names no campaign, to a comment: `GET /m/{id}`. */
export async function leadToComment(request: Request, { id = "" }: Record<string, string>): Promise<Response> {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  const slug = publicIdField.safeParse(id).success ? await findCommentSlug(id) : null
  if (!slug) return problem(request, { status: 404 })
  const location = localePath(locale, `/c/${slug}/comments?at=${id}#comment-${id}`)
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } })
}
