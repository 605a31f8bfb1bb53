import { z } from "zod"
import { endAccess, giveRole } from "#lib/domain/identity/people"
import { invitation } from "#lib/domain/identity/schema"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"

const PAGE = { path: "/admin/people", kind: "people", scope: "" }

/** Gives somebody a role, or takes all access away: `POST /admin/people`. */
export const people = organiserHandler(["action", "id", "name", "email", "role", "scope"], async (form, actor) => {
  if (form.values.action === "end") {
    const id = z.uuid().safeParse(form.values.id)
    const result = id.success ? await endAccess(actor, id.data) : null
    if (result && !result.ok && result.code === "forbidden") return answerForm.forbidden(form)
    if (result && !result.ok && result.code === "last_owner") {
      return answerForm.backWith(form, PAGE, [{ field: "form", code: "last_owner" }])
    }
    return answerForm.next(form, `${PAGE.path}?saved=1`, { status: 200, body: { status: "ended" } })
  }
  const parsed = invitation.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, PAGE, parsed.error)
  const result = await giveRole(actor, parsed.data)
  if (result.ok) return answerForm.next(form, `${PAGE.path}?saved=1`, { status: 201, body: { status: "saved" } })
  return result.code === "forbidden"
    ? answerForm.forbidden(form)
    : answerForm.backWith(form, PAGE, [{ field: "role", code: result.code }])
})
