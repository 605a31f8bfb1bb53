import { LOCALES, type Locale, localePath } from "#lib/shared/locales"

type PageHeadProps = {
  locale: Locale
  /** Address without language prefix. */
  path: string
  title: string
  siteName: string
  /** Search engines may list the page (product.md §2). */
  isIndexed: boolean
  /** The languages on offer; needed by pages that are listed. */
  locales?: readonly Locale[]
  /** What a message app shows when the page is passed on; only for pages that are meant for it. */
  card?: { title: string; description: string }
}

/** What stands in the head of one page. React moves these elements there. */
export function PageHead({ locale, path, title, siteName, isIndexed, locales = LOCALES, card }: PageHeadProps) {
  return (
    <>
      <title>{title}</title>
      {!isIndexed && <meta name="robots" content="noindex" />}
      {isIndexed &&
        locales.map((other) => <link key={other} rel="alternate" hrefLang={other} href={localePath(other, path)} />)}
      {isIndexed && <link rel="alternate" hrefLang="x-default" href={path} />}
      {card && (
        <>
          <meta name="description" content={card.description} />
          <meta property="og:type" content="website" />
          <meta property="og:site_name" content={siteName} />
          <meta property="og:locale" content={locale} />
          <meta property="og:title" content={card.title} />
          <meta property="og:description" content={card.description} />
        </>
      )}
    </>
  )
}
