import type { ReactNode } from "react"
import { Ribbon } from "#components/frame/frame"
import { LanguageLinks } from "#components/frame/languages"
import { translator } from "#lib/shared/i18n"
import { LOCALES, type Locale, localePath } from "#lib/shared/locales"

type AreaLink = "navToday" | "navCampaigns" | "navModeration" | "navPeople" | "navLog" | "navSettings" | "navAccount"

type AreaFrameProps = {
  locale: Locale
  path: string
  siteName: string
  logo: string | null
  /** Pages that the organiser may see. */
  links: readonly { href: string; text: AreaLink }[]
  /** Shows that the form was made for this session. */
  proof: string
  /** A demonstration is open: every page says so. */
  isDemo: boolean
  /** Uses the whole width of a wide screen, not a column to read. */
  isWide: boolean
  children: ReactNode
}

/** The page itself, or the part of the area that it belongs to. */
function currentIn(path: string, href: string): "page" | "true" | undefined {
  if (path === href) return "page"
  return href !== "/admin" && path.startsWith(`${href}/`) ? "true" : undefined
}

/** What is around every page of the organisers' area. There is no way out here: organisers sign out. */
export function AreaFrame({ locale, path, siteName, logo, links, proof, isDemo, isWide, children }: AreaFrameProps) {
  const t = translator(locale, "admin")
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
              <a key={href} href={localePath(locale, href)} aria-current={currentIn(path, href)}>
                {t(text)}
              </a>
            ))}
            <a href={localePath(locale, "/")}>{t("navSite")}</a>
          </nav>
          <form action="/admin/logout" method="post">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="proof" value={proof} />
            <button className="button">{t("signOut")}</button>
          </form>
        </div>
      </header>
      {isDemo && (
        <aside>
          <Ribbon locale={locale} isDemo />
        </aside>
      )}
      <main id="main" className={isWide ? "page-width is-wide area" : "page-width area"} tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <div className="page-width">
          <nav aria-label={translator(locale, "frame")("languages")}>
            <ul>
              <LanguageLinks locale={locale} locales={LOCALES} path={path} />
            </ul>
          </nav>
        </div>
      </footer>
    </>
  )
}
