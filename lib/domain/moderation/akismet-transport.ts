import { setTimeout as pause } from "node:timers/promises"
import type { AkismetAccount, AkismetError } from "#lib/domain/moderation/akismet-schema"

const TIMEOUT_MS = 5_000
const PAUSE_BEFORE_RETRY_MS = 250
/** The longest true answer is a small JSON object; more is not an answer. */
const BODY_MAX_BYTES = 16 * 1024
const RETRY_AFTER_MAX_SECONDS = 24 * 3600
const USER_AGENT = "TwoMinutes/0.1.0 | Akismet/1.1"

/** What came back with status 200. */
export type AkismetReply = { ok: true; body: string; headers: Headers }
export type AkismetFailure = { ok: false; error: AkismetError; headers: Headers | null }

/** Removes keys from a text before it is shown or logged: those in fields, in sub-domains, and this one anywhere. */
export function redactKeys(text: string, key = ""): string {
  const redacted = text
    .replace(/\b((?:api_)?key=)[^&\s"'<>]*/gi, "$1[key]")
    .replace(/\b[a-z0-9]{6,64}(?=\.rest\.akismet\.com)/gi, "[key]")
  return key ? redacted.replaceAll(key, "[key]") : redacted
}

/** Seconds of a `Retry-After` header, which is a number or a date (RFC 9110 §10.2.3); `null` when it is neither. */
export function retryAfterSeconds(header: string | null, now = new Date()): number | null {
  if (!header) return null
  const text = header.trim()
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000
  if (Number.isNaN(seconds)) return null
  return Math.min(Math.max(Math.ceil(seconds), 0), RETRY_AFTER_MAX_SECONDS)
}

/** Reads a body up to its limit; `null` when it is longer. */
async function readBody(response: Response): Promise<string | null> {
  if (!response.body) return ""
  const decoder = new TextDecoder()
  let text = ""
  let bytes = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > BODY_MAX_BYTES) return null // Leaving the loop cancels the rest.
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function failure(code: AkismetError["code"], headers: Headers | null = null): AkismetFailure {
  return {
    ok: false,
    error: { code, retryAfterSeconds: retryAfterSeconds(headers?.get("retry-after") ?? null) },
    headers,
  }
}

async function attempt(
  account: AkismetAccount,
  path: string,
  form: URLSearchParams | null,
  stop: AbortSignal | undefined,
): Promise<AkismetReply | AkismetFailure> {
  const limit = AbortSignal.timeout(account.timeoutMs ?? TIMEOUT_MS)
  try {
    const response = await fetch(`${account.baseUrl}${path}`, {
      method: form ? "POST" : "GET",
      body: form?.toString(),
      headers: {
        "User-Agent": USER_AGENT,
        ...(form && { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" }),
      },
      redirect: "manual", // A redirect would carry the comment to another host.
      signal: stop ? AbortSignal.any([limit, stop]) : limit, // Holds for the body too: a slow drip is a timeout.
    })
    const body = await readBody(response)
    if (response.status === 429) return failure("busy", response.headers)
    if (response.status >= 500) return failure("server_error", response.headers)
    if (response.status !== 200 || body === null) return failure("garbled", response.headers)
    return { ok: true, body, headers: response.headers }
  } catch {
    // The error is not passed on: messages of the network stack can quote the address, which may hold the key.
    if (stop?.aborted) return failure("stopped")
    return failure(limit.aborted ? "timeout" : "unreachable")
  }
}

/**
 * One call, tried a second time after a timeout, a broken connection or a 5xx without `Retry-After`.
 *
 * @param form Posted; `null` makes it a GET.
 * @param stop Ends the call early; the outcome is then `stopped`.
 */
export async function callAkismet(
  account: AkismetAccount,
  path: string,
  form: URLSearchParams | null,
  stop?: AbortSignal,
): Promise<AkismetReply | AkismetFailure> {
  const first = await attempt(account, path, form, stop)
  if (first.ok) return first
  const { code, retryAfterSeconds: askedToWait } = first.error
  const isPassing = code === "timeout" || code === "unreachable" || (code === "server_error" && askedToWait === null)
  if (!isPassing) return first
  await pause(PAUSE_BEFORE_RETRY_MS)
  return attempt(account, path, form, stop)
}
