import type { CookiesOptions, LoggerInstance, NextAuthOptions } from "next-auth"
import { env } from "#lib/platform/env"
import { deriveKey } from "#lib/platform/keys"
import { log } from "#lib/platform/log"
import { cookieName } from "#lib/web/visitor-cookie"

/** Two log-ins live side by side: each with cookies and keys of its own. */
export type LoginName = "commenter" | "organiser"

/** The name of a log-in's cookie on this site. */
export function loginCookie(
  login: LoginName,
  part: "session" | "callback" | "csrf" | "pkce" | "state" | "nonce",
): string {
  return cookieName(`${login}.${part}`)
}

/** Key of a log-in's tokens. */
export function loginSecret(login: LoginName): string {
  return deriveKey(`${login} sessions`).export().toString("base64url")
}

// Texts of the library's messages can hold codes and tokens of providers: only the name of what happened is kept.
const logger: Partial<LoggerInstance> = {
  error: (code) => log().warn({ code }, "log-in failed"),
  warn: () => undefined,
  debug: () => undefined,
}

const OAUTH_TTL_SECONDS = 15 * 60

function cookies(login: LoginName): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: env().isHttps } as const
  const one = (part: Parameters<typeof loginCookie>[1], more = {}) => ({
    name: loginCookie(login, part),
    options: { ...options, ...more },
  })
  const brief = { maxAge: OAUTH_TTL_SECONDS }
  return {
    sessionToken: one("session"),
    callbackUrl: one("callback"),
    csrfToken: one("csrf"),
    pkceCodeVerifier: one("pkce", brief),
    state: one("state", brief),
    nonce: one("nonce", brief),
  }
}

/** What both log-ins have in common: a token in a cookie and no table of accounts. */
export function loginOptions(
  login: LoginName,
  { maxAgeSeconds }: { maxAgeSeconds: number },
): Omit<NextAuthOptions, "providers"> {
  return {
    secret: loginSecret(login),
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    jwt: { maxAge: maxAgeSeconds },
    cookies: cookies(login),
    useSecureCookies: env().isHttps,
    pages: { signIn: "/login", error: "/login" },
    logger: logger,
  }
}
