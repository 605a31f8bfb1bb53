import { decode } from "next-auth/jwt"
import type { NextAuthOptions } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import { z } from "zod"
import { SESSION_MAX_DAYS } from "#lib/domain/identity/rules"
import type { OrganiserFields } from "#lib/domain/identity/schema"
import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { signInByPasskey as signInByPasskeyAnswer } from "#lib/domain/identity/passkeys"
import type { SessionClaim } from "#lib/domain/identity/sessions"
import { setUpOwner } from "#lib/domain/identity/set-up"
import { signIn } from "#lib/domain/identity/sign-in"
import { toLocale } from "#lib/shared/locales"
import { cookieIn, postNextAuth } from "#lib/web/auth/ask-next-auth"
import { defaultExport } from "#lib/web/auth/default-export"
import { loginCookie, loginOptions, loginSecret } from "#lib/web/auth/shared"
import { readCookie } from "#lib/web/visitor-cookie"

const claims = z.object({ sessionId: z.uuid(), version: z.int() })

/** An organiser as the library carries one from the proof to the token. */
type Proven = SessionClaim & { id: string }

const proven = (claim: SessionClaim): Proven => ({ ...claim, id: claim.sessionId })

/** Log-in of organisers: a secret that was mailed or printed is given for a session. The secret's page has a button, GET does nothing. */
function organiserOptions(): NextAuthOptions {
  const credentials = defaultExport(CredentialsProvider)
  return {
    ...loginOptions("organiser", { maxAgeSeconds: SESSION_MAX_DAYS * 86_400 }),
    providers: [
      credentials({
        id: "link",
        credentials: { token: {} },
        authorize: async (given) => {
          const result = await signIn(given?.token ?? "", new Date())
          return result.ok ? proven(result.value) : null
        },
      }),
      credentials({
        id: "set-up",
        credentials: { token: {}, name: {}, email: {}, locale: {} },
        authorize: async (given) => {
          const { token = "", name = "", email = "", locale } = given ?? {}
          const result = await setUpOwner(token, { name, email, locale: toLocale(locale) }, new Date())
          return result.ok ? proven(result.value) : null
        },
      }),
      credentials({
        id: "passkey",
        credentials: { answer: {}, organiserId: {} },
        authorize: async (given) => {
          const place = passkeyPlace()
          if (!place || !given) return null
          const organiserId = given.organiserId || null
          const result = await signInByPasskeyAnswer(given.answer, { organiserId, place, now: new Date() })
          return result.ok ? proven(result.value) : null
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        const found = claims.safeParse(user)
        return found.success ? found.data : token
      },
    },
  }
}

/** `Set-Cookie` of a new session; `null` when the secret was used, is too old or was never made. */
async function exchange(provider: "link" | "set-up" | "passkey", body: Record<string, string>): Promise<string | null> {
  const { setCookies } = await postNextAuth(organiserOptions(), { action: "callback", provider, body })
  const name = loginCookie("organiser", "session")
  return cookieIn(setCookies, name) ? (setCookies.findLast((line) => line.startsWith(`${name}=`)) ?? null) : null
}

/** Gives the secret of a mailed link for a session. */
export function signInByLink(token: string): Promise<string | null> {
  return exchange("link", { token })
}

/**
 * Gives a browser's answer by a passkey for a session.
 *
 * @param organiserId Who has to prove it; `null` for whoever the passkey belongs to.
 */
export function signInByPasskey(answer: string, organiserId: string | null): Promise<string | null> {
  return exchange("passkey", { answer, organiserId: organiserId ?? "" })
}

/** Gives the secret of the printed link for the first owner's session. */
export function signInBySetUp(token: string, fields: OrganiserFields): Promise<string | null> {
  return exchange("set-up", { token, ...fields })
}

/** The session that a Cookie header claims; nothing is asked of the database yet. */
export async function claimOf(cookieHeader: string | null): Promise<SessionClaim | null> {
  const token = readCookie(cookieHeader, loginCookie("organiser", "session"))
  if (!token) return null
  try {
    const found = claims.safeParse(await decode({ token, secret: loginSecret("organiser") }))
    return found.success ? found.data : null
  } catch {
    return null
  }
}
