import { z } from "zod"
import { SIGN_IN_WINDOW_MINUTES } from "#lib/domain/identity/rules"
import { organiserEmail } from "#lib/domain/identity/schema"
import { endSession, replaceSession } from "#lib/domain/identity/sessions"
import { findReturn, requestProof, requestSignIn } from "#lib/domain/identity/sign-in"
import { splitLocalePath } from "#lib/shared/locales"
import { proveAgainPath } from "#lib/web/auth/fresh"
import { claimOf, signInByLink } from "#lib/web/auth/organiser"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { countTryOf } from "#lib/web/rate-guard"
import { safeReturn } from "#lib/web/safe-return"
import { expiredCookies, isCrossSite, LOGIN_COOKIES } from "#lib/web/visitor-cookie"

const signInFields = z.object({ email: organiserEmail })

/** Where the first page of the organisers' area is. */
const AREA = "/admin"

/** Asks for a sign-in link: `POST /login`. The answer is the same for every address. */
export const requestLink = formHandler(["email"], async (form) => {
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const parsed = signInFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, { path: "/login", kind: "sign-in", scope: "" }, parsed.error)
  const rate = await countTryOf(form.request, "login")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  await requestSignIn(parsed.data.email, new Date())
  return answerForm.next(form, "/login?sent=1", { status: 202, body: { status: "link_sent" } })
})

/** A page of this site as a form names one, without its language, which `next` puts before it. */
export function returnPath(wanted: string | undefined): string {
  return splitLocalePath(safeReturn(wanted, AREA)).path
}

/** Asks for a link that proves once more who is signed in: `POST /login/again`. It leads back to `return`. */
export const proveAgain = organiserHandler(["return"], async (form, actor) => {
  const back = returnPath(form.values.return)
  if (!(await requestProof(actor.organiserId, back, new Date()))) {
    return answerForm.tooMany(form, SIGN_IN_WINDOW_MINUTES * 60)
  }
  return answerForm.next(form, `${proveAgainPath(back)}&sent=1`, { status: 202, body: { status: "link_sent" } })
})

/** Leads on with a new session, which takes the place of the one that this browser had. */
export async function signedIn(form: FormRequest, session: string, returnTo = AREA): Promise<Response> {
  // The session that this browser had before has had its day: a new proof gives a new one.
  const before = await claimOf(form.request.headers.get("cookie"))
  if (before) await replaceSession(before.sessionId)
  const response = answerForm.next(form, returnTo, { status: 200, body: { status: "signed_in" } })
  response.headers.append("set-cookie", session)
  return response
}

/** Signs in by a mailed link: the press on its page, `POST /login/link/{token}`. */
export const useLink = formHandler([], async (form, { token = "" }) => {
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const session = await signInByLink(token)
  if (session) return signedIn(form, session, returnPath((await findReturn(token)) ?? undefined))
  const page = `/login/link/${encodeURIComponent(token)}`
  return answerForm.next(form, page, { status: 404, body: { status: "unknown" } })
})

/** Ends an organiser's session on this device: `POST /admin/logout`. The next request with its token is refused. */
export const signOut = formHandler([], async (form) => {
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const claim = await claimOf(form.request.headers.get("cookie"))
  if (claim) await endSession(claim.sessionId, new Date())
  const response = answerForm.next(form, "/login", { status: 200, body: { status: "signed_out" } })
  for (const line of expiredCookies(LOGIN_COOKIES.organiser)) response.headers.append("set-cookie", line)
  return response
})
