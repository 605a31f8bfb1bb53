import { isIP } from "node:net"
import { z } from "zod"

/** The account at Akismet, from `AKISMET_KEY` and `AKISMET_URL`. */
export type AkismetAccount = {
  key: string
  /** Without a slash at the end. */
  baseUrl: string
  /** Address of this site's home page with its scheme. */
  blog: string
  /** For one attempt; there are two at most. Default 5,000. */
  timeoutMs?: number
  /** Akismet answers but learns nothing. */
  isTest?: boolean
}

/** Facts of the visitor's connection. They leave only where the campaign allows it, and are never part of feedback. */
export type AkismetNetwork = {
  ip: string
  userAgent?: string
  /** Akismet's spelling is `referrer`. The notice under our form does not name it, so our form leaves it out. */
  referrer?: string
}

/**
 * A comment as Akismet sees it. JSON-safe, so that it can be sealed as a snapshot until a moderator decides.
 *
 * There is no place for an e-mail address, a cookie or a request header: they are never sent (architecture.md, Settled questions).
 */
export type AkismetComment = {
  type: "comment" | "reply" | "forum-post" | "blog-post" | "contact-form" | "signup" | "message"
  author: string
  website?: string | null
  content: string
  /** Full address of the page. */
  permalink: string
  /** ISO 8601, UTC. */
  postedAt: string
  /** ISO 8601, UTC: last change of the page commented on. */
  pageModifiedAt?: string
  parentId?: string | null
  /** What the thread is about, e.g. `["petition"]`. */
  context?: readonly string[]
  /** Languages of the page, e.g. `["en", "zh"]`. */
  languages?: readonly string[]
  /** `administrator` is always answered with ham. */
  role?: string
  /** The hidden field of the form and what was in it. */
  honeypot?: { name: string; value: string }
  network: AkismetNetwork | null
}

/** What a check may ask for besides the verdict. */
export type AkismetCheckOptions = {
  /** Why it is asked again: `edit`, `retry` or `recheck_queue`. */
  recheckReason?: "edit" | "retry" | "recheck_queue"
  /** Address Akismet may post to when its verdict changes. */
  callback?: string
  /** Asks for extra metadata. */
  classify?: boolean
}

/** Why there is no verdict, or no acceptance. */
export type AkismetErrorCode =
  | "no_network_address"
  | "timeout"
  | "unreachable"
  | "busy"
  | "server_error"
  | "garbled"
  | "rejected"
  | "account"
  | "stopped"

/** `retryAfterSeconds` is what the service asked for, if it did. */
export type AkismetError = { code: AkismetErrorCode; retryAfterSeconds: number | null }

/** Trouble with the account, for the dashboard. It may come with a valid verdict. */
export type AkismetAlert = {
  code: string
  message: string
  apiCalls: number | null
  usageLimit: number | null
  upgrade: { plan: string; url: string | null; type: string; viaSupport: boolean } | null
}

type Facts = { guid: string | null; alert: AkismetAlert | null; debugHelp: string | null }

/**
 * The outcome of a check.
 *
 * `unsure` covers everything that is neither exactly `true` nor exactly `false`, and a `false` that Akismet calls
 * preliminary: the comment stays held. `recheckAfterSeconds` is `null` when asking again cannot help.
 */
export type AkismetCheck =
  | (Facts & { verdict: "spam"; discard: boolean; recheckAfterSeconds: null; error: null })
  | (Facts & { verdict: "ham"; discard: false; recheckAfterSeconds: null; error: null })
  | (Facts & { verdict: "unsure"; discard: false; recheckAfterSeconds: number | null; error: AkismetError | null })

/** Whether the key works; `unknown` when the service could not say. */
export type AkismetKeyAnswer = {
  state: "valid" | "invalid" | "unknown"
  alert: AkismetAlert | null
  debugHelp: string | null
  error: AkismetError | null
}

/** Whether a moderator's correction was taken. */
export type AkismetFeedback =
  { accepted: true; error: null; debugHelp: null } | { accepted: false; error: AkismetError; debugHelp: string | null }

