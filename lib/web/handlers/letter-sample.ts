import { addressed } from "#lib/domain/letters/compose"
import { findSampleByMark, listSamples, type SampleView } from "#lib/domain/letters/queries"
import { BLANK } from "#lib/domain/letters/schema"
import { tidyLine, tidyText } from "#lib/shared/text"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import type { LetterRequest } from "#lib/web/handlers/letter"

type Values = Record<string, string>

const isSame = (typed: string | undefined, text: string) => tidyText(typed ?? "") === tidyText(text)

/** Whether the words in the box are still those of the sample. */
function isUntouched({ body }: Values, sample: SampleView | null): boolean {
  return tidyText(body ?? "") === "" || (sample !== null && isSame(body, sample.body))
}

/** The form with the words of another sample. What the writer has changed is kept in a box of its own. */
function withSample(values: Values, current: SampleView | null, chosen: SampleView | null): Values {
  const keepsSubject = tidyLine(values.subject ?? "") !== "" && !isSame(values.subject, current?.subject ?? "")
  const earlier = isUntouched(values, current) ? values.earlier : values.body
  return {
    ...values,
    sample: chosen?.key ?? BLANK,
    from: chosen?.mark ?? "",
    subject: keepsSubject ? (values.subject ?? "") : (chosen?.subject ?? ""),
    body: chosen?.body ?? "",
    ...(earlier && { earlier }),
  }
}

/** "Show this sample": the same page with other words in the box. */
export async function changeSample({ form, campaign, target, page }: LetterRequest): Promise<Response> {
  const [samples, found] = await Promise.all([
    listSamples(campaign.id, form.locale),
    findSampleByMark(campaign.id, form.values.from ?? ""),
  ])
  const { step: _step, ...typed } = form.words.fields
  const chosen = addressed(samples.find(({ key }) => key === form.values.sample) ?? null, target)
  const values = withSample(typed, addressed(found, target), chosen)
  await saveDraft(form.visitorId, page, { values, errors: [] })
  const sample = chosen && { key: chosen.key, subject: chosen.subject, body: chosen.body, prompt: chosen.reasonPrompt }
  return answerForm.next(form, `${page.path}?draft=1#letter-2`, { status: 200, body: { sample } })
}

/** The form for another language: a sample that nobody has touched changes its language, everything else stays as it is. */
export async function inOtherLanguage({ form, campaign, target }: LetterRequest): Promise<FormRequest> {
  const { step: _step, ...typed } = form.words.fields
  const [samples, found] = await Promise.all([
    listSamples(campaign.id, form.switchTo ?? form.locale),
    findSampleByMark(campaign.id, form.values.from ?? ""),
  ])
  const current = addressed(found, target)
  const chosen = current && addressed(samples.find(({ key }) => key === current.key) ?? null, target)
  const isPlain = chosen && isUntouched(typed, current) && tidyText(typed.body ?? "") !== ""
  const fields = isPlain ? withSample(typed, current, chosen) : typed
  return { ...form, words: { ...form.words, fields } }
}
