/** The five languages of the site, in the order in which they are listed. */
export const LOCALES = ["en", "es", "fr", "ru", "zh"] as const

export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = "en"

/** Each language in its own words, for language lists. */
export const LOCALE_NAMES: Record<Locale, string> = {
  en: "English",
  es: "Español",
  fr: "Français",
  ru: "Русский",
  zh: "中文",
}

/** Tells whether a value is one of the site's languages. */
export function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && (LOCALES as readonly string[]).includes(value)
}

/** The value when it is one of the site's languages, English otherwise. */
export function toLocale(value: unknown): Locale {
  return isLocale(value) ? value : DEFAULT_LOCALE
}

/**
 * The address of a page in a language: English has no prefix.
 *
 * @param path Begins with a slash and has no language prefix; may carry a query and a fragment.
 */
export function localePath(locale: Locale, path: string): string {
  if (locale === DEFAULT_LOCALE) return path
  return path === "/" ? `/${locale}` : `/${locale}${path}`
}

/** Splits an address into its language and the path without the prefix. */
export function splitLocalePath(pathname: string): { locale: Locale; path: string } {
  const [, first = ""] = pathname.split("/", 2)
  if (!isLocale(first)) return { locale: DEFAULT_LOCALE, path: pathname }
  return { locale: first, path: pathname.slice(first.length + 1) || "/" }
}

/** The site's language that suits an `Accept-Language` header best, or `null` when none is asked for. */
export function bestLocale(acceptLanguage: string | null): Locale | null {
  const wanted = (acceptLanguage ?? "")
    .split(",", 20)
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";")
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean)
      return { language: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted.map(({ language }) => language).find(isLocale) ?? null
}
