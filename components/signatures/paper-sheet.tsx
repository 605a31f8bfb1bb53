import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const ROWS = 12

type PaperSheetProps = {
  locale: Locale
  /** The petition as it stands, and the language that it is in. */
  petition: { title: string; ask: string; addressedTo: string; textLocale: Locale }
  siteName: string
}

/** A sheet to print and sign by hand. */
export function PaperSheet({ locale, petition, siteName }: PaperSheetProps) {
  const t = translator(locale, "results")
  const lang = petition.textLocale === locale ? undefined : petition.textLocale
  return (
    <article className="paper-sheet">
      <h1 lang={lang}>{petition.title}</h1>
      <p lang={lang}>{petition.ask}</p>
      <p lang={lang}>{translator(petition.textLocale, "campaign")("factTo", { addressedTo: petition.addressedTo })}</p>
      <p>{t("sheetConsent", { siteName })}</p>
      <table>
        <caption className="quiet">{t("sheetTitle")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("sheetName")}</th>
            <th scope="col">{t("sheetTown")}</th>
            <th scope="col">{t("sheetShow")}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: ROWS }, (_, index) => (
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              <td />
              <td />
              <td className="tick">☐</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sheet-page">{t("sheetPage")}</p>
    </article>
  )
}
