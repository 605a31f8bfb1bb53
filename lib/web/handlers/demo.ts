import { closeDemo, openDemo } from "#lib/domain/admin/demo"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"

const PAGE = { path: "/admin/demo", kind: "demo", scope: "" }

/** Opens or closes the demonstration: `POST /admin/demo`. */
export const demo = organiserHandler(["action"], async (form, actor) => {
  const { action } = form.values
  if (action !== "open" && action !== "close") return answerForm.notFound(form)
  const result = action === "open" ? await openDemo(actor, new Date()) : await closeDemo(actor)
  if (result.ok) return answerForm.next(form, `${PAGE.path}?saved=1`, { status: 200, body: { status: action } })
  return result.code === "forbidden"
    ? answerForm.forbidden(form)
    : answerForm.backWith(form, PAGE, [{ field: "form", code: result.code }])
})
