import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { PublicFrame } from "../../../(public)/public-frame"
import { SetUpForm } from "#components/admin/set-up-form"
import { summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { isSetUpLink } from "#lib/domain/identity/set-up"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** What the printed link opens: the form that makes the first owner. Opening it changes nothing. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const token = typeof query.token === "string" ? query.token : ""
  const [{ siteName }, isFine, draft] = await Promise.all([
    siteSettings(),
    isSetUpLink(token, new Date()),
    query.draft === undefined ? null : visitorDraft<FormState>("set-up", ""),
  ])
  const t = translator(locale, "login")
  const errors = draft?.errors ?? []
  const page = t(isFine ? "setUpTitle" : "setUpOverTitle")
  return (
    <PublicFrame locale={locale} path="/">
      <title>{`${page} – ${siteName}`}</title>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, (field) => `set-up-${field}`)}
        />
      )}
      <h1>{page}</h1>
      {isFine ? (
        <SetUpForm locale={locale} token={token} state={draft} />
      ) : (
        <p>{t.rich("setUpOverBody", { link: (words) => <a href={localePath(locale, "/login")}>{words}</a> })}</p>
      )}
    </PublicFrame>
  )
}
