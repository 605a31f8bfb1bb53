import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http"
import inject from "light-my-request"
import type { Answer } from "#lib/front/answer"

/** Next's own request handler, or a stand-in for it. */
export type NextHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> | void

/** A page was not finished in time. */
export class AskTimeout extends Error {}

// Of the connection, not of the page; or about the framework's own scripts and router, which public pages do not use.
const DROPPED = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "date",
  "x-powered-by",
  "vary",
  "link",
  "etag",
  // The framework says "private, no-store" of every page it renders on request. The page rules say what may be kept.
  "cache-control",
])

function toHeaders(found: OutgoingHttpHeaders): [string, string][] {
  return Object.entries(found).flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    if (value === undefined || DROPPED.has(lower) || lower.startsWith("x-nextjs-") || lower.startsWith("x-middleware-"))
      return []
    const values = Array.isArray(value) ? value : [String(value)]
    return values.map((one): [string, string] => [lower, one])
  })
}

/**
 * Asks the framework for a page inside this process, without a socket in between.
 *
 * @param headers Exactly what the framework sees of the request.
 * @throws AskTimeout when the answer is not complete within `timeoutMs`; the framework's own errors are answers with 500.
 */
export async function askNext(
  next: NextHandler,
  { url, headers, timeoutMs }: { url: string; headers: Record<string, string>; timeoutMs: number },
): Promise<Answer> {
  const ended = new AbortController()
  const asked = inject((incoming, outgoing) => void next(incoming, outgoing), {
    method: "GET",
    url,
    headers: { ...headers, "accept-encoding": "identity" },
    signal: ended.signal,
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AskTimeout("The page took too long.")), timeoutMs)
  })
  try {
    const response = await Promise.race([asked, late])
    return { status: response.statusCode, headers: toHeaders(response.headers), body: response.rawPayload }
  } catch (error) {
    asked.catch(() => undefined)
    ended.abort()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
