import { nextMilestone } from "#lib/domain/campaigns/rules"
import { type CampaignView, findCampaign, findCounts, listCampaigns } from "#lib/domain/campaigns/queries"
import { countReadable } from "#lib/domain/comments/queries"
import { countSentLetters } from "#lib/domain/letters/queries"
import { env } from "#lib/platform/env"
import { type Locale, localePath, toLocale } from "#lib/shared/locales"
import { problem } from "#lib/web/problem-page"
import { publicJson } from "#lib/web/public-json"

function localeOf(request: Request): Locale {
  return toLocale(new URL(request.url).searchParams.get("locale"))
}

/** What else people did, by campaign; read here alone, so that the pages do not pay for it. */
async function totalsOf(campaigns: readonly CampaignView[]) {
  const ids = campaigns.map(({ id }) => id)
  const [sent, visible] = await Promise.all([countSentLetters(ids), countReadable(ids)])
  return (id: string) => ({ letters: { sent: sent.get(id) ?? 0 }, comments: { visible: visible.get(id) ?? 0 } })
}

type Totals = ReturnType<Awaited<ReturnType<typeof totalsOf>>>

function describe(campaign: CampaignView, totals: Totals): unknown {
  const { slug, title, shortTitle, status, textLocale, ask, addressedTo, startedBy, counts } = campaign
  const url = (path: string) => env().baseUrl + localePath(campaign.locale, `/c/${slug}${path}`)
  return {
    slug,
    title,
    shortTitle,
    status: status.toLowerCase(),
    locale: textLocale,
    ask,
    addressedTo,
    startedBy,
    decisionDate: campaign.decisionOn,
    openedOn: campaign.openedOn,
    closesOn: campaign.closedOn,
    signatures: { ...counts, nextMilestone: nextMilestone(counts.confirmed) },
    ...totals,
    urls: {
      ...{ page: url(""), sign: url("/sign"), share: url("/share"), comments: url("/comments") },
      ...(campaign.hasLetters && { letters: url("/letters") }),
    },
    updatedAt: campaign.updatedAt,
  }
}

/** `GET /api/v1/campaigns/{slug}/count`: the number that people look at. */
export async function campaignCount(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const found = await findCounts(slug)
  if (!found) return problem(request, { status: 404 })
  return publicJson({ confirmed: found.counts.confirmed, asOf: found.asOf })
}

/** `GET /api/v1/campaigns/{slug}?locale=` */
export async function apiCampaign(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const campaign = await findCampaign(slug, localeOf(request))
  if (!campaign) return problem(request, { status: 404 })
  return publicJson(describe(campaign, (await totalsOf([campaign]))(campaign.id)))
}

/** `GET /api/v1/campaigns?locale=`: every published campaign, open ones first. */
export async function apiCampaigns(request: Request): Promise<Response> {
  const campaigns = await listCampaigns(localeOf(request))
  const totals = await totalsOf(campaigns)
  return publicJson({ rows: campaigns.map((campaign) => describe(campaign, totals(campaign.id))), next: null })
}
