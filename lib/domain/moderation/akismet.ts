import {
  type AkismetAccount,
  type AkismetAlert,
  type AkismetCheck,
  type AkismetCheckOptions,
  type AkismetComment,
  type AkismetError,
  type AkismetFeedback,
  type AkismetKeyAnswer,
  type AkismetUsage,
  checkFields,
  feedbackFields,
  hasNetworkAddress,
  usageReply,
} from "#lib/domain/moderation/akismet-schema"
import { type AkismetReply, callAkismet, redactKeys } from "#lib/domain/moderation/akismet-transport"
import { type Result, fail, ok } from "#lib/shared/result"
import { tidyLine } from "#lib/shared/text"

/** An unsure comment is asked about again after this time (guide: Akismet, on timeout). */
export const RECHECK_SECONDS = 20 * 60
/** When the key or our request is wrong, a short wait changes nothing. */
export const RECHECK_REJECTED_SECONDS = 6 * 3600
const PRELIMINARY_MAX_SECONDS = 24 * 3600
const HEADER_MAX_CHARS = 500

/**
 * The account from the settings, or `null` while no key is set: then nothing leaves this site.
 *
 * @param settings `env()`, or its three values.
 */
export function akismetAccount(settings: {
  AKISMET_KEY?: string | undefined
  AKISMET_URL: string
  baseUrl: string
}): AkismetAccount | null {
  if (!settings.AKISMET_KEY) return null
  return { key: settings.AKISMET_KEY, baseUrl: settings.AKISMET_URL.replace(/\/+$/, ""), blog: settings.baseUrl }
}

/** A header as shown to an organiser: one line, bounded, without our key. */
function header(account: AkismetAccount, headers: Headers | null, name: string): string | null {
  const value = headers?.get(`x-akismet-${name}`)
  if (!value) return null
  return redactKeys(tidyLine(value).slice(0, HEADER_MAX_CHARS), account.key) || null
}

function readAlert(account: AkismetAccount, headers: Headers | null): AkismetAlert | null {
  const read = (name: string) => header(account, headers, name)
  const code = read("alert-code")
  if (!code) return null
  const whole = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null)
  // Seen both with and without "alert-" before the name.
  const extra = (name: string) => read(`alert-${name}`) ?? read(name)
  const url = extra("upgrade-url")
  const plan = extra("upgrade-plan")
  return {
    code,
    message: read("alert-msg") ?? "",
    apiCalls: whole(extra("api-calls")),
    usageLimit: whole(extra("usage-limit")),
    upgrade:
      plan || url
        ? {
            plan: plan ?? "",
            url: url && URL.canParse(url) && new URL(url).protocol === "https:" ? url : null,
            type: extra("upgrade-type") ?? "",
            viaSupport: ["1", "true", "yes"].includes((extra("upgrade-via-support") ?? "").toLowerCase()),
          }
        : null,
  }
}

function facts(account: AkismetAccount, headers: Headers | null) {
  return {
    guid: header(account, headers, "guid"),
    alert: readAlert(account, headers),
    debugHelp: header(account, headers, "debug-help") ?? header(account, headers, "error"),
  }
}

function unsure(account: AkismetAccount, headers: Headers | null, error: AkismetError): AkismetCheck {
  const wait = error.code === "rejected" || error.code === "account" ? RECHECK_REJECTED_SECONDS : RECHECK_SECONDS
  const recheckAfterSeconds = error.code === "no_network_address" ? null : Math.max(wait, error.retryAfterSeconds ?? 0)
  return { verdict: "unsure", discard: false, recheckAfterSeconds, error, ...facts(account, headers) }
}

function readVerdict(account: AkismetAccount, { body, headers }: AkismetReply): AkismetCheck {
  const none = (code: AkismetError["code"]) => unsure(account, headers, { code, retryAfterSeconds: null })
  if (headers.has("x-akismet-error")) return none("account")
  if (body === "true") {
    const discard = headers.get("x-akismet-pro-tip")?.trim().toLowerCase() === "discard"
    return { verdict: "spam", discard, recheckAfterSeconds: null, error: null, ...facts(account, headers) }
  }
  if (body === "invalid") return none("rejected")
  if (body !== "false") return none("garbled")

  const wait = headers.get("x-akismet-recheck-after")
  if (wait === null) {
    return { verdict: "ham", discard: false, recheckAfterSeconds: null, error: null, ...facts(account, headers) }
  }
  // The service is still looking: publishing now would be publishing unseen.
  const asked = /^\d{1,9}$/.test(wait.trim()) ? Number(wait) : RECHECK_SECONDS
  const recheckAfterSeconds = Math.min(Math.max(asked, 1), PRELIMINARY_MAX_SECONDS)
  return { verdict: "unsure", discard: false, recheckAfterSeconds, error: null, ...facts(account, headers) }
}

