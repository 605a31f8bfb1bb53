import { z } from "zod"
import { isAtLeast } from "#lib/domain/identity/policy"
import { confirmAgain, disputeSignature, rejectSignature } from "#lib/domain/signatures/disputes"
import { caseReason } from "#lib/domain/signatures/bulk-rule"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { saveDraft } from "#lib/web/drafts"
import { answerForm } from "#lib/web/form-handler"
import { signaturesPath } from "#lib/web/handlers/signature-list"

const withReason = z.object({ reason: caseReason })
const decisions = z.enum(["dispute", "confirm", "reject"])

/** Disputes one signature, or decides about it: `POST /admin/campaigns/{id}/signatures/{signature}`. */
export const decideSignature = organiserHandler(
  ["action", "reason"],
  async (form, actor, { id = "", signature = "" }) => {
    if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
    const action = decisions.safeParse(form.values.action)
    if (!action.success || !z.uuid().safeParse(signature).success) return answerForm.notFound(form)
    const which = { campaignId: id, signatureId: signature }
    const page = { path: `${signaturesPath(id)}/${signature}`, kind: "signature", scope: signature }
    const now = new Date()
    if (action.data === "confirm") return answer(form, page.path, await confirmAgain(actor, which, now))
    const parsed = withReason.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, page, parsed.error)
    const decide = action.data === "dispute" ? disputeSignature : rejectSignature
    return answer(form, page.path, await decide(actor, which, parsed.data.reason, now))
  },
)

function answer(
  form: Parameters<typeof answerForm.notFound>[0],
  path: string,
  result: { ok: true } | { ok: false; code: "forbidden" | "gone" },
): Response {
  if (result.ok) return answerForm.next(form, `${path}?saved=1`, { status: 200, body: { status: "decided" } })
  return result.code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
}

/** For so long the page shows the address that was asked for. */
const SHOWN_MINUTES = 2

/**
 * Lets the page show a signatory's address for two minutes: `POST …/signatures/{signature}/email`. The address itself is not in the
 * answer, and not in the draft that permits it.
 */
export const showEmail = organiserHandler(
  [],
  async (form, actor, { id = "", signature = "" }) => {
    if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
    if (!z.uuid().safeParse(signature).success) return answerForm.notFound(form)
    const key = { kind: "show-email", scope: signature }
    await saveDraft(form.visitorId, key, { organiserId: actor.organiserId }, { ttlMinutes: SHOWN_MINUTES })
    const path = `${signaturesPath(id)}/${signature}?email=1#email`
    return answerForm.next(form, path, { status: 200, body: { status: "shown" } })
  },
  { fresh: true },
)
