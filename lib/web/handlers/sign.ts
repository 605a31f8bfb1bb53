import { findCampaign, type CampaignView } from "#lib/domain/campaigns/queries"
import { signFields, signWithoutEmailFields } from "#lib/domain/signatures/schema"
import { signPetition } from "#lib/domain/signatures/sign"
import { signWithoutEmail } from "#lib/domain/signatures/sign-without-email"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { judgeStamp } from "#lib/web/form-stamp"
import { countTryOf } from "#lib/web/rate-guard"
import { saveDraft } from "#lib/web/drafts"
import { recall } from "#lib/web/recall"

/** The fields of the sign form: nothing else is kept of what is posted. */
const FIELDS = [
  ...["name", "email", "noEmail", "consent", "showName", "country", "town", "reason", "updates", "discreet"],
  "version",
]

const ASKED = ["country", "town", "reason", "updates"] as const

const CAMPAIGN_FRESH_MS = 2_000

/** Campaigns change rarely and are asked for at every signature; whether one is open is checked again while signing. */
const campaignBySlug = recall(
  (slug: string, locale: CampaignView["locale"]) => findCampaign(slug, locale),
  CAMPAIGN_FRESH_MS,
)

/** Takes the sign form and its JSON twin: `POST /c/{slug}/signatures`, `POST /api/v1/campaigns/{slug}/signatures`. */
export const sign = formHandler(FIELDS, async (form, { slug = "" }) => {
  const campaign = await campaignBySlug(slug, form.locale)
  if (!campaign) return answerForm.notFound(form)
  // What the campaign does not ask is not kept either, whoever sends it.
  for (const name of ASKED) if (!campaign.asks[name]) delete form.values[name]
  const page = { path: `/c/${slug}/sign${form.values.noEmail ? "?no-email=1" : ""}`, kind: "sign", scope: campaign.id }

  if (form.switchTo) return answerForm.switchLanguage(form, page)
  if (form.values.leaveEmpty || judgeStamp(form.values.made) === "forged") return answerForm.askToContinue(form)
  if (judgeStamp(form.values.made) === "old")
    return answerForm.backWith(form, page, [{ field: "form", code: "form_old" }])
  return form.values.noEmail ? withoutEmail(form, campaign, page) : withEmail(form, campaign, page)
})

/** The campaign with the version that stood beside the form: whoever read an older one has signed the older one. */
function asRead(campaign: CampaignView, version: string | undefined): CampaignView {
  const read = Number(version)
  return Number.isInteger(read) && read >= 1 && read < campaign.version ? { ...campaign, version: read } : campaign
}

type Page = { path: string; kind: string; scope: string }

async function withEmail(form: FormRequest, campaign: CampaignView, page: Page): Promise<Response> {
  const parsed = signFields.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const rate = await countTryOf(form.request, "sign")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  return answerForm.once(form, `signature ${campaign.id}`, async () => {
    const result = await signPetition(asRead(campaign, form.values.version), parsed.data, form.visitorId)
    if (!result.ok) return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
    return answerForm.next(form, `/c/${campaign.slug}/check`, { status: 202, body: { status: "check_email" } })
  })
}

async function withoutEmail(form: FormRequest, campaign: CampaignView, page: Page): Promise<Response> {
  const parsed = signWithoutEmailFields.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const rate = await countTryOf(form.request, "sign")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  return answerForm.once(form, `signature ${campaign.id}`, async () => {
    const result = await signWithoutEmail(asRead(campaign, form.values.version), parsed.data, new Date())
    if (!result.ok) return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
    const { receiptCode } = result.value
    await saveDraft(
      form.visitorId,
      { kind: "signed", scope: campaign.id },
      { number: null, receiptCode, isUnverified: true },
    )
    return answerForm.next(form, `/c/${campaign.slug}/signed`, {
      status: 201,
      body: { status: "counted", receiptCode },
    })
  })
}
