import { redirect } from "next/navigation"
import { PublicFrame } from "../../public-frame"
import { type Query, readLocale, type WithLocale } from "../../page-params"
import { PasskeyForm } from "#components/admin/passkey-form"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { Button } from "#components/ui/button"
import { Notice } from "#components/ui/notice"
import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { listPasskeys } from "#lib/domain/identity/passkeys"
import { FRESH_MINUTES } from "#lib/domain/identity/rules"
import { translator } from "#lib/shared/i18n"
import { localePath, splitLocalePath } from "#lib/shared/locales"
import { currentOrganiser } from "#lib/web/current-login"
import { safeReturn } from "#lib/web/safe-return"
import { siteSettings } from "#lib/web/site"

/** Where an organiser who is signed in proves it once more, before a step that needs it. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const [{ siteName }, signedIn] = await Promise.all([siteSettings(), currentOrganiser()])
  const back = splitLocalePath(safeReturn(typeof query.return === "string" ? query.return : undefined, "/admin")).path
  if (!signedIn) redirect(localePath(locale, "/login"))
  if (signedIn.isFresh) redirect(localePath(locale, back))
  const hasPasskey = passkeyPlace() !== null && (await listPasskeys(signedIn.actor)).length > 0
  const t = translator(locale, "login")
  return (
    <PublicFrame locale={locale} path="/login" keepsLanguage>
      <PageHead
        locale={locale}
        path="/login/again"
        title={pageTitle(locale, { page: t("againTitle"), siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      {query.failed !== undefined && <Notice kind="warning" role="alert" title={t("passkeyFailed")} />}
      {query.sent !== undefined && <Notice kind="info" role="status" title={t("againSent")} />}
      <h1>{t("againTitle")}</h1>
      <p>{t("againBody", { name: signedIn.organiser.name, n: FRESH_MINUTES })}</p>
      {hasPasskey && (
        <PasskeyForm locale={locale} action="/login/passkey" mode="use" failed={t("passkeyFailed")}>
          <input type="hidden" name="again" value="yes" />
          <input type="hidden" name="return" value={back} />
          <Button>{t("passkeySubmit")}</Button>
        </PasskeyForm>
      )}
      <form action="/login/again" method="post">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={signedIn.proof} />
        <input type="hidden" name="return" value={back} />
        <Button isPrimary>{t("submit")}</Button>
      </form>
      <p>
        <a href={localePath(locale, back)}>{t("againBack")}</a>
      </p>
    </PublicFrame>
  )
}
