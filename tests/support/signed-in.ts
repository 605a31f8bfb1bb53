import { encode } from "next-auth/jwt"
import type { SessionClaim } from "#lib/domain/identity/sessions"
import { loginCookie, loginSecret } from "#lib/web/auth/shared"

/** The Cookie header of an organiser's session, as the sign-in would have set it. */
export async function cookieOf(claim: SessionClaim): Promise<string> {
  const token = await encode({ token: claim, secret: loginSecret("organiser") })
  return `${loginCookie("organiser", "session")}=${token}`
}
