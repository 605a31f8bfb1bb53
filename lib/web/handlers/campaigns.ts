import { z } from "zod"
import { copyCampaign, createCampaign, setMainCampaign } from "#lib/domain/campaigns/create"
import { moveFields, newCampaignFields } from "#lib/domain/campaigns/edit-schema"
import { moveCampaign } from "#lib/domain/campaigns/move"
import { addLetterTexts, exportLetterTexts } from "#lib/domain/letters/transfer"
import { canEditCampaign } from "#lib/domain/identity/policy"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormPage } from "#lib/web/form-handler"
import { answerEdit, EDIT_KIND } from "#lib/web/handlers/campaign-parts"

const LIST: FormPage = { path: "/admin/campaigns", kind: EDIT_KIND, scope: "" }
const NEW: FormPage = { path: "/admin/campaigns/new", kind: EDIT_KIND, scope: "new" }

/** Starts a campaign: `POST /admin/campaigns`. */
export const newCampaign = organiserHandler(Object.keys(newCampaignFields.shape), async (form, actor) => {
  const parsed = newCampaignFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, NEW, parsed.error)
  const result = await createCampaign(actor, parsed.data)
  if (!result.ok) return answerEdit(form, NEW, result)
  const { campaignId } = result.value
  return answerForm.next(form, `/admin/campaigns/${campaignId}/text?lang=${parsed.data.lang}&saved=1`, {
    status: 201,
    body: { status: "created", campaignId },
  })
})

/** Chooses the campaign of the front page: `POST /admin/campaigns/main`. */
export const mainCampaign = organiserHandler(["campaign"], async (form, actor) => {
  const id = z.uuid().safeParse(form.values.campaign)
  if (!id.success) return answerForm.notFound(form)
  return answerEdit(form, LIST, await setMainCampaign(actor, id.data))
})

/** Copies a campaign as a new draft: `POST /admin/campaigns/{id}/copy`. */
export const duplicateCampaign = organiserHandler([], async (form, actor, { id = "" }) => {
  const result = await copyCampaign(actor, id)
  if (!result.ok) return answerEdit(form, LIST, result)
  const { campaignId } = result.value
  await addLetterTexts(campaignId, await exportLetterTexts(id))
  return answerForm.next(form, `/admin/campaigns/${campaignId}?saved=1`, {
    status: 201,
    body: { status: "created", campaignId },
  })
})

/** Brings a campaign to its next state: `POST /admin/campaigns/{id}/status`. */
export const campaignStatus = organiserHandler(["from", "to", "reopensOn"], async (form, actor, { id = "" }) => {
  const page = { path: `/admin/campaigns/${id}`, kind: EDIT_KIND, scope: `${id} status` }
  const parsed = moveFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  return answerEdit(form, page, await moveCampaign(actor, id, parsed.data, new Date()))
})

/** The sign form of a preview: it looks like the real one and keeps nothing. `POST /admin/campaigns/{id}/preview`. */
export const previewForm = organiserHandler([], (form, actor, { id = "" }) => {
  const path = `/admin/campaigns/${id}/preview?tried=1`
  const answer = { status: 200, body: { status: "preview" } }
  return Promise.resolve(canEditCampaign(actor, id) ? answerForm.next(form, path, answer) : answerForm.forbidden(form))
})
