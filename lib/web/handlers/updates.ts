import { z } from "zod"
import { findOrganiserName } from "#lib/domain/identity/people"
import type { Actor } from "#lib/domain/identity/policy"
import { findUpdate } from "#lib/domain/campaigns/update-queries"
import { pace, publishing, updateText } from "#lib/domain/campaigns/update-schema"
import { removeDraft, saveUpdateText, unscheduleUpdate } from "#lib/domain/campaigns/updates"
import { sendTest } from "#lib/domain/mailings/preview"
import { type Publishing, publishUpdate, withdrawUpdate } from "#lib/domain/mailings/publish"
import { translator } from "#lib/shared/i18n"
import { LOCALES } from "#lib/shared/locales"
import { momentIn } from "#lib/shared/zones"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import type { FieldError } from "#lib/web/drafts"
import { answerForm, type FormPage, type FormRequest } from "#lib/web/form-handler"

type Params = Record<string, string>

const listPath = (campaign: string) => `/admin/campaigns/${campaign}/updates`

/** The page of an update in a language; `new` before it is kept for the first time. */
function editorPage(form: FormRequest, { id = "", update = "new" }: Params): FormPage {
  const language = z.enum(LOCALES).catch("en").parse(form.values.language)
  const scope = update === "new" ? id : update
  return { path: `${listPath(id)}/${update}?language=${language}`, kind: "update", scope }
}

function sendPage({ id = "", update = "" }: Params): FormPage {
  return { path: `${listPath(id)}/${update}/send`, kind: "update-send", scope: update }
}

const isId = (text: string | undefined) => z.uuid().safeParse(text).success

/** "forbidden" and "unknown" as every command of an update answers them. */
function refuse(form: FormRequest, code: string): Response {
  return code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
}

async function whoWasFaster(form: FormRequest, { id = "", update = "" }: Params): Promise<FieldError> {
  const found = await findUpdate(id, update)
  const changedBy = found?.texts.find(({ locale }) => locale === form.values.language)?.changedBy
  const name = changedBy ? await findOrganiserName(changedBy) : null
  return {
    field: "form",
    code: "update_changed",
    params: { by: name ?? translator(form.locale, "adminUpdates")("somebody") },
  }
}

async function save(form: FormRequest, actor: Actor, params: Params): Promise<Response> {
  const page = editorPage(form, params)
  const parsed = updateText.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const { id = "", update = null } = params
  const result = await saveUpdateText(actor, id, update, parsed.data, new Date())
  if (!result.ok && result.code === "changed_meanwhile")
    return answerForm.backWith(form, page, [await whoWasFaster(form, params)])
  if (!result.ok) return refuse(form, result.code)
  const { path } = editorPage(form, { id, update: result.value.id })
  return answerForm.next(form, `${path}&saved=1`, { status: update ? 200 : 201, body: { id: result.value.id } })
}

async function test(form: FormRequest, actor: Actor, params: Params): Promise<Response> {
  const { id = "", update = "" } = params
  const found = await findUpdate(id, update)
  if (!found) return answerForm.notFound(form)
  const texts = found.texts.map(({ locale, title, body }) => ({ locale, title, parts: [body] }))
  const locale = z.enum(LOCALES).catch("en").parse(form.values.language)
  const draft = { campaignId: id, kind: "UPDATE", number: found.number, texts } as const
  const result = await sendTest(actor, draft, { locale, isDiscreet: form.values.variant === "discreet" })
  if (!result.ok) return refuse(form, result.code)
  return answerForm.next(form, `${editorPage(form, params).path}&tested=1`, { status: 202, body: { status: "sent" } })
}

const TEXT_FIELDS = ["action", "language", "title", "body", "revision", "variant"]

/** Begins news with its text in one language: `POST /admin/campaigns/{id}/updates`. */
export const createUpdate = organiserHandler(TEXT_FIELDS, (form, actor, { id = "" }) =>
  isId(id) ? save(form, actor, { id }) : Promise.resolve(answerForm.notFound(form)),
)

/** Changes news, sends a test of it, or takes it back: `POST /admin/campaigns/{id}/updates/{update}`. */
export const changeUpdate = organiserHandler(TEXT_FIELDS, async (form, actor, params) => {
  const { id = "", update = "" } = params
  if (!isId(id) || !isId(update)) return answerForm.notFound(form)
  switch (form.values.action) {
    case "test":
      return test(form, actor, params)
    case "unschedule": {
      const result = await unscheduleUpdate(actor, id, update)
      if (!result.ok) return refuse(form, result.code)
      return answerForm.next(form, `${sendPage(params).path}?saved=1`, { status: 200, body: { status: "draft" } })
    }
    case "withdraw": {
      const result = await withdrawUpdate(actor, id, update, new Date())
      if (!result.ok) return refuse(form, result.code)
      return answerForm.next(form, `${listPath(id)}?saved=1`, { status: 200, body: { status: "withdrawn" } })
    }
    case "remove": {
      const result = await removeDraft(actor, id, update)
      if (!result.ok) return refuse(form, result.code)
      return answerForm.next(form, `${listPath(id)}?saved=1`, { status: 200, body: { status: "removed" } })
    }
    default:
      return save(form, actor, params)
  }
})

/** What the form says of the time, or what is wrong with it. */
function readTime(form: FormRequest): { ok: true; at: Publishing["at"] } | { ok: false; errors: FieldError[] } {
  const parsed = publishing.safeParse(form.values)
  if (!parsed.success) return { ok: false, errors: answerForm.errorsOf(parsed.error) }
  const { when, day, time, zone: timeZone } = parsed.data
  if (when === "now") return { ok: true, at: null }
  const moment = momentIn(timeZone, day, time)
  if (!moment) return { ok: false, errors: [{ field: "time", code: "update_time_missing" }] }
  if (moment <= new Date()) return { ok: false, errors: [{ field: "day", code: "update_time_past" }] }
  return { ok: true, at: { moment, timeZone } }
}

async function publish(form: FormRequest, actor: Actor, params: Params, perMinute: number | null): Promise<Response> {
  const { id = "", update = "" } = params
  if (!isId(id) || !isId(update)) return answerForm.notFound(form)
  const page = sendPage(params)
  const time = readTime(form)
  if (!time.ok) return answerForm.backWith(form, page, time.errors)
  const result = await publishUpdate(actor, id, update, { at: time.at, perMinute }, new Date())
  if (!result.ok && (result.code === "forbidden" || result.code === "unknown")) return refuse(form, result.code)
  if (!result.ok) return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
  const { mailingId } = result.value
  const next = mailingId ? `/admin/campaigns/${id}/mailings/${mailingId}` : `${page.path}?saved=1`
  return answerForm.next(form, next, { status: 200, body: { mailing: mailingId } })
}

const SEND_FIELDS = ["when", "day", "time", "zone", "pace"]

/** Publishes news on the site, now or later: `POST /admin/campaigns/{id}/updates/{update}/publish`. */
export const publishNews = organiserHandler(SEND_FIELDS, (form, actor, params) => publish(form, actor, params, null))

/** Publishes news and sends it to those who asked: `POST /admin/campaigns/{id}/updates/{update}/mail`. */
export const mailNews = organiserHandler(
  SEND_FIELDS,
  async (form, actor, params) => {
    const perMinute = pace.safeParse(form.values.pace)
    if (!perMinute.success)
      return answerForm.backWith(form, sendPage(params), [{ field: "pace", code: "mailing_pace" }])
    return publish(form, actor, params, perMinute.data)
  },
  { fresh: true, page: (_form, params) => sendPage(params) },
)
