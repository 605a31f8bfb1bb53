import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { addPasskey, beginPasskey, beginPasskeySignIn } from "#lib/domain/identity/passkeys"
import { findSession } from "#lib/domain/identity/sessions"
import { siteSettings } from "#lib/platform/settings"
import { lineField } from "#lib/shared/form-fields"
import { proveAgainPath } from "#lib/web/auth/fresh"
import { claimOf, signInByPasskey } from "#lib/web/auth/organiser"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { returnPath, signedIn } from "#lib/web/handlers/organiser-login"
import { countTryOf } from "#lib/web/rate-guard"
import { isCrossSite } from "#lib/web/visitor-cookie"

export const ACCOUNT = { path: "/admin/account", kind: "account", scope: "" }

const NAME_MAX_CHARS = 60

/** What an organiser calls a passkey; empty is left to the page's own words. */
export const passkeyName = lineField(NAME_MAX_CHARS, "passkey_name_too_long")

const json = (body: unknown) => Response.json(body, { headers: { "cache-control": "no-store" } })

/** Who has to prove it once more: the organiser of this browser's session, where the form asks for that. */
async function wantedOrganiser(form: FormRequest): Promise<{ organiserId: string | null } | null> {
  if (!form.values.again) return { organiserId: null }
  const claim = await claimOf(form.request.headers.get("cookie"))
  const session = claim && (await findSession(claim, new Date()))
  return session && { organiserId: session.actor.organiserId }
}

/** What a browser needs to sign in with a passkey: `POST /login/passkey/options`, for its script. */
export const passkeyOptions = formHandler(["again"], async (form) => {
  const place = passkeyPlace()
  if (!place) return answerForm.notFound(form)
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const wanted = await wantedOrganiser(form)
  return wanted
    ? json(await beginPasskeySignIn(wanted.organiserId, { place, now: new Date() }))
    : Response.json({ status: "signed_out" }, { status: 401 })
})

/** Signs in with a passkey: `POST /login/passkey`, by a form that the script has filled. */
export const usePasskey = formHandler(["credential", "again", "return"], async (form) => {
  const place = passkeyPlace()
  if (!place) return answerForm.notFound(form)
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const wanted = await wantedOrganiser(form)
  if (!wanted) return answerForm.next(form, "/login", { status: 401, body: { status: "signed_out" } })
  const back = returnPath(form.values.return)
  const session = await signInByPasskey(form.values.credential ?? "", wanted.organiserId)
  if (session) return signedIn(form, session, back)
  const page = form.values.again ? `${proveAgainPath(back)}&failed=1` : "/login?failed=1"
  return answerForm.next(form, page, { status: 401, body: { status: "unknown" } })
})

/** What a browser needs to make a passkey: `POST /admin/account/passkey/options`, for its script. */
export const newPasskeyOptions = organiserHandler(
  ["passkey"],
  async (form, actor) => {
    const place = passkeyPlace()
    if (!place) return answerForm.notFound(form)
    return json(await beginPasskey(actor, { siteName: (await siteSettings()).siteName, place, now: new Date() }))
  },
  { fresh: true, page: ACCOUNT },
)

/** Adds a passkey: `POST /admin/account/passkey`, by a form that the script has filled. */
export const newPasskey = organiserHandler(
  ["credential", "passkey"],
  async (form, actor) => {
    const place = passkeyPlace()
    if (!place) return answerForm.notFound(form)
    const name = passkeyName.safeParse(form.values.passkey ?? "")
    if (!name.success) return answerForm.backWith(form, ACCOUNT, [{ field: "passkey", code: "passkey_name_too_long" }])
    const given = { json: form.values.credential ?? "", name: name.data, place, now: new Date() }
    const result = await addPasskey(actor, given)
    return result.ok
      ? answerForm.next(form, `${ACCOUNT.path}?saved=1`, { status: 201, body: { status: "added" } })
      : answerForm.backWith(form, ACCOUNT, [{ field: "passkey", code: result.code }])
  },
  { fresh: true, page: ACCOUNT },
)
