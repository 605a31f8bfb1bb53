import { z } from "zod"
import { endSessionsOf } from "#lib/domain/identity/own-account"
import { changeRole, endAccess, giveRole, removeRole } from "#lib/domain/identity/people"
import type { Actor } from "#lib/domain/identity/policy"
import { invitation, ROLES } from "#lib/domain/identity/schema"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest } from "#lib/web/form-handler"

const PAGE = { path: "/admin/people", kind: "people", scope: "" }

type About = { organiserId: string; scope: string; role: string | undefined }
type Act = (actor: Actor, about: About) => Promise<{ ok: true } | { ok: false; code: string }>

/** What owners do to somebody who is there, by the form's `action`. */
const ACTS: Partial<Record<string, Act>> = {
  end: (actor, { organiserId }) => endAccess(actor, organiserId),
  "end-sessions": (actor, { organiserId }) => endSessionsOf(actor, organiserId),
  "remove-role": (actor, about) => removeRole(actor, about),
  "change-role": async (actor, about) => {
    const role = z.enum(ROLES).safeParse(about.role)
    return role.success ? changeRole(actor, { ...about, role: role.data }) : { ok: false, code: "choice_unknown" }
  },
}

async function actOn(form: FormRequest, actor: Actor, act: Act): Promise<Response> {
  const id = z.uuid().safeParse(form.values.id)
  const result = id.success
    ? await act(actor, { organiserId: id.data, scope: form.values.scope ?? "", role: form.values.role })
    : ({ ok: false, code: "unknown" } as const)
  if (result.ok) return answerForm.next(form, `${PAGE.path}?saved=1`, { status: 200, body: { status: "saved" } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  // Somebody was faster: what was wanted is so.
  if (result.code === "unknown") return answerForm.next(form, PAGE.path, { status: 404, body: { status: "unknown" } })
  return answerForm.backWith(form, PAGE, [{ field: "form", code: result.code }])
}

/** Gives somebody a role, or takes a role, all sign-ins or all access away: `POST /admin/people`. */
export const people = organiserHandler(["action", "id", "name", "email", "role", "scope"], async (form, actor) => {
  const act = ACTS[form.values.action ?? ""]
  if (act) return actOn(form, actor, act)
  const parsed = invitation.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, PAGE, parsed.error)
  const result = await giveRole(actor, parsed.data)
  if (result.ok) return answerForm.next(form, `${PAGE.path}?saved=1`, { status: 201, body: { status: "saved" } })
  return result.code === "forbidden"
    ? answerForm.forbidden(form)
    : answerForm.backWith(form, PAGE, [{ field: "role", code: result.code }])
})
