import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { ForeignTextNote } from "#components/frame/foreign-text"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { Prose } from "#components/ui/prose"
import { siteText } from "#lib/web/site-texts"
import { siteSettings } from "#lib/web/site"

/** Staying safe on this site. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const [{ siteName, locales }, text] = await Promise.all([siteSettings(), siteText("safety", locale)])
  const title = pageTitle(locale, { page: text.title, siteName })
  return (
    <PublicFrame locale={locale} path="/safety">
      <PageHead locale={locale} path="/safety" title={title} siteName={siteName} locales={locales} isIndexed />
      <h1>{text.title}</h1>
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
