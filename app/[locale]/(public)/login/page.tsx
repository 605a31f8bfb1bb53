import { PublicFrame } from "../public-frame"
import { type Query, readLocale, type WithLocale } from "../page-params"
import { PasskeyForm } from "#components/admin/passkey-form"
import { SignInForm } from "#components/admin/sign-in-form"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Where organisers ask for a sign-in link, and where a log-in ends that knows no way back. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const [{ siteName }, draft] = await Promise.all([
    siteSettings(),
    query.draft === undefined ? null : visitorDraft<FormState>("sign-in", ""),
  ])
  const t = translator(locale, "login")
  const isFailed = query.error !== undefined
  const errors = draft?.errors ?? []
  const page = t(isFailed ? "failedTitle" : "title")
  return (
    <PublicFrame locale={locale} path="/login" keepsLanguage>
      <PageHead
        locale={locale}
        path="/login"
        title={pageTitle(locale, { page, siteName, hasErrors: errors.length > 0 })}
        siteName={siteName}
        isIndexed={false}
      />
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, () => "sign-in-email")}
        />
      )}
      {query.failed !== undefined && <Notice kind="warning" role="alert" title={t("passkeyFailed")} />}
      {query.sent !== undefined && <Notice kind="info" role="status" title={t("sent")} />}
      <h1>{page}</h1>
      {isFailed ? (
        <p>{t.rich("failedBody", { link: (words) => <a href={localePath(locale, "/")}>{words}</a> })}</p>
      ) : (
        <>
          <SignInForm locale={locale} state={draft} />
          {passkeyPlace() && (
            <PasskeyForm locale={locale} action="/login/passkey" mode="use" failed={t("passkeyFailed")}>
              <Button>{t("passkeySubmit")}</Button>
            </PasskeyForm>
          )}
        </>
      )}
    </PublicFrame>
  )
}
