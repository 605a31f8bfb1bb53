import { PublicFrame } from "../../../public-frame"
import { readLocale, type WithLocale } from "../../../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { Button } from "#components/ui/button"
import { findSignInLink } from "#lib/domain/identity/sign-in"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** What a sign-in link opens: one button. Opening it changes nothing, since mail scanners open links, too. */
export default async function Page({ params }: WithLocale<{ token: string }>) {
  const [locale, { token }] = await Promise.all([readLocale(params), params])
  const [{ siteName }, state] = await Promise.all([siteSettings(), findSignInLink(token, new Date())])
  const t = translator(locale, "login")
  const path = `/login/link/${encodeURIComponent(token)}`
  const page = t(state === "fine" ? "linkTitle" : state === "unknown" ? "brokenTitle" : "expiredTitle")
  return (
    <PublicFrame locale={locale} path={path} keepsLanguage>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      <h1>{page}</h1>
      {state === "fine" && (
        <>
          <p>{t("linkBody")}</p>
          <form action={path} method="post">
            <input type="hidden" name="locale" value={locale} />
            <Button isPrimary>{t("linkSubmit")}</Button>
          </form>
        </>
      )}
      {state === "unknown" && <p>{t("brokenBody")}</p>}
      {(state === "used" || state === "expired") && (
        <p>{t.rich("expiredBody", { link: (words) => <a href={localePath(locale, "/login")}>{words}</a> })}</p>
      )}
    </PublicFrame>
  )
}
