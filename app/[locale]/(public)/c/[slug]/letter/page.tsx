import { notFound } from "next/navigation"
import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { draftState, freshState, type LetterDraft } from "./letter-state"
import { StatusBanner } from "#components/campaigns/status-banner"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { LETTER_FORM_ID } from "#components/letters/letter-ids"
import { LetterPage } from "#components/letters/letter-page"
import { LettersClosed } from "#components/letters/letters-closed"
import { addressed } from "#lib/domain/letters/compose"
import { findLetterTarget, findPoints, listSamples } from "#lib/domain/letters/queries"
import { BLANK } from "#lib/domain/letters/schema"
import { translator } from "#lib/shared/i18n"
import { formStamp } from "#lib/web/form-stamp"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Write a letter; `?sample=health` picks a sample. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query] = await Promise.all([readCampaign(params), searchParams])
  const { id, slug, shortTitle, status } = campaign
  const [{ siteName }, target, samples, points, draft] = await Promise.all([
    siteSettings(),
    findLetterTarget(id),
    listSamples(id, locale),
    findPoints(id, locale),
    visitorDraft<LetterDraft>("letter", id),
  ])
  if (!target) notFound()
  // A link to a sample shows that sample, also to who has a draft: the draft comes back with the form's own steps.
  const asked = samples.find(({ key }) => key === query.sample)
  const isDraftWanted = draft && (query.draft !== undefined || query.sample === undefined)
  const first = query.sample === BLANK ? null : addressed(asked ?? samples[0] ?? null, target)
  const state = isDraftWanted ? await draftState(id, draft) : await freshState(id, first)
  const path = `/c/${slug}/letter`
  const page = translator(locale, "letter")("pageTitle")
  const title = pageTitle(locale, { page, shortTitle, siteName, hasErrors: state.errors.length > 0 })
  const isOpen = status === "OPEN"
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      banner={!isOpen && <StatusBanner campaign={campaign} />}
      formId={isOpen ? LETTER_FORM_ID : undefined}
    >
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      {isOpen ? (
        <LetterPage
          {...state}
          locale={locale}
          slug={slug}
          siteName={siteName}
          made={formStamp(new Date())}
          formKey={draft && crypto.randomUUID()}
          samples={samples}
          points={points}
          target={target}
          isLost={query.draft !== undefined && !draft}
        />
      ) : (
        <LettersClosed locale={locale} slug={slug} />
      )}
    </PublicFrame>
  )
}
