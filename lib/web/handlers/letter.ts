import { type CampaignView, findCampaign } from "#lib/domain/campaigns/queries"
import { hasAliases } from "#lib/domain/letters/alias"
import { composeLetter, letterFaults } from "#lib/domain/letters/compose"
import { paperHints } from "#lib/domain/letters/paper-hints"
import { findLetterTarget, findSampleByMark, type LetterTarget } from "#lib/domain/letters/queries"
import { type LetterFields, letterFields } from "#lib/domain/letters/schema"
import { dayOf } from "#lib/shared/dates"
import { dropDraft, type FieldError, saveDraft } from "#lib/web/drafts"
import { answerForm, type FormPage, type FormRequest, formHandler } from "#lib/web/form-handler"
import { judgeStamp } from "#lib/web/form-stamp"
import { countSelfSent, letterOnPaper, saveLetter, sendOff } from "#lib/web/handlers/letter-steps"
import { changeSample, inOtherLanguage } from "#lib/web/handlers/letter-sample"
import { recall } from "#lib/web/recall"

/** The fields of the letter form: nothing else is kept of what is posted. `from`, `on` and `proof` come from our own pages. */
export const LETTER_FIELDS = [
  ...["sample", "subject", "own", "body", "name", "email", "town", "country", "organisation", "role"],
  ...["route", "public", "consent", "step", "from", "earlier", "on", "proof"],
]

const CAMPAIGN_FRESH_MS = 2_000

const campaignBySlug = recall(
  (slug: string, locale: CampaignView["locale"]) => findCampaign(slug, locale),
  CAMPAIGN_FRESH_MS,
)

/** What waits behind the preview page. */
export type LetterPreview = { values: Record<string, string>; on: string; hasChanged?: boolean }

/** A letter form with what it is about. */
export type LetterRequest = { form: FormRequest; campaign: CampaignView; target: LetterTarget; page: FormPage }

/** Takes the letter form, the preview's form and their JSON twin: `POST /c/{slug}/letters`. */
export const writeLetter = formHandler(LETTER_FIELDS, async (form, { slug = "" }) => {
  const campaign = await campaignBySlug(slug, form.locale)
  const target = campaign && (await findLetterTarget(campaign.id))
  if (!campaign || !target) return answerForm.notFound(form)
  const page = { path: `/c/${slug}/letter`, kind: "letter", scope: campaign.id }
  const letter = { form, campaign, target, page }

  if (form.switchTo) return answerForm.switchLanguage(await inOtherLanguage(letter), page)
  if (form.values.leaveEmpty || judgeStamp(form.values.made) === "forged") return answerForm.askToContinue(form)
  if (campaign.status !== "OPEN") return answerForm.backWith(form, page, [{ field: "form", code: "letters_closed" }])
  return takeStep(letter)
})

async function takeStep(letter: LetterRequest): Promise<Response> {
  const { form, page } = letter
  switch (form.values.step ?? (form.isJson ? "send" : "preview")) {
    case "sample":
      return changeSample(letter)
    case "edit":
      return answerForm.backWith(form, page, [])
    case "save":
      return saveLetter(letter)
    case "preview":
      return preview(letter)
    case "send":
      return send(letter)
    case "done":
      return withLetter(letter, ({ fields }) => countSelfSent(letter, fields))
    case "pdf-a4":
      return withLetter(letter, (made) => letterOnPaper(letter, made, "A4"))
    case "pdf-letter":
      return withLetter(letter, (made) => letterOnPaper(letter, made, "Letter"))
    default:
      return answerForm.backWith(form, page, [{ field: "form", code: "choice_unknown" }])
  }
}

const DAY_MS = 86_400_000
const OLDEST_DAYS = 30

/** The day in the letter: that of its preview, which may have stood open for long. */
function dayOfLetter({ values }: FormRequest, now: Date): string {
  const asked = Date.parse(`${values.on ?? ""}T00:00:00Z`)
  const isFit = /^\d{4}-\d\d-\d\d$/.test(values.on ?? "") && asked <= now.getTime() + DAY_MS
  return isFit && now.getTime() - asked <= OLDEST_DAYS * DAY_MS ? values.on! : dayOf(now)
}

/** A letter that can go, filled in. */
export type MadeLetter = {
  fields: LetterFields
  sample: Awaited<ReturnType<typeof findSampleByMark>>
  letter: ReturnType<typeof composeLetter>
  on: string
}

async function makeLetter({ form, campaign, target }: LetterRequest): Promise<MadeLetter | FieldError[]> {
  const parsed = letterFields.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.errorsOf(parsed.error)
  // Without a domain for it the form does not offer this.
  if (parsed.data.route === "relay-alias" && !hasAliases()) return [{ field: "route", code: "choice_unknown" }]
  const sample = await findSampleByMark(campaign.id, form.values.from ?? "")
  const on = dayOfLetter(form, new Date())
  const letter = composeLetter(parsed.data, sample, target, on)
  const faults = letterFaults(parsed.data, sample, letter)
  return faults.length > 0 ? faults : { fields: parsed.data, sample, letter, on }
}

/** Goes on with the letter when nothing is wrong with it, else back to the form with every word. */
async function withLetter(letter: LetterRequest, act: (made: MadeLetter) => Promise<Response>): Promise<Response> {
  const made = await makeLetter(letter)
  return Array.isArray(made) ? answerForm.backWith(letter.form, letter.page, made) : act(made)
}

const previewKey = (campaignId: string) => ({ kind: "letter-preview", scope: campaignId })

async function showPreview(
  { form, campaign, page }: LetterRequest,
  made: MadeLetter,
  hasChanged: boolean,
): Promise<Response> {
  const { on: _on, proof: _proof, step: _step, ...values } = form.words.fields
  const draft: LetterPreview = { values, on: made.on, hasChanged }
  await saveDraft(form.visitorId, previewKey(campaign.id), draft)
  await saveDraft(form.visitorId, page, { values, errors: [] })
  const { subject, text, words, own, hints, proof } = made.letter
  const all = [...hints, ...paperHints(made.letter)]
  const answer = { subject, text, words, ownShare: own.share, hints: all, on: made.on, proof }
  return answerForm.next(form, `/c/${campaign.slug}/letter/preview`, { status: 200, body: answer })
}

const preview = (letter: LetterRequest) => withLetter(letter, (made) => showPreview(letter, made, false))

function send(letter: LetterRequest): Promise<Response> {
  const { form, campaign, page } = letter
  return withLetter(letter, async (made) => {
    if (made.fields.route === "self") {
      return answerForm.backWith(form, page, [{ field: "route", code: "choice_unknown" }])
    }
    // What is sent is what was seen: when a name or a sample changed meanwhile, the writer looks once more.
    if (form.values.proof && form.values.proof !== made.letter.proof) return showPreview(letter, made, true)
    const response = await sendOff(letter, { ...made, fields: made.fields })
    if (response.status === 303 || response.ok) await dropDraft(form.visitorId, previewKey(campaign.id))
    return response
  })
}