/** Calls of this month; `limit` is `null` when there is none. */
export const usageReply = z.object({
  limit: z.union([z.literal("none"), z.coerce.number()]).transform((value) => (value === "none" ? null : value)),
  usage: z.coerce.number(),
  percentage: z.coerce.number(),
  throttled: z.boolean(),
})

export type AkismetUsage = z.output<typeof usageReply>

/** Fields the protocol knows, besides the trap field of the form. */
export const PROTOCOL_FIELDS = new Set([
  ...["api_key", "key", "blog", "user_ip", "user_agent", "referrer", "permalink", "comment_type"],
  ...["comment_author", "comment_author_email", "comment_author_url", "comment_content", "comment_date_gmt"],
  ...["comment_post_modified_gmt", "comment_parent", "comment_context", "comment_context[]", "blog_lang"],
  ...["blog_charset", "user_role", "is_test", "recheck_reason", "honeypot_field_name", "callback", "classify"],
  ...["reporter", "comment_check_response"],
])

function commonFields(account: AkismetAccount, comment: AkismetComment): URLSearchParams {
  const fields = new URLSearchParams({ api_key: account.key, blog: account.blog })
  const add = (name: string, value: string | null | undefined) => {
    if (value) fields.append(name, value)
  }
  add("permalink", comment.permalink)
  add("comment_type", comment.type)
  add("comment_author", comment.author)
  add("comment_author_url", comment.website)
  add("comment_content", comment.content)
  add("comment_date_gmt", comment.postedAt)
  add("comment_post_modified_gmt", comment.pageModifiedAt)
  add("comment_parent", comment.parentId)
  const [only, ...others] = comment.context ?? []
  if (others.length === 0) add("comment_context", only)
  else for (const subject of comment.context ?? []) add("comment_context[]", subject)
  add("blog_lang", comment.languages?.join(", "))
  add("blog_charset", "UTF-8")
  add("user_role", comment.role)
  if (account.isTest) add("is_test", "1")
  if (comment.honeypot) {
    if (PROTOCOL_FIELDS.has(comment.honeypot.name)) throw new RangeError("The trap field has a name of the protocol")
    fields.append("honeypot_field_name", comment.honeypot.name)
    fields.append(comment.honeypot.name, comment.honeypot.value)
  }
  return fields
}

/** Tells whether there is an address to send: the protocol demands one for a check. */
export function hasNetworkAddress(comment: AkismetComment): comment is AkismetComment & { network: AkismetNetwork } {
  return comment.network !== null && isIP(comment.network.ip) !== 0
}

/** The form of `comment-check`. */
export function checkFields(
  account: AkismetAccount,
  comment: AkismetComment & { network: AkismetNetwork },
  { recheckReason, callback, classify }: AkismetCheckOptions = {},
): URLSearchParams {
  const fields = commonFields(account, comment)
  fields.append("user_ip", comment.network.ip)
  if (comment.network.userAgent) fields.append("user_agent", comment.network.userAgent)
  if (comment.network.referrer) fields.append("referrer", comment.network.referrer)
  if (recheckReason) fields.append("recheck_reason", recheckReason)
  if (callback) fields.append("callback", callback)
  if (classify) fields.append("classify", "1")
  return fields
}

/**
 * The form of `submit-spam` and `submit-ham`: the values of the check, without facts of the connection.
 *
 * The protocol wants the name `user_ip` in each call; it stays empty, because the address is gone by then.
 *
 * @param said What Akismet had answered, or `null` when it had not.
 * @param reporter A role such as `moderator`, never a person's name.
 */
export function feedbackFields(
  account: AkismetAccount,
  comment: AkismetComment,
  said: "spam" | "ham" | null,
  reporter = "moderator",
): URLSearchParams {
  const fields = commonFields(account, comment)
  fields.append("user_ip", "")
  fields.append("reporter", reporter)
  if (said) fields.append("comment_check_response", said === "spam" ? "true" : "false")
  return fields
}
