import { LOCALE_NAMES, LOCALES, type Locale, localePath, toLocale } from "#lib/shared/locales"

/** The language that a text is written in: the one asked for, else that of the page. */
export function readLanguage(query: Record<string, string | string[] | undefined>, locale: Locale): Locale {
  return typeof query.language === "string" ? toLocale(query.language) : locale
}

/** Links to the same page for each language; those that have a text are marked. */
export function languageTabs(locale: Locale, path: string, language: Locale, written: readonly string[]) {
  return LOCALES.map((one) => ({
    href: localePath(locale, `${path}?language=${one}`),
    text: written.includes(one) ? `${LOCALE_NAMES[one]} ✓` : LOCALE_NAMES[one],
    isCurrent: one === language,
  }))
}
