import type { ReactNode } from "react"
import { LanguageLinks } from "#components/frame/languages"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type AreaFrameProps = {
  locale: Locale
  path: string
  siteName: string
  logo: string | null
  showsPeople: boolean
  /** Shows that the form was made for this session. */
  proof: string
  children: ReactNode
}

/** What is around every page of the organisers' area. There is no way out here: organisers sign out. */
export function AreaFrame({ locale, path, siteName, logo, showsPeople, proof, children }: AreaFrameProps) {
  const t = translator(locale, "admin")
  const links = [
    { href: "/admin", text: t("navToday") },
    { href: "/admin/moderation", text: t("navModeration") },
    ...(showsPeople ? [{ href: "/admin/people", text: t("navPeople") }] : []),
    { href: "/", text: t("navSite") },
  ]
  return (
    <>
      <header className="header area-header">
        <a className="skip" href="#main">
          {translator(locale, "frame")("skipToMain")}
        </a>
        <div className="page-width">
          <a className="brand" href={localePath(locale, "/admin")}>
            {logo && <img src={logo} alt="" width="32" height="32" />}
            <span>{siteName}</span>
          </a>
          <nav aria-label={t("area")} className="area-nav">
            {links.map(({ href, text }) => (
              <a key={href} href={localePath(locale, href)} aria-current={path === href ? "page" : undefined}>
                {text}
              </a>
            ))}
          </nav>
          <form action="/admin/logout" method="post">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="proof" value={proof} />
            <button className="button">{t("signOut")}</button>
          </form>
        </div>
      </header>
      <main id="main" className="page-width area" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <div className="page-width">
          <nav aria-label={translator(locale, "frame")("languages")}>
            <ul>
              <LanguageLinks locale={locale} path={path} />
            </ul>
          </nav>
        </div>
      </footer>
    </>
  )
}
