import type { Actor } from "#lib/domain/identity/policy"
import { findActor } from "#lib/domain/identity/sessions"
import { localePath, toLocale, splitLocalePath } from "#lib/shared/locales"
import { claimOf } from "#lib/web/auth/organiser"
import type { Handler } from "#lib/web/form-handler"

/** Wraps an address from which organisers fetch a file: only for who is signed in at this moment. */
export function organiserDownload(
  fetchFile: (request: Request, actor: Actor, params: Record<string, string>) => Promise<Response>,
): Handler {
  return async (request, params) => {
    const claim = await claimOf(request.headers.get("cookie"))
    const actor = claim && (await findActor(claim, new Date()))
    if (!actor) {
      const { locale } = splitLocalePath(new URL(request.url).pathname)
      const location = localePath(toLocale(locale), "/login")
      return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } })
    }
    return fetchFile(request, actor, params)
  }
}
