import type { Actor } from "#lib/domain/identity/policy"
import { findSession, type Session } from "#lib/domain/identity/sessions"
import { pageBefore, proveAgainPath, signInAgain } from "#lib/web/auth/fresh"
import { claimOf } from "#lib/web/auth/organiser"
import { mayActFor } from "#lib/web/auth/proof"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormPage, type FormRequest, formHandler, type Handler } from "#lib/web/form-handler"

type Params = Record<string, string>

type Options = {
  /** Only for a session that was proved in the last minutes. Others are led to prove it, and back to the form. */
  fresh?: boolean
  /** The form's page: what was typed waits there as a draft meanwhile. Without it the way back is the page before. */
  page?: FormPage | ((form: FormRequest, params: Params) => FormPage)
}

/**
 * Wraps what a form of the organisers' area does: only for who is signed in at this moment, from a page of ours.
 *
 * What the organiser may do is asked again inside every command.
 */
export function organiserHandler(
  fields: readonly string[],
  act: (form: FormRequest, actor: Actor, params: Params, session: Session & { sessionId: string }) => Promise<Response>,
  { fresh = false, page }: Options = {},
): Handler {
  return formHandler([...fields, "proof"], async (form, params) => {
    const claim = await claimOf(form.request.headers.get("cookie"))
    const session = claim && (await findSession(claim, new Date()))
    if (!claim || !session) return answerForm.next(form, "/login", { status: 401, body: { status: "signed_out" } })
    if (!mayActFor(form.request, claim.sessionId, form.values.proof)) return answerForm.forbidden(form)
    if (fresh && !session.isFresh) {
      return proveFirst(form, typeof page === "function" ? page(form, params) : page)
    }
    return act(form, session.actor, params, { ...session, sessionId: claim.sessionId })
  })
}

async function proveFirst(form: FormRequest, page: FormPage | undefined): Promise<Response> {
  if (form.isJson) return signInAgain()
  if (!page) return answerForm.next(form, proveAgainPath(pageBefore(form.request)), { status: 401, body: {} })
  await saveDraft(form.visitorId, page, { values: form.words.fields, errors: [] })
  const back = `${page.path}${page.path.includes("?") ? "&" : "?"}draft=1`
  return answerForm.next(form, proveAgainPath(back), { status: 401, body: {} })
}
