import type { Actor } from "#lib/domain/identity/policy"
import { findSession } from "#lib/domain/identity/sessions"
import { claimOf } from "#lib/web/auth/organiser"
import { mayActFor } from "#lib/web/auth/proof"
import { answerForm, type FormRequest, type Handler, toFormRequest } from "#lib/web/form-handler"
import { ClientGone, readUpload } from "#lib/web/http"
import { problem } from "#lib/web/problem-page"

/**
 * Wraps what a form with one file does: only for who is signed in at this moment, from a page of ours.
 *
 * Who sends it is looked at before a byte of the file is read, so that nobody else can fill the memory.
 *
 * @param maxBytes Of the whole form; a longer one is answered with 413.
 * @param act The file is `null` where none was chosen.
 */
export function organiserUpload(
  fields: readonly string[],
  maxBytes: number,
  act: (form: FormRequest, file: Buffer | null, actor: Actor, params: Record<string, string>) => Promise<Response>,
): Handler {
  return async (request, params) => {
    const claim = await claimOf(request.headers.get("cookie"))
    const session = claim && (await findSession(claim, new Date()))
    const none = toFormRequest(request, [], { values: {}, isJson: false })
    if (!claim || !session) return answerForm.next(none, "/login", { status: 401, body: { status: "signed_out" } })
    const read = await readParts(request, maxBytes)
    if (typeof read === "number") return problem(request, { status: read })
    const form = toFormRequest(request, [...fields, "proof"], { values: read.values, isJson: false })
    if (!mayActFor(request, claim.sessionId, form.values.proof)) return answerForm.forbidden(form)
    return act(form, read.file, session.actor, params)
  }
}

type Parts = { values: Record<string, string>; file: Buffer | null }

/** The texts and the file of a form, or why there are none. */
async function readParts(request: Request, maxBytes: number): Promise<Parts | 400 | 413 | 415> {
  const type = request.headers.get("content-type") ?? ""
  if (!type.toLowerCase().startsWith("multipart/form-data")) return 415
  try {
    const body = await readUpload(request, maxBytes)
    if (!body) return 413
    const parts = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData()
    const read: Parts = { values: Object.create(null) as Record<string, string>, file: null }
    for (const [name, value] of parts) {
      if (typeof value === "string") read.values[name] = value
      else if (value.size > 0) read.file = Buffer.from(await value.arrayBuffer())
    }
    return read
  } catch (error) {
    if (error instanceof ClientGone) throw error
    return 400
  }
}
