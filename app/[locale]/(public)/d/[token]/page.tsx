import { PublicFrame } from "../../public-frame"
import { readLocale, type WithLocale } from "../../page-params"
import { draftState } from "../../c/[slug]/letter/letter-state"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { LETTER_FORM_ID } from "#components/letters/letter-ids"
import { LetterPage } from "#components/letters/letter-page"
import { SavedGone, SavedTools } from "#components/letters/saved-tools"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { findLetterTarget, findPoints, listSamples } from "#lib/domain/letters/queries"
import { findSaved } from "#lib/domain/letters/saved"
import { translator } from "#lib/shared/i18n"
import { formStamp } from "#lib/web/form-stamp"
import { siteSettings } from "#lib/web/site"

/** Where the handler leads after deleting; tokens never look like this. */
const DELETED = "deleted"

/** A letter that was saved for later. Opening it changes nothing. */
export default async function Page({ params }: WithLocale<{ token: string }>) {
  const [locale, { token }] = await Promise.all([readLocale(params), params])
  const [{ siteName }, saved] = await Promise.all([siteSettings(), findSaved(token, new Date())])
  const campaign = saved && (await findCampaign(saved.slug, locale))
  const target = campaign && (await findLetterTarget(campaign.id))
  const path = `/d/${encodeURIComponent(token)}`
  const t = translator(locale, "letter")
  const isOpen = saved && campaign?.status === "OPEN" && target
  const page = t(isOpen ? "pageTitle" : token === DELETED ? "savedDeletedTitle" : "savedGoneTitle")
  return (
    <PublicFrame locale={locale} path={path} slug={campaign?.slug} formId={isOpen ? LETTER_FORM_ID : undefined}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      {isOpen ? (
        <>
          <SavedTools locale={locale} token={token} />
          <LetterPage
            {...await draftState(campaign.id, { values: saved.values, errors: [] })}
            locale={locale}
            slug={campaign.slug}
            siteName={siteName}
            made={formStamp(new Date())}
            formKey={crypto.randomUUID()}
            samples={await listSamples(campaign.id, locale)}
            points={await findPoints(campaign.id, locale)}
            target={target}
            isLost={false}
          />
        </>
      ) : (
        <SavedGone locale={locale} isDeleted={token === DELETED} />
      )}
    </PublicFrame>
  )
}
