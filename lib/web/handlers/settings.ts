import { checkSender, checkSpamKey } from "#lib/domain/admin/checks"
import { sendTestMail } from "#lib/domain/admin/mail-check"
import { PART_KEYS, SETTINGS_PARTS, type SettingsPart, settingsParts } from "#lib/domain/admin/schema"
import { saveSettings } from "#lib/domain/admin/settings"
import { forgetSkipped } from "#lib/domain/admin/set-up"
import type { Actor } from "#lib/domain/identity/policy"
import { LOCALES } from "#lib/shared/locales"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest } from "#lib/web/form-handler"

const PATH = "/admin/settings"
const FIELDS = ["action", "revision", ...PART_KEYS.names, ...PART_KEYS.safety, ...LOCALES]

/** The draft in which a part of the page waits. */
const pageOf = (part: SettingsPart) => ({ path: `${PATH}?part=${part}`, kind: `settings ${part}`, scope: "" })

const isPart = (action: string): action is SettingsPart => SETTINGS_PARTS.some((part) => part === action)

/** What owners set, and the checks of what is set: `POST /admin/settings`. */
export const settings = organiserHandler(FIELDS, async (form, actor) => {
  const { action = "" } = form.values
  if (isPart(action)) return save(form, actor, action)
  switch (action) {
    case "mail-test": {
      const result = await sendTestMail(actor, new Date())
      if (result.ok) await forgetSkipped("mail")
      return checked(form, result, `${PATH}?tested=1#mail`)
    }
    case "check-sender": {
      const result = await checkSender(actor)
      if (result.ok) await saveDraft(form.visitorId, { kind: "sender-check", scope: "" }, result.value)
      return checked(form, result, `${PATH}?checked=1#mail`)
    }
    case "check-key": {
      const result = await checkSpamKey(actor)
      if (result.ok) await saveDraft(form.visitorId, { kind: "key-check", scope: "" }, result.value)
      return checked(form, result, `${PATH}?checked=1#spam`)
    }
    default:
      return answerForm.notFound(form)
  }
})

async function save(form: FormRequest, actor: Actor, part: SettingsPart): Promise<Response> {
  const parsed = settingsParts[part].safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, pageOf(part), parsed.error)
  const result = await saveSettings(actor, part, parsed.data, form.values.revision ?? "")
  if (result.ok) {
    if (part !== "safety") await forgetSkipped(part)
    return answerForm.next(form, `${PATH}?saved=${part}#${part}`, { status: 200, body: { status: "saved" } })
  }
  if (result.code === "forbidden") return answerForm.forbidden(form)
  const by = "by" in result && result.by ? result.by : "none"
  return answerForm.backWith(form, pageOf(part), [{ field: "form", code: "settings_changed", params: { by } }])
}

async function checked(form: FormRequest, result: { ok: boolean; code?: string }, next: string): Promise<Response> {
  if (result.ok) return answerForm.next(form, next, { status: 200, body: { status: "done" } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  const page = { path: `${PATH}?part=checks`, kind: "settings checks", scope: "" }
  return answerForm.backWith(form, page, [{ field: "form", code: result.code ?? "server_any" }])
}
