import { lastSettings } from "#lib/platform/settings"
import { html, SafeHtml } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { bestLocale, DEFAULT_LOCALE, type Locale, localePath, splitLocalePath } from "#lib/shared/locales"
import { plainPage } from "#lib/web/plain-page"
import { wordsForm, type Words } from "#lib/web/problem-words"

export type { Words }

export type Problem = {
  status: number
  /** `continue` asks for one more press instead of naming a fault. */
  kind?: "continue"
  locale?: Locale
  /** What was posted; it stands in the fields of the page. */
  words?: Words
  retryAfterSeconds?: number
  /** The code under which the log knows the fault. */
  id?: string
  /** Methods that the address knows, for 405. */
  allow?: string
  /** What is wrong with which field, for JSON callers. */
  errors?: readonly { field: string; code: string; params?: Record<string, string | number> }[]
}

/** Which texts of `problem` tell of a status. */
const KEYS = {
  400: "badRequest",
  403: "forbidden",
  404: "notFound",
  405: "method",
  409: "unavailable",
  413: "tooLarge",
  414: "badRequest",
  415: "mediaType",
  422: "badRequest",
  429: "rate",
  500: "server",
  503: "unavailable",
} as const

type Key = (typeof KEYS)[keyof typeof KEYS]

function keyOf(status: number): Key {
  return KEYS[status as keyof typeof KEYS] ?? (status >= 500 ? "server" : "badRequest")
}

/** A caller that reads JSON: it sent some, asks for it, or talks to the API. */
export function wantsJson(request: Request): boolean {
  if (/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return true
  const accept = request.headers.get("accept") ?? ""
  if (/\bapplication\/(?:problem\+)?json\b/i.test(accept)) return !/\btext\/html\b/i.test(accept)
  return new URL(request.url).pathname.startsWith("/api/v1/")
}

/**
 * An answer made from the request alone, for when nothing can or should be stored: a page in the visitor's language with the
 * posted words in its fields, or problem details (RFC 9457) for a JSON caller.
 */
export function problem(request: Request, options: Problem): Response {
  const headers = new Headers({ "cache-control": "no-store" })
  const { status, retryAfterSeconds, allow } = options
  if (retryAfterSeconds !== undefined || status === 503) headers.set("retry-after", String(retryAfterSeconds ?? 30))
  if (allow) headers.set("allow", allow)
  const locale = options.locale ?? localeOf(request)
  if (wantsJson(request)) {
    headers.set("content-type", "application/problem+json; charset=utf-8")
    return new Response(JSON.stringify(details(locale, options)), { status, headers })
  }
  headers.set("content-type", "text/html; charset=utf-8")
  headers.set("content-language", locale)
  return new Response(page(request, locale, options), { status, headers })
}

/** The language of the address, else the one the browser asks for, else English. */
function localeOf(request: Request): Locale {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  if (locale !== DEFAULT_LOCALE) return locale
  return bestLocale(request.headers.get("accept-language")) ?? DEFAULT_LOCALE
}

function plainBody(locale: Locale, { status, id = "–" }: Problem): string {
  const text = translator(locale, "problem")
  const key = keyOf(status)
  if (key === "server") return text("serverBody", { id })
  if (key === "notFound") return text.markup("notFoundBody", { link: (words) => words })
  return text(`${key}Body`)
}

function details(locale: Locale, options: Problem) {
  const messages = translator(locale, "errors")
  const errors = (options.errors ?? []).map(({ field, code, params }) => ({
    field,
    code,
    message: messages.has(code as never) ? messages(code as never, params as never) : code,
  }))
  return {
    type: "about:blank",
    title: translator(locale, "problem")(`${keyOf(options.status)}Title`),
    status: options.status,
    detail: plainBody(locale, options),
    ...(errors.length > 0 && { errors }),
    ...(options.id && { id: options.id }),
  }
}

function page(request: Request, locale: Locale, options: Problem): string {
  const { siteName } = lastSettings()
  const text = translator(locale, "problem")
  const action = new URL(request.url).pathname
  const isAsking = options.kind === "continue"
  const title = isAsking ? text("continueTitle") : text(`${keyOf(options.status)}Title`)
  const main = isAsking
    ? [options.words && wordsForm(options.words, { action, siteName, submit: text("continueButton"), hidesAll: true })]
    : [intro(locale, action, options), options.words && keptWords(locale, action, siteName, options.words)]
  return plainPage(locale, {
    title,
    main: html`<h1>${title}</h1>
      ${main}`,
  })
}

const isSigning = (action: string) => action.endsWith("/signatures")

function intro(locale: Locale, action: string, options: Problem): SafeHtml {
  const text = translator(locale, "problem")
  const key = keyOf(options.status)
  if (key === "notFound") {
    const link = (words: string) => html`<a href="${localePath(locale, "/c")}">${new SafeHtml(words)}</a>`.text
    return html`<p>${new SafeHtml(text.markup("notFoundBody", { link }))}</p>`
  }
  if (key === "rate" && options.words) {
    return html`<p>${translator(locale, "errors")(isSigning(action) ? "rate" : "rate_any")}</p>`
  }
  return html`<p>${plainBody(locale, options)}</p>
    ${options.words && html`<p>${text("wordsKept")}</p>`}`
}

function keptWords(locale: Locale, action: string, siteName: string, words: Words): SafeHtml {
  const text = translator(locale, "problem")
  const head = html`<h2>${text("wordsHeading")}</h2>
    <p class="hint">${text("wordsHint")}</p>`
  const submit = isSigning(action) ? translator(locale, "sign")("submit") : text("tryAgain")
  return wordsForm(words, { action, siteName, submit, head })
}
