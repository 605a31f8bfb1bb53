import { notFound, redirect } from "next/navigation"
import { PublicFrame } from "../../../../public-frame"
import { readCampaign, type WithCampaign } from "../../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { PreviewPage } from "#components/letters/preview-page"
import { composeLetter } from "#lib/domain/letters/compose"
import { paperHints } from "#lib/domain/letters/paper-hints"
import { postalLetter } from "#lib/domain/letters/postal"
import { findLetterTarget, findSampleByMark } from "#lib/domain/letters/queries"
import { letterFields } from "#lib/domain/letters/schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { formStamp } from "#lib/web/form-stamp"
import type { LetterPreview } from "#lib/web/handlers/letter"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** The letter as it will look, and the ways it can go. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle } = campaign
  const [{ siteName }, target, draft] = await Promise.all([
    siteSettings(),
    findLetterTarget(id),
    visitorDraft<LetterPreview>("letter-preview", id),
  ])
  if (!target) notFound()
  const parsed = letterFields.safeParse({ ...draft?.values, locale })
  // Without a draft there is nothing to look at; the form says why it is empty.
  if (!draft || !parsed.success) redirect(localePath(locale, `/c/${slug}/letter?draft=1`))
  const sample = await findSampleByMark(id, draft.values.from ?? "")
  const letter = composeLetter(parsed.data, sample, target, draft.on)
  const { subject, text, textLocale } = letter
  const paper = postalLetter({ ...parsed.data, subject, text, textLocale, on: draft.on }, target)
  const path = `/c/${slug}/letter/preview`
  const title = pageTitle(locale, { page: translator(locale, "letter")("previewPageTitle"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      <PreviewPage
        locale={locale}
        slug={slug}
        siteName={siteName}
        target={target}
        fields={parsed.data}
        letter={{ ...letter, hints: [...letter.hints, ...paperHints(letter)] }}
        paper={paper}
        values={draft.values}
        on={draft.on}
        made={formStamp(new Date())}
        formKey={crypto.randomUUID()}
        hasChanged={draft.hasChanged ?? false}
      />
    </PublicFrame>
  )
}
