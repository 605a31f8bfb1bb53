import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"
import { LanguageLinks } from "#components/frame/languages"
import { Leave } from "#components/frame/leave"
import type { FrameSite } from "#components/frame/site"

type HeaderProps = { locale: Locale; path: string; site: FrameSite; petitionPath: string | null }

/** Skip links, logo, the few links of the site, language, and the way out. On phones the links are at the end of the page. */
export function Header({ locale, path, site, petitionPath }: HeaderProps) {
  const t = translator(locale, "frame")
  return (
    <header className="header">
      <a className="skip" href="#main">
        {t("skipToMain")}
      </a>
      {site.showsExit && (
        <a className="skip" href="/exit" rel="nofollow">
          {t("skipLeave")}
        </a>
      )}
      <div className="page-width">
        <a className="brand" href={localePath(locale, "/")}>
          {site.showsLogo && <img src={site.logo} alt="" width="32" height="32" fetchPriority="low" />}
          <span>{site.siteName}</span>
        </a>
        {petitionPath && (
          <nav aria-label={t("navLabel")}>
            <a
              className="header-link"
              href={localePath(locale, petitionPath)}
              aria-current={path === petitionPath ? "page" : undefined}
            >
              {t("navPetition")}
            </a>
            <a
              className="header-link"
              href={localePath(locale, `${petitionPath}/letters`)}
              aria-current={path === `${petitionPath}/letters` ? "page" : undefined}
            >
              {t("navLetters")}
            </a>
            <a
              className="header-link"
              href={localePath(locale, `${petitionPath}/updates`)}
              aria-current={path === `${petitionPath}/updates` ? "page" : undefined}
            >
              {t("navUpdates")}
            </a>
          </nav>
        )}
        <details className="languages">
          <summary>
            <span className="quiet">{t("languageMenu", { language: LOCALE_NAMES[locale] })}</span>
            <span aria-hidden="true">{LOCALE_NAMES[locale]}</span>
          </summary>
          <ul>
            <LanguageLinks locale={locale} locales={site.locales} path={path} className="header-link" />
          </ul>
        </details>
        <a className="header-link header-menu" href="#menu">
          {t("menu")}
        </a>
        {site.showsExit && <Leave locale={locale} />}
      </div>
    </header>
  )
}
