import { nextMilestone } from "#lib/domain/campaigns/rules"
import { type CampaignView, findCampaign, findCounts, listCampaigns } from "#lib/domain/campaigns/queries"
import { env } from "#lib/platform/env"
import { type Locale, localePath, toLocale } from "#lib/shared/locales"
import { problem } from "#lib/web/problem-page"
import { publicJson } from "#lib/web/public-json"

function localeOf(request: Request): Locale {
  return toLocale(new URL(request.url).searchParams.get("locale"))
}

function describe(campaign: CampaignView): unknown {
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
    urls: { page: url(""), sign: url("/sign"), share: url("/share") },
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
  return campaign ? publicJson(describe(campaign)) : problem(request, { status: 404 })
}

/** `GET /api/v1/campaigns?locale=`: every published campaign, open ones first. */
export async function apiCampaigns(request: Request): Promise<Response> {
  return publicJson({ rows: (await listCampaigns(localeOf(request))).map(describe), next: null })
}
