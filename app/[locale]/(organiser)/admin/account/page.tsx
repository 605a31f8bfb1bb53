import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { AccountPage, accountFieldId } from "#components/admin/account-page"
import { DigestChoice } from "#components/admin/digest-choice"
import { PasskeyList } from "#components/admin/passkey-list"
import { SessionList } from "#components/admin/session-list"
import { summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { getOwnAccount, listOwnSessions } from "#lib/domain/identity/own-account"
import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { listPasskeys } from "#lib/domain/identity/passkeys"
import { hasDigest } from "#lib/domain/mailings/digest"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** An organiser's own name, passkeys and sign-ins. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale)
  const { actor, proof, sessionId } = signedIn
  const [own, passkeys, sessions, getsDigest, { baseUrl }, draft] = await Promise.all([
    getOwnAccount(actor),
    listPasskeys(actor),
    listOwnSessions(actor, sessionId, new Date()),
    hasDigest(actor),
    siteSettings(),
    query.draft === undefined ? null : visitorDraft<FormState>("account", ""),
  ])
  const t = translator(locale, "adminSite")
  const errors = draft?.errors ?? []
  const form = { locale, proof, state: draft }
  return (
    <Area locale={locale} path="/admin/account" title={t("accountTitle")} signedIn={signedIn}>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, accountFieldId)}
        />
      )}
      {query.saved !== undefined && (
        <Notice kind="success" role="status" title={translator(locale, "admin")("saved")} />
      )}
      <h1>{t("accountTitle")}</h1>
      <AccountPage {...form} own={own} />
      <DigestChoice locale={locale} proof={proof} isOn={getsDigest} />
      <PasskeyList {...form} passkeys={passkeys} missingAt={passkeyPlace() ? null : baseUrl} />
      <SessionList locale={locale} proof={proof} sessions={sessions} />
    </Area>
  )
}
