import { z } from "zod"
import {
  discardDelivery,
  prepareDelivery,
  recordDelivery,
  recordReply,
  undoRecord,
} from "#lib/domain/deliveries/commands"
import {
  CHOICE_NAMES,
  choiceFields,
  choicesOf,
  purposeField,
  recordFields,
  replyFields,
} from "#lib/domain/deliveries/schema"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormPage, type FormRequest } from "#lib/web/form-handler"

/** Address of the page of all hand-overs of a campaign. */
function deliveriesPath(campaignId: string): string {
  return `/admin/campaigns/${campaignId}/delivery`
}

const newPage = (campaignId: string): FormPage => ({
  path: `${deliveriesPath(campaignId)}/new`,
  kind: "delivery-new",
  scope: campaignId,
})

const onePage = (campaignId: string, id: string): FormPage => ({
  path: `${deliveriesPath(campaignId)}/${id}`,
  kind: "delivery",
  scope: id,
})

const buildFields = choiceFields.extend({ purpose: purposeField })

/** Builds a hand-over: `POST /admin/campaigns/{id}/delivery`. */
export const buildDelivery = organiserHandler(
  [...CHOICE_NAMES, "purpose"],
  async (form, actor, { id: campaignId = "" }) => {
    if (!canEditCampaign(actor, campaignId)) return answerForm.forbidden(form)
    const page = newPage(campaignId)
    const parsed = buildFields.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, page, parsed.error)
    const { recipient, purpose } = parsed.data
    const result = await prepareDelivery(actor, campaignId, { choices: choicesOf(parsed.data), recipient, purpose })
    if (result.ok) {
      const { path } = onePage(campaignId, result.value.id)
      return answerForm.next(form, path, { status: 201, body: { status: "building", id: result.value.id } })
    }
    if (result.code === "forbidden") return answerForm.forbidden(form)
    return answerForm.backWith(form, page, [{ field: "form", code: "delivery_empty" }])
  },
  { fresh: true, page: (_form, { id = "" }) => newPage(id) },
)

type Which = { campaignId: string; id: string }

type Outcome = { ok: true } | { ok: false; code: string }

/** What is wrong, where a person can do something about it: the field and the code of its sentence. */
const FAULTS: Record<string, { field: string; code: string }> = {
  not_built: { field: "form", code: "delivery_not_built" },
  date_wrong: { field: "on", code: "delivery_date" },
  too_late: { field: "form", code: "delivery_recorded" },
  recorded: { field: "form", code: "delivery_recorded" },
}

async function settle(form: FormRequest, page: FormPage, result: Outcome, next: string): Promise<Response> {
  if (result.ok) return answerForm.next(form, next, { status: 200, body: { status: "saved" } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  const fault = FAULTS[result.code]
  return fault ? answerForm.backWith(form, page, [fault]) : answerForm.notFound(form)
}

async function change(form: FormRequest, actor: Actor, { campaignId, id }: Which): Promise<Response> {
  const page = onePage(campaignId, id)
  const saved = `${page.path}?saved=1`
  const now = new Date()
  switch (form.values.action) {
    case "record": {
      const parsed = recordFields.safeParse(form.values)
      if (!parsed.success) return answerForm.back(form, page, parsed.error)
      return settle(form, page, await recordDelivery(actor, campaignId, id, parsed.data, now), saved)
    }
    case "reply": {
      const parsed = replyFields.safeParse(form.values)
      if (!parsed.success) return answerForm.back(form, page, parsed.error)
      return settle(form, page, await recordReply(actor, campaignId, id, parsed.data, now), saved)
    }
    case "undo":
      return settle(form, page, await undoRecord(actor, campaignId, id, now), saved)
    case "discard":
      return settle(form, page, await discardDelivery(actor, campaignId, id), `${deliveriesPath(campaignId)}?saved=1`)
    default:
      return answerForm.notFound(form)
  }
}

/** Records a hand-over or its reply, takes the record back, throws the list away: `POST /admin/campaigns/{id}/delivery/{delivery}`. */
export const changeDelivery = organiserHandler(
  ["action", "on", "recipient", "method", "note", "reply", "isPublic"],
  async (form, actor, { id: campaignId = "", delivery = "" }) => {
    if (!canEditCampaign(actor, campaignId)) return answerForm.forbidden(form)
    if (!z.uuid().safeParse(delivery).success) return answerForm.notFound(form)
    return change(form, actor, { campaignId, id: delivery })
  },
  { fresh: true, page: (_form, { id = "", delivery = "" }) => onePage(id, delivery) },
)
