import { decode } from "next-auth/jwt"
import type { NextAuthOptions } from "next-auth"
import { z } from "zod"
import { type Provider, PROVIDERS } from "#lib/domain/comments/schema"
import { nameField } from "#lib/shared/form-fields"
import { loginCookie, loginOptions, loginSecret } from "#lib/web/auth/shared"
import { configuredProviders, loginProviders } from "#lib/web/auth/providers"
import { readCookie } from "#lib/web/visitor-cookie"

/** Privacy text: logged in for twelve hours at most. */
const SESSION_SECONDS = 12 * 3_600

/** Somebody who is logged in to comment. Nothing of them is stored but what their comments need. */
export type Commenter = {
  provider: Provider
  /** The company's number of the account. */
  subject: string
  /** Empty when the account has no name that could stand over a comment. */
  name: string
}

const claims = z.object({ provider: z.enum(PROVIDERS), subject: z.string().min(1).max(500), name: z.string().max(500) })

/** The name of an account as it may stand over a comment, under the same rules as a guest's. */
function shownName(name: unknown): string {
  const read = nameField.safeParse(typeof name === "string" ? name : "")
  return read.success ? read.data : ""
}

/** Log-in of people who comment: a token in a cookie, and no account row. Nobody is linked to anybody by an address. */
export function commenterOptions(): NextAuthOptions {
  return {
    ...loginOptions("commenter", { maxAgeSeconds: SESSION_SECONDS }),
    providers: loginProviders(),
    callbacks: {
      // Only at the log-in itself there is an account. Whatever was in the cookie before is replaced.
      jwt: ({ token, account, user }) =>
        account
          ? { provider: account.provider, subject: account.providerAccountId, name: shownName(user?.name) }
          : token,
    },
  }
}

/** Who is logged in by this Cookie header; `null` for nobody, for a token that is not ours, and for a company no longer set up. */
export async function commenterOf(cookieHeader: string | null): Promise<Commenter | null> {
  const token = readCookie(cookieHeader, loginCookie("commenter", "session"))
  if (!token) return null
  try {
    const known = claims.safeParse(await decode({ token, secret: loginSecret("commenter") }))
    return known.success && configuredProviders().includes(known.data.provider) ? known.data : null
  } catch {
    // Too old, cut short, or made under another key.
    return null
  }
}
