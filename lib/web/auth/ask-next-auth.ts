import NextAuth, { type NextAuthOptions } from "next-auth"
import { env, shareBaseUrl } from "#lib/platform/env"
import { defaultExport } from "#lib/web/auth/default-export"

export type AuthAsk = {
  action: "csrf" | "signin" | "callback" | "signout"
  provider?: string
  method?: "GET" | "POST"
  /** Fields of the form. The library's own protection against forged forms is satisfied by `postNextAuth`. */
  body?: Record<string, string>
  query?: Record<string, string>
  cookies?: Record<string, string>
}

/** What the library answers: where it leads on to, the cookies it sets, and its body. */
export type AuthAnswer = { status: number; location: string | null; setCookies: string[]; body: unknown }

/** As much of a Node.js answer as the library's API handler uses. */
function recorder(answer: AuthAnswer) {
  return {
    status(code: number) {
      answer.status = code
      return this
    },
    getHeader: (name: string) => (name.toLowerCase() === "set-cookie" ? answer.setCookies : undefined),
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === "location") answer.location = String(value)
      if (name.toLowerCase() === "set-cookie") answer.setCookies = [value].flat()
      return this
    },
    send(body: unknown) {
      answer.body = body
    },
    json(body: unknown) {
      answer.body = body
    },
    end() {},
  }
}

/** Asks NextAuth inside this process, without a route in between: handlers in front of Next.js use it, too. */
export async function askNextAuth(options: NextAuthOptions, ask: AuthAsk): Promise<AuthAnswer> {
  shareBaseUrl()
  const { action, provider, method = "GET", body = {}, query = {}, cookies = {} } = ask
  const answer: AuthAnswer = { status: 200, location: null, setCookies: [], body: null }
  const nextauth = provider === undefined ? [action] : [action, provider]
  const request = { method, body, cookies, headers: {}, query: { ...query, nextauth } }
  // The library takes the request and answer of Next.js API routes; these are the parts of them that it reads.
  await (defaultExport(NextAuth) as (request: unknown, answer: unknown, options: NextAuthOptions) => Promise<void>)(
    request,
    recorder(answer),
    options,
  )
  return { ...answer, location: answer.location && withoutDetour(answer.location) }
}

/** The library leads to pages of its own, which lead to ours: one step is enough. */
function withoutDetour(location: string): string {
  const detour = `${env().baseUrl}/api/auth/`
  if (!location.startsWith(detour)) return location
  const { pathname, search } = new URL(location)
  return /\/(?:error|signin)(?:\/\w+)?$/.test(pathname) ? `${env().baseUrl}/login${search}` : location
}

/** The value of a cookie among `Set-Cookie` lines; `null` when it is not set, or only expired. */
export function cookieIn(setCookies: readonly string[], name: string): string | null {
  const line = setCookies.findLast((one) => one.startsWith(`${name}=`))
  const value = line?.slice(name.length + 1).split(";", 1)[0] ?? ""
  return value === "" ? null : decodeURIComponent(value)
}

/**
 * Posts to NextAuth on behalf of a form of ours. Where the form came from has been checked already; the library's own token is
 * fetched and given back in the same breath.
 */
export async function postNextAuth(
  options: NextAuthOptions,
  ask: Pick<AuthAsk, "action" | "provider" | "body" | "cookies">,
): Promise<AuthAnswer> {
  const csrfCookie = options.cookies?.csrfToken?.name ?? ""
  const { body, setCookies } = await askNextAuth(options, { action: "csrf" })
  const { csrfToken } = body as { csrfToken: string }
  return askNextAuth(options, {
    ...ask,
    method: "POST",
    body: { ...ask.body, csrfToken },
    cookies: { ...ask.cookies, [csrfCookie]: cookieIn(setCookies, csrfCookie) ?? "" },
  })
}
