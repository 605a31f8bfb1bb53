import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { ForeignTextNote } from "#components/frame/foreign-text"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { Prose } from "#components/ui/prose"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { siteText } from "#lib/web/site-texts"
import { siteSettings } from "#lib/web/site"

/** How your data is processed. Its headings have the same addresses in every language. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const [{ siteName, locales }, text] = await Promise.all([siteSettings(), siteText("privacy", locale)])
  const title = pageTitle(locale, { page: text.title, siteName })
  return (
    <PublicFrame locale={locale} path="/privacy">
      <PageHead locale={locale} path="/privacy" title={title} siteName={siteName} locales={locales} isIndexed />
      <h1>{text.title}</h1>
      {text.updatedOn && (
        <p className="small muted">
          {translator(locale, "privacy")("updated", { date: formatDay(locale, text.updatedOn) })}
        </p>
      )}
      <ForeignTextNote locale={locale} textLocale={text.textLocale} />
      <Prose
        text={text.body}
        lang={text.textLocale === locale ? undefined : text.textLocale}
        fields={text.fields}
        headingIds={text.headingIds}
      />
    </PublicFrame>
  )
}
