import { encode } from "next-auth/jwt"
import { loginCookie, loginSecret } from "#lib/web/auth/shared"
import { createSession } from "#tests/factories/organiser"

/** The cookie of an organiser who has just signed in. */
export async function organiserCookie(organiserId: string): Promise<string> {
  const claim = await createSession(organiserId)
  const token = await encode({ token: { ...claim }, secret: loginSecret("organiser") })
  return `${loginCookie("organiser", "session")}=${token}`
}
