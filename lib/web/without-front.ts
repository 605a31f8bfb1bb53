import { env } from "#lib/platform/env"
import { FACT_PREFIX } from "#lib/web/client-address"
import { run } from "#lib/web/mount"
import { problem } from "#lib/web/problem-page"
import { match, methodsAt } from "#lib/web/routes"

/**
 * Answers a handler's address under plain Next, without the front.
 *
 * Nothing is sure of the connection then, so that nothing a request says of it is believed.
 *
 * @param path The address, in decoded parts.
 */
export async function answerWithoutFront(request: Request, path: readonly string[]): Promise<Response> {
  const pathname = `/${path.map(encodeURIComponent).join("/")}`
  const headers = new Headers(request.headers)
  for (const name of [...headers.keys()]) if (name.startsWith(FACT_PREFIX)) headers.delete(name)
  const { search } = new URL(request.url)
  // The body is passed on unread, so that the handler's limit holds. A stream needs `duplex` (Fetch standard, request constructor).
  const init: RequestInit & { duplex: "half" } = { method: request.method, headers, body: request.body, duplex: "half" }
  const asked = new Request(env().baseUrl + pathname + search, init)
  const found = match(request.method, pathname)
  if (found) return run(found, asked)
  const methods = methodsAt(pathname)
  return problem(asked, methods.length > 0 ? { status: 405, allow: methods.join(", ") } : { status: 404 })
}
