import { notFound } from "next/navigation"
import { z } from "zod"
import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { LogPage } from "#components/admin/log-page"
import { listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { listLog, LOG_KINDS } from "#lib/domain/identity/log"
import { listOrganisers } from "#lib/domain/identity/people"
import { translator } from "#lib/shared/i18n"

const id = z.uuid().nullable().catch(null)
const wanted = z.object({
  organiser: id,
  campaign: id,
  kind: z.enum(LOG_KINDS).nullable().catch(null),
  after: id,
})

/** What organisers did, for owners. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/log")
  const { actor } = signedIn
  const { organiser, campaign, kind, after } = wanted.parse(query)
  const filter = { organiserId: organiser, campaignId: campaign, kind }
  const t = translator(locale, "adminSite")
  const [found, organisers, campaigns] = await Promise.all([
    listLog(actor, filter, after),
    listOrganisers(actor),
    listOwnCampaigns(actor, locale),
  ])
  if (!found.ok || !organisers.ok) notFound()
  return (
    <Area locale={locale} path="/admin/log" title={t("logTitle")} signedIn={signedIn}>
      <h1>{t("logTitle")}</h1>
      <LogPage
        locale={locale}
        {...found.value}
        after={after}
        filter={filter}
        organisers={organisers.value.map(({ id: organiserId, name }) => ({ id: organiserId, name }))}
        campaigns={campaigns.map(({ id: campaignId, shortTitle }) => ({ id: campaignId, shortTitle }))}
      />
    </Area>
  )
}
