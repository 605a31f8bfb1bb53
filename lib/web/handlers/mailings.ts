import { z } from "zod"
import { pace } from "#lib/domain/campaigns/update-schema"
import { findOrganiserName } from "#lib/domain/identity/people"
import { setDigest } from "#lib/domain/mailings/digest"
import { steerMailing } from "#lib/domain/mailings/control"
import { exposedDraft, listExposedTexts, saveExposedText, sendExposed } from "#lib/domain/mailings/exposed"
import { outcomeDraft, startOutcome } from "#lib/domain/mailings/outcome"
import { type MailDraft, sendTest } from "#lib/domain/mailings/preview"
import { exposedText, QUESTIONS } from "#lib/domain/mailings/schema"
import type { Actor } from "#lib/domain/identity/policy"
import { translator } from "#lib/shared/i18n"
import { LOCALES } from "#lib/shared/locales"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormPage, type FormRequest } from "#lib/web/form-handler"

const isId = (text: string | undefined) => z.uuid().safeParse(text).success
const languageOf = (form: FormRequest) => z.enum(LOCALES).catch("en").parse(form.values.language)
const mailingPath = (campaign: string, mailing: string) => `/admin/campaigns/${campaign}/mailings/${mailing}`

const outcomePage = (id: string): FormPage => ({
  ...{ path: `/admin/campaigns/${id}/updates/outcome`, kind: "outcome-mail", scope: id },
})

function exposedPage(form: FormRequest, id: string): FormPage {
  const path = `/admin/campaigns/${id}/updates/exposed?language=${languageOf(form)}`
  return { path, kind: "exposed-mail", scope: id }
}

async function test(form: FormRequest, actor: Actor, draft: MailDraft, page: FormPage): Promise<Response> {
  const result = await sendTest(actor, draft, {
    locale: languageOf(form),
    isDiscreet: form.values.variant === "discreet",
  })
  if (!result.ok) return result.code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
  const next = `${page.path}${page.path.includes("?") ? "&" : "?"}tested=1`
  return answerForm.next(form, next, { status: 202, body: { status: "sent" } })
}

/** Switches one's own daily message of figures on or off: `POST /admin/account/digest`. */
export const chooseDigest = organiserHandler(["digest"], async (form, actor) => {
  await setDigest(actor, form.values.digest === "yes")
  return answerForm.next(form, "/admin/account?saved=1", { status: 200, body: { status: "saved" } })
})

/** Pauses, resumes or stops a mailing: `POST /admin/campaigns/{id}/mailings/{mailing}`. */
export const steer = organiserHandler(["action"], async (form, actor, { id = "", mailing = "" }) => {
  const action = z.enum(["pause", "resume", "stop"]).safeParse(form.values.action)
  if (!isId(id) || !isId(mailing) || !action.success) return answerForm.notFound(form)
  const result = await steerMailing(actor, id, mailing, action.data, new Date())
  if (!result.ok) return result.code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
  return answerForm.next(form, `${mailingPath(id, mailing)}?saved=1`, { status: 200, body: { status: action.data } })
})

/** Sends a test of the outcome's mail to oneself: `POST /admin/campaigns/{id}/updates/outcome`. */
export const testOutcome = organiserHandler(["language", "variant"], async (form, actor, { id = "" }) =>
  isId(id) ? test(form, actor, await outcomeDraft(id), outcomePage(id)) : answerForm.notFound(form),
)

/** Tells those who asked for news how it ended: `POST /admin/campaigns/{id}/updates/outcome/mail`. */
export const mailOutcome = organiserHandler(
  ["pace"],
  async (form, actor, { id = "" }) => {
    if (!isId(id)) return answerForm.notFound(form)
    const perMinute = pace.safeParse(form.values.pace)
    const page = outcomePage(id)
    if (!perMinute.success) return answerForm.backWith(form, page, [{ field: "pace", code: "mailing_pace" }])
    const result = await startOutcome(actor, id, perMinute.data, new Date())
    if (!result.ok && result.code === "forbidden") return answerForm.forbidden(form)
    if (!result.ok) return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
    return answerForm.next(form, mailingPath(id, result.value.id), { status: 200, body: { mailing: result.value.id } })
  },
  { fresh: true, page: (_form, { id = "" }) => outcomePage(id) },
)

/** Keeps the notice about exposed data in one language, or tests it: `POST /admin/campaigns/{id}/updates/exposed`. */
export const writeExposed = organiserHandler(
  ["action", "language", "revision", "variant", ...QUESTIONS],
  async (form, actor, { id = "" }) => {
    if (!isId(id)) return answerForm.notFound(form)
    const page = exposedPage(form, id)
    if (form.values.action === "test") return test(form, actor, await exposedDraft(id), page)
    const parsed = exposedText.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, page, parsed.error)
    const result = await saveExposedText(actor, id, parsed.data, new Date())
    if (result.ok) return answerForm.next(form, `${page.path}&saved=1`, { status: 200, body: { status: "saved" } })
    if (result.code === "forbidden") return answerForm.forbidden(form)
    if (result.code === "named") {
      const params = { names: result.names.join(", ") }
      return answerForm.backWith(form, page, [{ field: "form", code: "exposed_named", params }])
    }
    const saved = (await listExposedTexts(id)).find(({ locale }) => locale === parsed.data.language)
    const name = saved?.changedBy ? await findOrganiserName(saved.changedBy) : null
    const by = name ?? translator(form.locale, "adminUpdates")("somebody")
    return answerForm.backWith(form, page, [{ field: "form", code: "update_changed", params: { by } }])
  },
)

/** Sends it to everybody concerned: `POST /admin/campaigns/{id}/updates/exposed/mail`. */
export const mailExposed = organiserHandler(
  ["confirm", "pace"],
  async (form, actor, { id = "" }) => {
    if (!isId(id)) return answerForm.notFound(form)
    const page = exposedPage(form, id)
    const perMinute = pace.safeParse(form.values.pace)
    if (!perMinute.success) return answerForm.backWith(form, page, [{ field: "pace", code: "mailing_pace" }])
    const typed = form.values.confirm ?? ""
    const result = await sendExposed(actor, id, { typed, perMinute: perMinute.data }, new Date())
    if (!result.ok && result.code === "forbidden") return answerForm.forbidden(form)
    if (!result.ok) {
      const field = result.code === "title_wrong" ? "confirm" : "form"
      return answerForm.backWith(form, page, [{ field, code: result.code }])
    }
    return answerForm.next(form, mailingPath(id, result.value.id), { status: 200, body: { mailing: result.value.id } })
  },
  { fresh: true, page: (form, { id = "" }) => exposedPage(form, id) },
)
