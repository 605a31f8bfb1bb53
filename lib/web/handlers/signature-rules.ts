import { z } from "zod"
import { isAtLeast } from "#lib/domain/identity/policy"
import { carryOn, carryOut, countRule } from "#lib/domain/signatures/bulk"
import { ruleFields } from "#lib/domain/signatures/bulk-rule"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"
import { signaturesPath } from "#lib/web/handlers/signature-list"

const FIELDS = ["domain", "name", "reasonText", "country", "language", "from", "to", "reason"]

/** Counts the signatures that fit a rule: `POST /admin/campaigns/{id}/signatures/rules`. */
export const countSignatureRule = organiserHandler(FIELDS, async (form, actor, { id = "" }) => {
  if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
  const page = { path: `${signaturesPath(id)}/rules`, kind: "signature-rule", scope: id }
  const parsed = ruleFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const counted = await countRule(actor, id, parsed.data, new Date())
  if (!counted.ok) return answerForm.forbidden(form)
  return answerForm.next(form, `${page.path}/${counted.value}`, { status: 202, body: { rule: counted.value } })
})

const steps = z.enum(["dispute", "reject", "undo", "again"])

/** Carries a rule out or takes it back: `POST /admin/campaigns/{id}/signatures/rules/{case}`. */
export const carryOutRule = organiserHandler(["action"], async (form, actor, { id = "", case: caseId = "" }) => {
  if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
  const step = steps.safeParse(form.values.action)
  if (!step.success || !z.uuid().safeParse(caseId).success) return answerForm.notFound(form)
  const which = { campaignId: id, caseId }
  const result =
    step.data === "again" ? await carryOn(actor, which) : await carryOut(actor, which, step.data, new Date())
  if (!result.ok) return result.code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
  const path = `${signaturesPath(id)}/rules/${caseId}`
  return answerForm.next(form, path, { status: 202, body: { status: "started" } })
})
