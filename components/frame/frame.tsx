import type { ReactNode } from "react"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { Footer } from "#components/frame/footer"
import { Header } from "#components/frame/header"
import type { FrameSite } from "#components/frame/site"

export type FrameProps = {
  locale: Locale
  /** Address of the page without language prefix, with its query. */
  path: string
  site: FrameSite
  /** The campaign that the header leads to. */
  petitionPath: string | null
  /** The language that the device asks for, when it is another one. */
  offer?: Locale | null
  /** Uses the whole width of a wide screen, not a column to read. */
  isWide?: boolean
  /** Shows the line that explains the way out. */
  showsHint?: boolean
  /** Says how the campaign stands, when it is not open. */
  banner?: ReactNode
  /** The form whose words must survive a change of language. */
  formId?: string
  children: ReactNode
}

/** A line under the header for people who may prefer another language. Nobody is sent there. */
function Offer({ locale, path }: { locale: Locale; path: string }) {
  return (
    <div className="offer">
      <div className="page-width">
        <a href={localePath(locale, path)} lang={locale} hrefLang={locale}>
          {translator(locale, "frame")("languageOffer")}
        </a>
      </div>
    </div>
  )
}

/** What everybody must know of this site: that it is a demonstration, or that its messages stay here. */
export function Ribbon({ locale, isDemo }: { locale: Locale; isDemo: boolean }) {
  const t = translator(locale, "frame")
  return (
    <div className="ribbon">
      <p className="page-width">
        {isDemo ? t("ribbonDemo") : t.rich("ribbonLocal", { link: (words) => <a href="/demo/outbox">{words}</a> })}
      </p>
    </div>
  )
}

function HintLine({ locale }: { locale: Locale }) {
  const t = translator(locale, "frame")
  return (
    <div className="hint-line">
      <p className="page-width">
        <span className="hint-wide">{t.rich("hintHurry", { strong: (words) => <strong>{words}</strong> })} </span>
        {t.rich("hintHistory", { link: (words) => <a href={localePath(locale, "/safety")}>{words}</a> })}
      </p>
    </div>
  )
}

/** What is around the main part of every public page. */
export function Frame(props: FrameProps) {
  const { locale, path, site, petitionPath, offer, isWide, showsHint, banner, formId, children } = props
  const wanted = offer && offer !== locale ? offer : null
  const hasLines = site.isLocalMail || wanted || (showsHint && site.showsExit) || banner
  return (
    <>
      <Header locale={locale} path={path} site={site} petitionPath={petitionPath} />
      {hasLines && (
        <aside>
          {site.isLocalMail && <Ribbon locale={locale} isDemo={site.isDemo} />}
          {wanted && <Offer locale={wanted} path={path} />}
          {showsHint && site.showsExit && <HintLine locale={locale} />}
          {banner && <div className="page-width banner">{banner}</div>}
        </aside>
      )}
      <main id="main" className={isWide ? "page-width is-wide" : "page-width"} tabIndex={-1}>
        {children}
      </main>
      <Footer locale={locale} path={path} site={site} petitionPath={petitionPath} formId={formId} />
    </>
  )
}
