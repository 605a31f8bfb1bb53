import { localePath, splitLocalePath, toLocale } from "#lib/shared/locales"
import { matchPattern, parsePattern, segmentsOf } from "#lib/web/patterns"

const ONE = /^1$/
const ID = /^[\w-]{1,64}$/

type Row = {
  path: string
  /** Name under which openings are counted; none for what is not a page. */
  page?: string
  /** Query parameters that the page knows, and what may stand there. Others are left out. */
  query?: Record<string, RegExp>
  /** For one visitor only: never kept. */
  isPersonal?: true
  /** Shows figures or texts of every campaign. */
  showsAll?: true
  /** The same with or without one of our cookies. */
  ignoresCookies?: true
}

/** Every public page (product.md 2), and the public data that is kept like one. Pages that are not named here work, but are made anew each time. */
const ROWS: readonly Row[] = [
  { path: "/", page: "appeal", query: { reply: ID, draft: ONE, login: /^failed$/ }, showsAll: true },
  { path: "/c", page: "campaigns", showsAll: true },
  { path: "/c/{slug}", page: "campaign", query: { draft: ONE } },
  { path: "/c/{slug}/sign", page: "sign", query: { "no-email": ONE, draft: ONE } },
  { path: "/c/{slug}/check", page: "check", query: { draft: ONE }, isPersonal: true },
  { path: "/c/{slug}/signed", page: "signed", isPersonal: true },
  { path: "/c/{slug}/letters", page: "letters", query: { language: /^[a-z]{2}$/, after: ID } },
  { path: "/c/{slug}/letter", page: "letter", query: { sample: ID, draft: ONE } },
  { path: "/c/{slug}/letter/preview", page: "letter-preview", isPersonal: true },
  { path: "/c/{slug}/letter/sent", page: "letter-sent", isPersonal: true },
  { path: "/c/{slug}/l/{id}", page: "letter-read" },
  { path: "/c/{slug}/points", page: "points" },
  { path: "/c/{slug}/share", page: "share", query: { neutral: ONE } },
  { path: "/c/{slug}/updates", page: "updates" },
  { path: "/c/{slug}/updates/{n}", page: "update" },
  {
    path: "/c/{slug}/results",
    page: "results",
    query: { view: /^sheet$/, delivery: /^[0-9a-f-]{36}$/, draft: ONE },
  },
  {
    path: "/c/{slug}/comments",
    page: "comments",
    query: {
      ...{ after: ID, before: ID, at: ID, order: /^(?:newest|oldest)$/, reply: ID, draft: ONE },
      ...{ reported: ONE, deleted: ONE, login: /^failed$/ },
    },
  },
  { path: "/c/{slug}/comments/{id}", page: "comment", query: { draft: ONE } },
  { path: "/confirm/{token}", page: "confirm", query: { draft: ONE, confirmed: ONE }, isPersonal: true },
  { path: "/r", page: "receipt", query: { draft: ONE } },
  { path: "/r/{token}", page: "receipt", isPersonal: true },
  { path: "/d/{token}", page: "letter-saved", isPersonal: true },
  { path: "/unsubscribe/{token}", page: "unsubscribe", isPersonal: true },
  { path: "/login", page: "login", query: { sent: ONE, draft: ONE, error: /^\w{1,40}$/, failed: ONE } },
  {
    path: "/login/again",
    page: "login",
    query: { return: /^\/[!-~]{0,499}$/, sent: ONE, failed: ONE },
    isPersonal: true,
  },
  { path: "/login/link/{token}", page: "login", isPersonal: true },
  { path: "/privacy", page: "privacy" },
  { path: "/safety", page: "safety" },
  { path: "/accessibility", page: "accessibility" },
  { path: "/robots.txt", ignoresCookies: true },
  { path: "/sitemap.xml", showsAll: true, ignoresCookies: true },
  { path: "/.well-known/security.txt", ignoresCookies: true },
  { path: "/c/{slug}/qr.svg", ignoresCookies: true },
  { path: "/c/{slug}/comments/feed.xml", ignoresCookies: true },
  { path: "/c/{slug}/colours.css", query: { v: /^[0-9a-f-]{20}$/ }, ignoresCookies: true },
  { path: "/c/{slug}/feed.xml", ignoresCookies: true },
  {
    path: "/api/v1/campaigns/{slug}/comments",
    query: { after: ID, order: /^(?:newest|oldest)$/ },
    ignoresCookies: true,
  },
  { path: "/api/v1/campaigns", query: { locale: /^(?:en|es|fr|ru|zh)$/ }, showsAll: true, ignoresCookies: true },
  { path: "/api/v1/campaigns/{slug}", query: { locale: /^(?:en|es|fr|ru|zh)$/ }, ignoresCookies: true },
  { path: "/api/v1/campaigns/{slug}/count", ignoresCookies: true },
  { path: "/api/v1/campaigns/{slug}/history", ignoresCookies: true },
  {
    path: "/api/v1/campaigns/{slug}/signatures",
    query: { after: /^\d{4}-\d\d-\d\d\.\d{1,7}$/ },
    ignoresCookies: true,
  },
]

const PAGES = ROWS.map((row) => ({ ...row, pattern: parsePattern(row.path) }))

/** What is known of a page before it is made. */
export type PageFacts = {
  url: string
  locale: string
  isShared: boolean
  heedsCookies: boolean
  opening: { slug: string; page: string } | null
  shows: (slug: string) => boolean
}

/**
 * Looks an address up among the pages.
 *
 * @param pathname As asked for, with or without a language.
 * @param query Without the question mark.
 * @returns `null` for addresses that are no page, or not the one address of a page (`/en/c`, `/c/`).
 */
export function describePage(pathname: string, query: string): PageFacts | null {
  const { locale, path } = splitLocalePath(pathname)
  if (localePath(locale, path) !== pathname) return null
  const segments = segmentsOf(path)
  for (const row of PAGES) {
    const params = matchPattern(row.pattern, segments)
    if (!params) continue
    if (!row.page && pathname !== path) return null
    const slug = params.slug ?? ""
    return {
      url: pathname + knownQuery(row.query, query),
      locale,
      isShared: !row.isPersonal,
      heedsCookies: !row.ignoresCookies,
      opening: row.page ? { slug, page: row.page } : null,
      shows: (changed) => changed === "*" || changed === slug || row.showsAll === true,
    }
  }
  return null
}

/** The page that stands for every missing one, in a language. It is asked for by the front alone. */
export function missingPage(locale: string): PageFacts {
  const url = localePath(toLocale(locale), "/missing")
  return { url, locale, isShared: true, heedsCookies: false, opening: null, shows: (changed) => changed === "*" }
}

/** The parameters that the page knows, in the table's order; with the question mark, or "". */
function knownQuery(known: Row["query"], query: string): string {
  if (query === "" || !known) return ""
  const given = new URLSearchParams(query)
  const kept = Object.entries(known).flatMap(([name, allowed]) => {
    const value = given.get(name)
    return value !== null && allowed.test(value) ? [`${name}=${encodeURIComponent(value)}`] : []
  })
  return kept.length > 0 ? `?${kept.join("&")}` : ""
}

/** Pages that are made when the site starts: those without which nobody can sign. */
export function pagesToWarm(slugs: readonly string[], locales: readonly Parameters<typeof localePath>[0][]): string[] {
  const paths = ["/", "/c", ...slugs.flatMap((slug) => [`/c/${slug}`, `/c/${slug}/sign`]), "/privacy", "/safety", "/r"]
  return paths.flatMap((path) => locales.map((locale) => localePath(locale, path)))
}
