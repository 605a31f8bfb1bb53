import { z } from "zod"
import { EXPORT_FIELDS, exportFields } from "#lib/domain/signatures/export-schema"
import { startExport } from "#lib/domain/signatures/export"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { searchByEmail } from "#lib/domain/signatures/organiser-queries"
import { isAtLeast } from "#lib/domain/identity/policy"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"
import { emailField } from "#lib/shared/form-fields"

/** The address of a campaign's signatures. */
export const signaturesPath = (id: string) => `/admin/campaigns/${id}/signatures`

const search = z.object({ email: emailField })

/** Looks for the signature of an exact address: `POST /admin/campaigns/{id}/signatures`. The address is in no URL and no log. */
export const searchSignatures = organiserHandler(["action", "email"], async (form, actor, { id = "" }) => {
  if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
  const page = { path: signaturesPath(id), kind: "signatures", scope: id }
  const parsed = search.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const found = await searchByEmail(actor, id, parsed.data.email)
  if (!found) return answerForm.backWith(form, page, [{ field: "email", code: "email_not_found" }])
  return answerForm.next(form, `${page.path}/${found}`, { status: 200, body: { id: found } })
})

const exportPage = (id: string) => ({ path: `${signaturesPath(id)}/export`, kind: "signatures-export", scope: id })

// Columns have the same names, so that the filter's have a prefix.
const FILTERS = ["state", "country", "language", "shown", "sample", "from", "to"].map((name) => `only-${name}`)

/** Starts a CSV export: `POST /admin/campaigns/{id}/signatures/export`. */
export const exportSignatures = organiserHandler(
  ["purpose", ...EXPORT_FIELDS, ...FILTERS],
  async (form, actor, { id = "" }) => {
    const parsed = exportFields.safeParse(form.values)
    if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
    if (!parsed.success) return answerForm.back(form, exportPage(id), parsed.error)
    const only = FILTERS.map((name) => [name.slice("only-".length), form.values[name]])
    const filter = listFilter.parse(Object.fromEntries(only))
    const started = await startExport(actor, id, parsed.data, { filter, locale: form.locale })
    if (!started.ok) return answerForm.forbidden(form)
    return answerForm.next(form, `/admin/tasks/${started.value}`, { status: 202, body: { task: started.value } })
  },
  { fresh: true, page: (_form, { id = "" }) => exportPage(id) },
)
