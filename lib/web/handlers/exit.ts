import { env } from "#lib/platform/env"
import { log } from "#lib/platform/log"
import { lastSettings } from "#lib/platform/settings"
import { dropDrafts } from "#lib/web/drafts"
import { expiredCookies, seenIdOf, visitorIdOf } from "#lib/web/visitor-cookie"

/**
 * `GET /exit`: leads away at once and leaves nothing behind in the browser.
 *
 * The drafts of this visitor are deleted as well; nobody waits for that. A page that is fetched in advance changes nothing.
 */
export async function exit(request: Request): Promise<Response> {
  if (isPrefetch(request)) return new Response(null, { status: 204, headers: { "cache-control": "no-store" } })
  for (const id of [visitorIdOf(request), seenIdOf(request)]) {
    if (!id) continue
    dropDrafts(id).catch((error: unknown) => log().warn({ err: error }, "drafts of a leaving visitor were not deleted"))
  }
  const headers = new Headers({
    location: lastSettings().exitUrl ?? env().EXIT_URL,
    "cache-control": "no-store",
    // Without a referrer the next site does not learn which one was left.
    "referrer-policy": "no-referrer",
    // Not "cache": browsers hold the next page back until it is empty, half a second and more (docs/decisions/0042).
    "clear-site-data": '"cookies", "storage"',
  })
  // Browsers ignore Clear-Site-Data on plain http.
  for (const cookie of expiredCookies()) headers.append("set-cookie", cookie)
  return new Response(null, { status: 303, headers })
}

function isPrefetch(request: Request): boolean {
  const purpose = `${request.headers.get("sec-purpose") ?? ""} ${request.headers.get("purpose") ?? ""}`
  return /\bprefetch\b|\bprerender\b/i.test(purpose)
}
