import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { SignOrStatus } from "../sign-or-status"
import { StatusBanner } from "#components/campaigns/status-banner"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { NothingKept } from "#components/signatures/nothing-kept"
import { SIGN_FORM_ID, type SignState, signFieldId } from "#components/signatures/sign-form"
import { ErrorSummary } from "#components/ui/error-summary"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** The form alone: for errors, for people who came by a link, and without e-mail where that is allowed. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query] = await Promise.all([readCampaign(params), searchParams])
  const { id, slug, shortTitle, title, ask, status, allowsNoEmail, textLocale } = campaign
  const [{ siteName }, draft] = await Promise.all([siteSettings(), visitorDraft<SignState>("sign", id)])
  const t = translator(locale, "sign")
  const isWithoutEmail = allowsNoEmail && query["no-email"] !== undefined
  const errors = draft?.errors ?? []
  const path = `/c/${slug}/sign${isWithoutEmail ? "?no-email=1" : ""}`
  const lang = textLocale === locale ? undefined : textLocale
  const pageName = pageTitle(locale, { page: t("pageTitle"), shortTitle, siteName, hasErrors: errors.length > 0 })
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      banner={status !== "OPEN" && <StatusBanner campaign={campaign} />}
      formId={status === "OPEN" ? SIGN_FORM_ID : undefined}
    >
      <PageHead locale={locale} path={path} title={pageName} siteName={siteName} isIndexed={false} />
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, signFieldId)}
        />
      )}
      {query.draft !== undefined && !draft && <NothingKept locale={locale} />}
      <h1 lang={lang}>{title}</h1>
      <p className="lead">
        <span lang={lang}>{ask}</span> <a href={localePath(locale, `/c/${slug}#petition`)}>{t("readPetition")}</a>
      </p>
      <SignOrStatus campaign={campaign} state={draft} isWithoutEmail={isWithoutEmail} now={new Date()} />
    </PublicFrame>
  )
}
