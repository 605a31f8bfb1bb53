import { z } from "zod"
import {
  acknowledgeAlert,
  editLine,
  lineFields,
  pauseLine,
  resumeLine,
  setHoldsAll,
} from "#lib/domain/letters/edit-line"
import { prepareHandOver, recordAnswer, recordHandOver, startHandOverPdf } from "#lib/domain/letters/handover"
import { giveBackLetter, retryLetter } from "#lib/domain/letters/one-letter"
import { campaignIdOf } from "#lib/domain/letters/organiser-queries"
import { sendTestLetter } from "#lib/domain/letters/test-letter"
import { dayOf } from "#lib/shared/dates"
import type { Result } from "#lib/shared/result"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormPage, type FormRequest } from "#lib/web/form-handler"

const pageOf = (id: string) => `/admin/campaigns/${id}/letters`
const formPage = (id: string, kind: string): FormPage => ({ path: pageOf(id), kind, scope: id })

/** Leads back with "Saved", or refuses. */
function done(form: FormRequest, path: string, result: Result<unknown, string>, saved = "saved"): Response {
  if (result.ok) return answerForm.next(form, `${path}?${saved}=1`, { status: 200, body: { status: saved } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  return answerForm.next(form, `${path}?gone=1`, { status: 409, body: { status: result.code } })
}

const isId = (text: string | undefined): text is string => z.uuid().safeParse(text).success

/** Every letter of a campaign waits for a person, or only doubtful ones: `POST /admin/campaigns/{id}/letters`. */
export const letterRule = organiserHandler(["holdsAll"], async (form, actor, { id }) => {
  if (!isId(id)) return answerForm.notFound(form)
  return done(form, pageOf(id), await setHoldsAll(actor, id, form.values.holdsAll === "yes"))
})

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const TIME = /^([01]?\d|2[0-4]):([0-5]\d)$/

/** "9:30" as minutes after midnight; what is no time stays a text, which the schema refuses. */
function minutesOf(time: string | undefined): number | string {
  const [, hours, minutes] = TIME.exec(time?.trim() ?? "") ?? []
  return hours === undefined ? (time ?? "") : Number(hours) * 60 + Number(minutes)
}

function lineOf(values: Record<string, string>) {
  return lineFields.safeParse({
    email: values.address ?? "",
    timeZone: values.timeZone ?? "",
    keepsOfficeHours: values.keepsOfficeHours === "yes",
    officeDays: DAYS.filter((day) => values[`day${day}`] === "yes"),
    officeFrom: minutesOf(values.officeFrom),
    officeUntil: minutesOf(values.officeUntil),
    perHour: values.perHour,
    perDay: values.perDay,
    perCampaign: values.perCampaign?.trim() ? values.perCampaign : null,
    bundlesAlike: values.bundlesAlike === "yes",
  })
}

/** Which code each field of the line has when it is wrong. */
const LINE_FAULTS: Record<string, string> = {
  ...{
    timeZone: "time_zone_unknown",
    officeDays: "office_days",
    officeFrom: "office_time",
    officeUntil: "office_time",
  },
  ...{ perHour: "cap_wrong", perDay: "cap_wrong", perCampaign: "cap_wrong", email: "email_malformed" },
}

const LINE_FIELDS = [
  ...["action", "address", "timeZone", "keepsOfficeHours", "officeFrom", "officeUntil", "perHour", "perDay"],
  ...["perCampaign", "bundlesAlike", ...DAYS.map((day) => `day${day}`)],
]

/** The line before a target: `POST /admin/campaigns/{id}/letters/lines/{target}`. */
export const letterLine = organiserHandler(LINE_FIELDS, async (form, actor, { id = "", target = "" }) => {
  if (!isId(target) || (await campaignIdOf({ targetId: target })) !== id) return answerForm.notFound(form)
  const page = pageOf(id)
  const now = new Date()
  switch (form.values.action) {
    case "save": {
      const parsed = lineOf(form.values)
      if (parsed.success) return done(form, page, await editLine(actor, target, parsed.data))
      const errors = parsed.error.issues.map(({ path, message }) => {
        const field = String(path[0] ?? "form")
        const code = message === "office_hours" ? message : (LINE_FAULTS[field] ?? "choice_unknown")
        return { field: field === "email" ? "address" : field, code }
      })
      return answerForm.backWith(form, formPage(id, `letter-line ${target}`), errors)
    }
    case "pause":
      return done(form, page, await pauseLine(actor, target))
    case "resume":
      return done(form, page, await resumeLine(actor, target, { retriesReturned: false }, now))
    case "retry":
      return done(form, page, await resumeLine(actor, target, { retriesReturned: true }, now))
    case "seen":
      return done(form, page, await acknowledgeAlert(actor, target))
    case "test":
      return done(form, page, await sendTestLetter(actor, target), "tested")
    case "batch":
      return done(form, page, await prepareHandOver(actor, target))
    default:
      return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
})

const printFields = z.object({
  part: z.coerce.number().int().min(1).max(10_000),
  format: z.enum(["A4", "Letter"]).catch("A4"),
  on: z.iso.date().catch(() => dayOf(new Date())),
  purpose: z.string("purpose_empty").trim().min(1, "purpose_empty").max(200, "purpose_empty"),
})

/** Prints a part of a hand-over, or records that it has happened: `POST /admin/campaigns/{id}/letters/hand-overs/{handover}`. */
export const letterHandOver = organiserHandler(
  ["action", "part", "format", "on", "purpose"],
  async (form, actor, { id = "", handover = "" }) => {
    if (!isId(handover) || (await campaignIdOf({ handOverId: handover })) !== id) return answerForm.notFound(form)
    if (form.values.action === "record") {
      const on = z.iso.date().safeParse(form.values.on)
      if (!on.success) {
        return answerForm.backWith(form, formPage(id, "letter-hand-over"), [{ field: "on", code: "date_needed" }])
      }
      return done(form, pageOf(id), await recordHandOver(actor, handover, on.data, new Date()))
    }
    const parsed = printFields.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, formPage(id, "letter-hand-over"), parsed.error)
    const result = await startHandOverPdf(actor, handover, { ...parsed.data, locale: form.locale })
    if (!result.ok) return done(form, pageOf(id), result)
    const { taskId } = result.value
    return answerForm.next(form, `/admin/tasks/${taskId}`, { status: 202, body: { status: "started", taskId } })
  },
  { fresh: true, page: (_form, { id = "" }) => formPage(id, "letter-hand-over") },
)

/** One letter of a list: `POST /admin/campaigns/{id}/letters/one/{letter}`. */
export const oneLetter = organiserHandler(["action", "list"], async (form, actor, { id = "", letter = "" }) => {
  if (!isId(letter) || (await campaignIdOf({ letterId: letter })) !== id) return answerForm.notFound(form)
  const now = new Date()
  const list = ["failed", "tried", "sent"].find((one) => one === form.values.list) ?? "failed"
  const page = `${pageOf(id)}/list/${list}`
  switch (form.values.action) {
    case "again":
      return done(form, page, await retryLetter(actor, letter, now))
    case "back":
      return done(form, page, await giveBackLetter(actor, letter, now))
    case "answered":
      return done(form, page, await recordAnswer(actor, letter, now))
    default:
      return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
})
