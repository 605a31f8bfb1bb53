import type { Actor } from "#lib/domain/identity/policy"
import { findActor } from "#lib/domain/identity/sessions"
import { claimOf } from "#lib/web/auth/organiser"
import { mayActFor } from "#lib/web/auth/proof"
import { answerForm, type FormRequest, formHandler, type Handler } from "#lib/web/form-handler"

/**
 * Wraps what a form of the organisers' area does: only for who is signed in at this moment, from a page of ours.
 *
 * What the organiser may do is asked again inside every command.
 */
export function organiserHandler(
  fields: readonly string[],
  act: (form: FormRequest, actor: Actor, params: Record<string, string>) => Promise<Response>,
): Handler {
  return formHandler([...fields, "proof"], async (form, params) => {
    const claim = await claimOf(form.request.headers.get("cookie"))
    const actor = claim && (await findActor(claim, new Date()))
    if (!claim || !actor) return answerForm.next(form, "/login", { status: 401, body: { status: "signed_out" } })
    if (!mayActFor(form.request, claim.sessionId, form.values.proof)) return answerForm.forbidden(form)
    return act(form, actor, params)
  })
}
