import { findCampaign } from "#lib/domain/campaigns/queries"
import {
  findPublished,
  listPublishedLetters,
  type ListedLetter,
  type PublishedLetter,
} from "#lib/domain/letters/gallery"
import { env } from "#lib/platform/env"
import { DEFAULT_LOCALE, isLocale } from "#lib/shared/locales"
import { problem } from "#lib/web/problem-page"

const PAGE = 50

/** Public data may be read by any site's page (contract.md); it is as fresh as the pages are. */
const HEADERS = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "public, max-age=5",
}

const urlOf = (slug: string, id: string) => `${env().baseUrl}/c/${slug}/l/${id}`

function listed(slug: string, { id, name, excerpt, textLocale, monthOn }: ListedLetter) {
  return { id, name, excerpt, locale: textLocale, month: monthOn.slice(0, 7), url: urlOf(slug, id) }
}

function whole(slug: string, { id, name, text, textLocale, monthOn, recipient }: PublishedLetter) {
  return { id, name, text, locale: textLocale, month: monthOn.slice(0, 7), recipient, url: urlOf(slug, id) }
}

/** `GET /api/v1/campaigns/{slug}/letters?after=&language=`: letters that their writers let others read. */
export async function letterList(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const campaign = await findCampaign(slug, DEFAULT_LOCALE)
  if (!campaign) return problem(request, { status: 404 })
  const query = new URL(request.url).searchParams
  const language = query.get("language")
  const options = { language: isLocale(language) ? language : null, after: query.get("after"), limit: PAGE }
  const { rows, next } = await listPublishedLetters(campaign.id, options)
  return Response.json({ rows: rows.map((row) => listed(slug, row)), next }, { headers: HEADERS })
}

/** `GET /api/v1/letters/{id}` */
export async function letterOne(request: Request, { id = "" }: Record<string, string>): Promise<Response> {
  const found = await findPublished(id)
  if (!found) return problem(request, { status: 404 })
  return Response.json(whole(found.slug, found), { headers: HEADERS })
}