/**
 * Asks Akismet about a comment. Takes 10 seconds at worst, so call it from a job, or hold the comment first.
 *
 * Without a network address nothing is sent, since the protocol demands one: the outcome is `unsure` with the error
 * `no_network_address` and no re-check, and the local filter decides alone (docs/decisions/0020).
 */
export async function checkComment(
  account: AkismetAccount,
  comment: AkismetComment,
  options: AkismetCheckOptions & { stop?: AbortSignal } = {},
): Promise<AkismetCheck> {
  if (!hasNetworkAddress(comment)) {
    return unsure(account, null, { code: "no_network_address", retryAfterSeconds: null })
  }
  const reply = await callAkismet(account, "/1.1/comment-check", checkFields(account, comment, options), options.stop)
  return reply.ok ? readVerdict(account, reply) : unsure(account, reply.headers, reply.error)
}

/** Asks whether the key works. Only the exact words `valid` and `invalid` count; everything else is `unknown`. */
export async function verifyKey(account: AkismetAccount): Promise<AkismetKeyAnswer> {
  const form = new URLSearchParams({ api_key: account.key, key: account.key, blog: account.blog })
  const reply = await callAkismet(account, "/1.1/verify-key", form)
  const { alert, debugHelp } = facts(account, reply.headers)
  if (!reply.ok) return { state: "unknown", alert, debugHelp, error: reply.error }
  if (reply.body === "valid" || reply.body === "invalid") return { state: reply.body, alert, debugHelp, error: null }
  return { state: "unknown", alert, debugHelp, error: { code: "garbled", retryAfterSeconds: null } }
}

async function submit(
  account: AkismetAccount,
  path: string,
  comment: AkismetComment,
  said: "spam" | "ham" | null,
): Promise<AkismetFeedback> {
  const reply = await callAkismet(account, path, feedbackFields(account, comment, said))
  const { debugHelp } = facts(account, reply.headers)
  if (!reply.ok) return { accepted: false, error: reply.error, debugHelp }
  if (reply.body.startsWith("Thanks")) return { accepted: true, error: null, debugHelp: null }
  const code = /^invalid/i.test(reply.body) ? "rejected" : "garbled"
  return { accepted: false, error: { code, retryAfterSeconds: null }, debugHelp }
}

/**
 * Tells Akismet that a moderator found spam it had missed. Only for moderators' decisions, not for rules or imports.
 *
 * @param comment The values first submitted, as from `withoutNetwork`.
 * @param said What Akismet had answered.
 */
export function submitSpam(
  account: AkismetAccount,
  comment: AkismetComment,
  said: "spam" | "ham" | null,
): Promise<AkismetFeedback> {
  return submit(account, "/1.1/submit-spam", comment, said)
}

/** Tells Akismet that a moderator published what it had called spam. See `submitSpam`. */
export function submitHam(
  account: AkismetAccount,
  comment: AkismetComment,
  said: "spam" | "ham" | null,
): Promise<AkismetFeedback> {
  return submit(account, "/1.1/submit-ham", comment, said)
}

/** The snapshot to keep for feedback: facts of the connection are dropped. */
export function withoutNetwork(comment: AkismetComment): AkismetComment {
  return { ...comment, network: null }
}

/** How many calls of this month's allowance are used. */
export async function usageLimit(account: AkismetAccount): Promise<Result<AkismetUsage, AkismetError["code"]>> {
  const reply = await callAkismet(account, `/1.2/usage-limit?${new URLSearchParams({ api_key: account.key })}`, null)
  if (!reply.ok) return fail(reply.error.code)
  if (reply.body === "invalid") return fail("rejected")
  try {
    const parsed = usageReply.safeParse(JSON.parse(reply.body))
    return parsed.success ? ok(parsed.data) : fail("garbled")
  } catch {
    return fail("garbled")
  }
}
