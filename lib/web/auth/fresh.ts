import { findSession, type Session } from "#lib/domain/identity/sessions"
import { localePath, splitLocalePath } from "#lib/shared/locales"
import { claimOf } from "#lib/web/auth/organiser"
import type { Handler } from "#lib/web/form-handler"
import { wantsJson } from "#lib/web/problem-page"
import { safeReturn } from "#lib/web/safe-return"

/** Where an organiser proves once more who they are, and the page that it leads back to. */
export function proveAgainPath(returnTo: string): string {
  return `/login/again?return=${encodeURIComponent(returnTo)}`
}

/** The page that a request was made from, without its language; the area's first page when it does not say. */
export function pageBefore(request: Request): string {
  const referer = request.headers.get("referer")
  const url = referer && URL.canParse(referer) ? new URL(referer) : null
  const { path } = splitLocalePath(safeReturn(url ? url.pathname + url.search : undefined, "/admin"))
  return /^\/admin(?:[/?]|$)/.test(path) ? path : "/admin"
}

const NO_STORE = { "cache-control": "no-store" }

/** What a program is told whose session is not fresh enough. */
export function signInAgain(): Response {
  return Response.json({ status: "sign_in_again" }, { status: 401, headers: NO_STORE })
}

/**
 * Refuses a session that was not proved in the last minutes, for downloads by GET.
 *
 * @param returnTo The page that the new proof leads back to, without language: the one with the link, not the download itself.
 * @returns the answer to give, or `null` when the session is fresh.
 */
export function requireFresh(request: Request, session: Session, returnTo: string): Response | null {
  if (session.isFresh) return null
  if (wantsJson(request)) return signInAgain()
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  return new Response(null, {
    status: 303,
    headers: { ...NO_STORE, location: localePath(locale, proveAgainPath(returnTo)) },
  })
}

/** Wraps a download of the organisers' area: only for who is signed in at this moment. The right itself is asked inside. */
export function organiserDownload(
  act: (request: Request, session: Session, params: Record<string, string>) => Promise<Response>,
): Handler {
  return async (request, params) => {
    const claim = await claimOf(request.headers.get("cookie"))
    const session = claim && (await findSession(claim, new Date()))
    if (session) return act(request, session, params)
    if (wantsJson(request)) return Response.json({ status: "signed_out" }, { status: 401, headers: NO_STORE })
    const { locale } = splitLocalePath(new URL(request.url).pathname)
    return new Response(null, { status: 303, headers: { ...NO_STORE, location: localePath(locale, "/login") } })
  }
}
