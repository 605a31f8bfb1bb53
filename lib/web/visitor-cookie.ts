import { env } from "#lib/platform/env"
import { isToken } from "#lib/platform/tokens"
import { DRAFT_TTL_MINUTES } from "#lib/platform/form-drafts"

/** The name of a cookie of ours: bound to this host and to https where the site has https. Names say nothing of what was done. */
export function cookieName(name: string): string {
  return env().isHttps ? `__Host-${name}` : name
}

const LOGIN_PARTS = ["session", "callback", "csrf", "pkce", "state", "nonce"] as const

/** The cookies of a log-in: its session, and what it needs on the way there. */
export const LOGIN_COOKIES = {
  commenter: LOGIN_PARTS.map((part) => `commenter.${part}`),
  organiser: LOGIN_PARTS.map((part) => `organiser.${part}`),
}

/** Every cookie that the site may set; leaving expires all of them. */
export const VISITOR_COOKIES: readonly string[] = [
  "form",
  "seen",
  ...LOGIN_COOKIES.commenter,
  ...LOGIN_COOKIES.organiser,
]

/** Reads one cookie from a `Cookie` header. */
export function readCookie(header: string | null, name: string): string | null {
  for (const part of header?.split(";", 100) ?? []) {
    const equals = part.indexOf("=")
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}

/** A request made by another site's page. Such a request never acts on a cookie of ours (Fetch metadata, else Origin). */
export function isCrossSite(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site")
  if (site) return site !== "same-origin" && site !== "none"
  const origin = request.headers.get("origin")
  if (!origin) return false
  return origin !== new URL(env().baseUrl).origin && origin !== sameHost(request)
}

/** The site as this visitor reached it: also the onion address or a second host name that leads here. */
function sameHost(request: Request): string | null {
  const host = request.headers.get("host")
  return host && URL.canParse(`http://${host}`) ? new URL(`${env().isHttps ? "https" : "http"}://${host}`).origin : null
}

/** The visitor's id from the form cookie; `null` without one, and on requests from other sites. */
export function visitorIdOf(request: Request): string | null {
  if (isCrossSite(request)) return null
  const value = readCookie(request.headers.get("cookie"), cookieName("form"))
  return value && isToken(value) ? value : null
}

function setCookie(name: string, value: string, maxAge: string): string {
  return `${cookieName(name)}=${value}; Path=/;${maxAge} HttpOnly; SameSite=Lax${env().isHttps ? "; Secure" : ""}`
}

/** `Set-Cookie` that renews the form cookie for 30 minutes. */
export function visitorCookie(visitorId: string): string {
  return setCookie("form", visitorId, ` Max-Age=${DRAFT_TTL_MINUTES * 60};`)
}

/**
 * The random id under which we remember that this browser has confirmed an address; `null` without one, and on requests that a page of
 * ours has not surely sent.
 */
export function seenIdOf(request: Request): string | null {
  const saysWhere = request.headers.get("sec-fetch-site") ?? request.headers.get("origin")
  if (!saysWhere || isCrossSite(request)) return null
  const value = readCookie(request.headers.get("cookie"), cookieName("seen"))
  return value && isToken(value) ? value : null
}

/** `Set-Cookie` that remembers a confirmation until the browser closes. */
export function seenCookie(seenId: string): string {
  return setCookie("seen", seenId, "")
}

/** `Set-Cookie` values that expire cookies of ours: all of them, or those named. */
export function expiredCookies(names: readonly string[] = VISITOR_COOKIES): string[] {
  return names.map((name) => setCookie(name, "", " Max-Age=0;"))
}
