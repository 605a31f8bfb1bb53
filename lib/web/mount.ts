import { Overloaded } from "#lib/platform/batcher"
import { log } from "#lib/platform/log"
import { isDatabaseDown } from "#lib/platform/sql"
import { toLocale } from "#lib/shared/locales"
import { REQUEST_ID_HEADER } from "#lib/web/client-address"
import { problem } from "#lib/web/problem-page"
import { knownWords, type Words } from "#lib/web/problem-words"
import { readForm } from "#lib/web/read-form"
import type { Match } from "#lib/web/routes"

/** trust.md R13: no request waits longer for something that does not come. */
const PATIENCE_MS = 10_000

class TooSlow extends Error {}

/**
 * Runs a handler and gives an answer in any case: within ten seconds, 503 when the database is down or slow, 500 with a code
 * that the log knows when something is wrong with us. Both hold the words that were posted.
 */
export async function run({ handler, params, path }: Match, request: Request): Promise<Response> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow("The handler took too long.")), PATIENCE_MS)
  })
  try {
    return await Promise.race([handler(request, params), late])
  } catch (error) {
    const id = request.headers.get(REQUEST_ID_HEADER) ?? undefined
    const isDown = isDatabaseDown(error) || error instanceof Overloaded || error instanceof TooSlow
    log()[isDown ? "warn" : "error"]({ err: error, id, route: `${request.method} ${path}` }, "handler failed")
    const words = await wordsOf(request)
    return problem(request, { status: isDown ? 503 : 500, words, locale: words?.locale, id })
  } finally {
    clearTimeout(timer)
  }
}

async function wordsOf(request: Request): Promise<Words | undefined> {
  if (request.method !== "POST") return undefined
  // Under plain Next the body is gone with the first reading; the front has kept it.
  const form = await readForm(request).catch(() => null)
  if (!form?.ok) return undefined
  return { fields: knownWords(form.values), locale: toLocale(form.values.locale), key: form.values.key }
}
