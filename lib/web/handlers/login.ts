import { findCampaign, findMainCampaign } from "#lib/domain/campaigns/queries"
import { isProvider, type Provider } from "#lib/domain/comments/schema"
import { log } from "#lib/platform/log"
import { html } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath, splitLocalePath } from "#lib/shared/locales"
import { askNextAuth, postNextAuth } from "#lib/web/auth/ask-next-auth"
import { commenterOptions } from "#lib/web/auth/commenter"
import { configuredProviders, PROVIDER_NAMES } from "#lib/web/auth/providers"
import { loginCookie } from "#lib/web/auth/shared"
import { loadDraft, saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { COMMENT_FIELDS, commentPage } from "#lib/web/handlers/comments"
import { plainPage } from "#lib/web/plain-page"
import { countTryOf } from "#lib/web/rate-guard"
import { safeReturn } from "#lib/web/safe-return"
import {
  cookieName,
  expiredCookies,
  isCrossSite,
  LOGIN_COOKIES,
  readCookie,
  visitorCookie,
} from "#lib/web/visitor-cookie"
import { isToken } from "#lib/platform/tokens"

/** Where a person goes on after the log-in, and with whom they tried. */
export type LoginDraft = { provider: Provider; return: string; locale: Locale }

const DRAFT = { kind: "login", scope: "" }

/** The campaign whose comment form a path belongs to. */
async function campaignAt(path: string, locale: Locale) {
  const { path: plain } = splitLocalePath(path.split(/[?#]/, 1)[0] ?? "/")
  const slug = /^\/c\/([a-z0-9-]+)(?:\/|$)/.exec(plain)?.[1]
  return slug ? findCampaign(slug, locale) : findMainCampaign(locale)
}

/** Keeps what stands in the comment form, so that it is there again after the trip. @returns where that is. */
async function keepWords(form: FormRequest): Promise<string> {
  const { return: wanted, from, ...typed } = form.words.fields
  const fallback = localePath(form.locale, from === "appeal" ? "/" : "/c")
  const asked = safeReturn(wanted, fallback)
  const campaign = await campaignAt(asked, form.locale)
  if (!campaign) return fallback
  const page = commentPage(campaign)
  const { proof: _, ...values } = typed
  await saveDraft(form.visitorId, page, { values, errors: [] })
  return localePath(form.locale, `${page.path}?draft=1#comment-form`)
}

/**
 * Leads to a company's log-in: `POST /login/{provider}`, a button of the comment form.
 *
 * Not by redirect: `form-action 'self'` can block one that leads to another host, so a page leads on by refresh and by link.
 */
export const startLogin = formHandler(["return", ...COMMENT_FIELDS], async (form, { provider = "" }) => {
  if (!isProvider(provider) || !configuredProviders().includes(provider)) return answerForm.notFound(form)
  // Nobody is sent into a log-in by another site.
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  const back = await keepWords(form)
  await saveDraft(form.visitorId, DRAFT, { provider, return: back, locale: form.locale } satisfies LoginDraft)
  const { location, setCookies } = await postNextAuth(commenterOptions(), {
    action: "signin",
    provider,
    body: { callbackUrl: back },
  }).catch((error: unknown) => {
    log().warn({ err: error, provider }, "log-in not begun")
    return { location: null, setCookies: [] }
  })
  const target = location && URL.canParse(location) ? new URL(location) : null
  if (!target || target.pathname === "/login")
    return answerForm.next(form, pathOf(failed(back), form.locale), { status: 503, body: {} })
  return connecting(form, provider, target.href, setCookies)
})

/** `next` puts the language before a path by itself. */
const pathOf = (path: string, locale: Locale) =>
  splitLocalePath(path).locale === locale ? splitLocalePath(path).path : path

/** The page to go on with, when a log-in has failed. */
function failed(back: string): string {
  const [path = "/", hash = ""] = back.split("#", 2)
  return `${path}${path.includes("?") ? "&" : "?"}login=failed${hash && `#${hash}`}`
}

function connecting(form: FormRequest, provider: Provider, url: string, setCookies: string[]): Response {
  const text = translator(form.locale, "login")
  const name = PROVIDER_NAMES[provider]
  const title = text("connecting", { provider: name })
  const page = plainPage(form.locale, {
    title,
    head: html`<meta http-equiv="refresh" content="0; url=${url}" />`,
    main: html`<h1>${title}</h1>
      <p><a href="${url}" rel="noreferrer">${text("goOn", { provider: name })}</a></p>
      <p>${text("whatWeGet", { provider: name })}</p>`,
  })
  const headers = new Headers({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
  headers.append("set-cookie", visitorCookie(form.visitorId))
  for (const line of setCookies) headers.append("set-cookie", line)
  return new Response(page, { headers })
}

function cookiesOf(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const name of LOGIN_COOKIES.commenter.map(cookieName)) {
    const value = readCookie(header, name)
    if (value !== null) cookies[name] = decode(value)
  }
  return cookies
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const goTo = (location: string, setCookies: readonly string[]): Response => {
  const headers = new Headers({ location, "cache-control": "no-store" })
  for (const line of setCookies) headers.append("set-cookie", line)
  return new Response(null, { status: 303, headers })
}

/**
 * Where a company sends people back to: `GET /api/auth/callback/{provider}`.
 *
 * Whatever comes of it, the person is led back to the form with the words in it. The request comes from another site, as it must;
 * it acts only on the cookies of the log-in that this browser began.
 */
export async function finishLogin(request: Request, { provider = "" }: Record<string, string>): Promise<Response> {
  const visitor = readCookie(request.headers.get("cookie"), cookieName("form"))
  const draft = visitor && isToken(visitor) ? await loadDraft<LoginDraft>(visitor, DRAFT) : null
  const back = draft?.data.return ?? "/"
  if (!isProvider(provider) || !configuredProviders().includes(provider)) return goTo("/login?error=unknown", [])
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const cookies = cookiesOf(request.headers.get("cookie"))
  const { location, setCookies } = await askNextAuth(commenterOptions(), {
    ...{ action: "callback", provider, query, cookies },
  }).catch((error: unknown) => {
    log().warn({ err: error, provider }, "log-in not finished")
    return { location: null, setCookies: [] as string[] }
  })
  const session = loginCookie("commenter", "session")
  const isDone = location !== null && setCookies.some((line) => line.startsWith(`${session}=`))
  // What was needed on the way is not needed any more; the session stays.
  const rest = expiredCookies(LOGIN_COOKIES.commenter.filter((name) => cookieName(name) !== session))
  if (isDone) return goTo(back, [...setCookies.filter((line) => line.startsWith(`${session}=`)), ...rest])
  return goTo(draft ? failed(back) : "/login?error=expired", rest)
}

/**
 * Ends a log-in for comments: `POST /logout`. It forgets our cookie only; the company's own log-in is the company's.
 *
 * Pressed in the comment form, it keeps the words and leads back to the form, where another way can be chosen.
 */
export const logOut = formHandler(["return", "change", ...COMMENT_FIELDS], async (form) => {
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const back = form.values.body !== undefined ? await keepWords(form) : safeReturn(form.values.return, "/")
  const path = form.values.change ? back.replace(/#.*$/, "#log-in") : back
  const response = answerForm.next(form, pathOf(path, form.locale), { status: 200, body: { status: "logged_out" } })
  for (const line of expiredCookies(LOGIN_COOKIES.commenter)) response.headers.append("set-cookie", line)
  return response
})
