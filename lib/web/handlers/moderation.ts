import { z } from "zod"
import { saveCommentChoices, settingsFields } from "#lib/domain/comments/settings"
import { addBlockRule, removeBlockRule } from "#lib/domain/moderation/block-commands"
import { findDecision } from "#lib/domain/moderation/queries"
import { ACTIONS, KINDS } from "#lib/domain/moderation/schema"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import { sourceOf } from "#lib/web/moderation-sources"

const QUEUE = "/admin/moderation"
const SETTINGS = "/admin/moderation/settings"

/** The text that was passed over: its kind and its id. */
const PASSED = new RegExp(`^(?:${KINDS.join("|")})\\.[0-9a-f-]{36}$`)

const target = z.object({ kind: z.enum(KINDS), subject: z.uuid() })
const decisionFields = z.object({
  action: z.enum(ACTIONS, "choice_unknown"),
  reason: z.string().nullable().catch(null),
  round: z.coerce.number().int().min(1).catch(0),
  after: z.string().regex(PASSED).optional().catch(undefined),
})

/**
 * Decides about a text of the queue: `POST /admin/moderation/{kind}/{subject}`. Leads on to the next one: the first in the queue, or
 * behind the one that was passed over (`after`).
 */
export const decide = organiserHandler(["action", "reason", "round", "after"], async (form, actor, params) => {
  const about = target.safeParse(params)
  const source = about.success ? sourceOf(about.data.kind) : null
  if (!about.success || !source) return answerForm.notFound(form)
  const { kind, subject } = about.data
  const again = `${QUEUE}?kind=${kind}&subject=${subject}`
  const parsed = decisionFields.safeParse({ ...form.values, reason: form.values.reason ?? null })
  if (!parsed.success) return answerForm.next(form, again, answerForm.invalid(parsed.error))
  const { action, round, after } = parsed.data
  const reason = source.reasons.find((one) => one === parsed.data.reason) ?? null
  const result = await source.decide(actor, { subjectId: subject, action, reason, round }, new Date())
  if (result.ok) {
    const { decisionId } = result.value
    return answerForm.next(form, `${QUEUE}?done=${decisionId}${after ? `&after=${after}` : ""}`, {
      status: 200,
      body: { status: "decided", decisionId },
    })
  }
  if (result.code === "forbidden") return answerForm.forbidden(form)
  const notice = result.code === "changed" ? `${again}&notice=changed` : `${QUEUE}?notice=gone`
  return answerForm.next(form, notice, { status: 409, body: { status: result.code } })
})

/** Takes a decision back: `POST /admin/moderation/undo`. */
export const undo = organiserHandler(["decision"], async (form, actor) => {
  const id = z.uuid().safeParse(form.values.decision)
  const decision = id.success ? await findDecision(actor, id.data) : null
  const source = decision && sourceOf(decision.kind)
  // People are led back to the queue in any case; a program is told that there is nothing here for it.
  if (!decision || !source)
    return answerForm.next(form, `${QUEUE}?notice=late`, { status: 404, body: { status: "unknown" } })
  const result = await source.undo(actor, decision.id, new Date())
  return result.ok
    ? answerForm.next(form, `${QUEUE}?kind=${decision.kind}&subject=${decision.subjectId}&notice=undone`, {
        status: 200,
        body: { status: "undone" },
      })
    : answerForm.next(form, `${QUEUE}?notice=late`, { status: 409, body: { status: result.code } })
})

function backToSettings(form: FormRequest, errors: { field: string; code: string }[]): Promise<Response> {
  return answerForm.backWith(form, { path: SETTINGS, kind: "moderation-settings", scope: "" }, errors)
}

/** A campaign, or "" for the whole site. */
const ruleScope = z.union([z.literal(""), z.uuid()])

/** Adds or removes a rule: `POST /admin/moderation/rules`. */
export const rules = organiserHandler(["action", "rule", "what", "scope", "id"], async (form, actor) => {
  const { action, rule = "", what, id = "" } = form.values
  const scope = ruleScope.safeParse(form.values.scope ?? "")
  if (!scope.success) return answerForm.notFound(form)
  if (action === "remove") {
    const known = z.uuid().safeParse(id)
    const result = known.success ? await removeBlockRule(actor, known.data) : null
    if (result && !result.ok && result.code === "forbidden") return answerForm.forbidden(form)
    return answerForm.next(form, `${SETTINGS}?saved=1`, { status: 200, body: { status: "removed" } })
  }
  const result = await addBlockRule(actor, {
    scope: scope.data,
    typed: rule,
    action: what === "spam" ? "spam" : "hold",
  })
  if (result.ok) return answerForm.next(form, `${SETTINGS}?saved=1`, { status: 201, body: { status: "added" } })
  return result.code === "forbidden"
    ? answerForm.forbidden(form)
    : backToSettings(form, [{ field: "rule", code: result.code }])
})

const CHOICES = ["mode", "closesOn", "holdsAll", "allowsGuests", "allowsLogin", "allowsWebsite", "asksOutside"]

/** Keeps what is chosen for the comments of a campaign: `POST /admin/moderation/comments`. */
export const commentSettings = organiserHandler(["campaign", ...CHOICES], async (form, actor) => {
  const campaignId = z.uuid().safeParse(form.values.campaign)
  if (!campaignId.success) return answerForm.notFound(form)
  const parsed = settingsFields.safeParse(form.values)
  if (!parsed.success) return backToSettings(form, answerForm.errorsOf(parsed.error))
  const result = await saveCommentChoices(actor, campaignId.data, parsed.data)
  return result.ok
    ? answerForm.next(form, `${SETTINGS}?saved=1`, { status: 200, body: { status: "saved" } })
    : answerForm.forbidden(form)
})
