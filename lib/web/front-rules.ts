import { randomBytes } from "node:crypto"
import { listOpenSlugs } from "#lib/domain/campaigns/queries"
import { addArrivals, addOpenings } from "#lib/domain/insights/commands"
import { saveConfirmationTally } from "#lib/domain/signatures/confirmation-tally"
import { lastSettings, siteSettings } from "#lib/platform/settings"
import { bestLocale, DEFAULT_LOCALE, LOCALES, splitLocalePath } from "#lib/shared/locales"
import { codeIn, sourceOf } from "#lib/web/arrival-source"
import { run } from "#lib/web/mount"
import { describePage, missingPage, pagesToWarm } from "#lib/web/pages"
import { match, methodsAt } from "#lib/web/routes"
import { areaPolicy } from "#lib/web/security-headers"
import { VISITOR_COOKIES } from "#lib/web/visitor-cookie"

/** The visitors' cookies and those of the log-in, with or without their prefix: who has one sees pages made for them. */
const OWN_COOKIE = new RegExp(
  `(?:^|;\\s*)(?:__Host-)?(?:${VISITOR_COOKIES.map((name) => name.replace(".", "\\.")).join("|")})=`,
)

/** Tells whether a Cookie header holds one of the site's cookies. */
export function hasOwnCookie(cookie: string): boolean {
  return OWN_COOKIE.test(cookie)
}

/** The organisers' area, in any language. */
function isArea(pathname: string): boolean {
  return /^\/admin(?:\/|$)/.test(splitLocalePath(pathname).path)
}

/** Addresses that Next answers by itself. */
export function isNextOnly(pathname: string): boolean {
  return isArea(pathname) || /^\/(?:_next|api\/auth|__nextjs[\w-]*)(?:\/|$)/.test(pathname)
}

/** The organisers' area is an ordinary application: its scripts carry a nonce that is another one for each request. */
function freshHeaders(pathname: string) {
  if (!isArea(pathname)) return null
  const policy = areaPolicy(randomBytes(16).toString("base64"))
  // Next reads the nonce from the policy it is asked with.
  return {
    asked: { "content-security-policy": policy },
    answered: { "content-security-policy": policy, "x-robots-tag": "noindex" },
  }
}

/** Pages to make before anyone asks. @throws while the database is away. */
export async function listPagesToWarm(): Promise<string[]> {
  const [slugs, { locales }] = await Promise.all([listOpenSlugs(), siteSettings()])
  return pagesToWarm(slugs, locales)
}

/** Makes the answer of a handler whose answers are the same for everyone; `null` where Next makes the page. */
export function renderShared(url: string, baseUrl: string) {
  const [pathname = ""] = url.split("?", 1)
  const found = match("GET", pathname)
  if (!found) return null
  return run(found, new Request(baseUrl + url)).then(async (response) => ({
    status: response.status,
    headers: [...response.headers] as [string, string][],
    body: Buffer.from(await response.arrayBuffer()),
  }))
}

const isOffered = (locale: string) => lastSettings().locales.some((one) => one === locale)

/** What the front has to know of the site, and cannot know by itself. */
export const siteRules = {
  describe: describePage,
  missingPage: (locale: string) => missingPage(isOffered(locale) ? locale : DEFAULT_LOCALE),
  methodsAt,
  hasOwnCookie,
  isNextOnly,
  freshHeaders,
  locales: LOCALES,
  defaultLocale: DEFAULT_LOCALE,
  offerLanguage: (acceptLanguage: string) => bestLocale(acceptLanguage) ?? "",
  saveOpenings: addOpenings,
  saveArrivals: addArrivals,
  sourceOf,
  codeIn,
}

/** Writes down what this process counted of confirmations. @param isLast The process ends. */
export const saveTallies = saveConfirmationTally
