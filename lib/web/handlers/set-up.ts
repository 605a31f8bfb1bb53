import { openDemo } from "#lib/domain/admin/demo"
import { sendTestMail } from "#lib/domain/admin/mail-check"
import { settingsParts, setUpNames } from "#lib/domain/admin/schema"
import { beginSetUp, leaveStep, saveFirstNames } from "#lib/domain/admin/set-up"
import { type Step, STEPS } from "#lib/domain/admin/set-up-steps"
import { readSettings, saveSettings } from "#lib/domain/admin/settings"
import type { Actor } from "#lib/domain/identity/policy"
import { isSetUpLink } from "#lib/domain/identity/set-up"
import { organiserFields } from "#lib/domain/identity/schema"
import { LOCALES } from "#lib/shared/locales"
import { signInBySetUp } from "#lib/web/auth/organiser"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { signedIn } from "#lib/web/handlers/organiser-login"
import { countTryOf } from "#lib/web/rate-guard"
import { isCrossSite } from "#lib/web/visitor-cookie"

const AREA = "/admin/setup"
const NAMES = ["siteName", "orgName", "orgShort", "neutral"]

const linkPage = (token: string, step: number) => `${AREA}?token=${encodeURIComponent(token)}&step=${step}`

/**
 * The steps by the printed link, before anybody can sign in: `POST /admin/setup`. The names, then the first owner.
 *
 * @remarks Without `action` it makes the owner, as it always did.
 */
export const setUp = formHandler(["token", "action", "name", "email", ...NAMES], async (form) => {
  if (isCrossSite(form.request)) return answerForm.forbidden(form)
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const { token = "", action } = form.values
  if (action === "names" || action === "skip") return firstNames(form, token, action)

  const page = linkPage(token, 2)
  const parsed = organiserFields.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, { path: page, kind: "set-up", scope: "" }, parsed.error)
  if (await isSetUpLink(token, new Date())) await beginSetUp("mail")
  const session = await signInBySetUp(token, parsed.data)
  return session ? signedIn(form, session) : answerForm.next(form, page, { status: 404, body: { status: "unknown" } })
})

async function firstNames(form: FormRequest, token: string, action: "names" | "skip"): Promise<Response> {
  const onward = () => answerForm.next(form, linkPage(token, 2), { status: 200, body: { status: "saved" } })
  const unknown = () => answerForm.next(form, linkPage(token, 1), { status: 404, body: { status: "unknown" } })
  if (action === "skip") {
    if (!(await isSetUpLink(token, new Date()))) return unknown()
    await beginSetUp("account", ["names"])
    return onward()
  }
  const parsed = setUpNames.safeParse(form.values)
  if (!parsed.success) {
    return answerForm.back(form, { path: linkPage(token, 1), kind: "set-up-names", scope: "" }, parsed.error)
  }
  const result = await saveFirstNames(token, namesOf(parsed.data), new Date())
  if (!result.ok) return unknown()
  await beginSetUp("account")
  return onward()
}

const namesOf = ({ siteName, orgName, orgShort, neutral }: ReturnType<typeof setUpNames.parse>) => ({
  siteName,
  orgName,
  orgShort: neutral ? null : orgShort,
})

const isStep = (step: string | undefined): step is Step => STEPS.some((one) => one === step)

const FIELDS = ["action", "step", ...NAMES, ...LOCALES]

/** The steps of the first run for an owner who is signed in: `POST /admin/setup/step`. */
export const setUpStep = organiserHandler(FIELDS, async (form, actor) => {
  const { action, step } = form.values
  switch (action) {
    case "names": {
      const parsed = setUpNames.safeParse(form.values)
      if (!parsed.success) {
        return answerForm.back(form, { path: `${AREA}?step=1`, kind: "set-up-names", scope: "" }, parsed.error)
      }
      return saved(form, await savePart(actor, "names", namesOf(parsed.data)), () => leave(form, actor, "names"))
    }
    case "languages": {
      const chosen = settingsParts.languages.parse(form.values)
      return saved(form, await savePart(actor, "languages", chosen), () => leave(form, actor, "languages"))
    }
    case "mail-test": {
      const result = await sendTestMail(actor, new Date())
      if (result.ok) return answerForm.next(form, `${AREA}?step=3&tested=1`, { status: 200, body: { status: "sent" } })
      if (result.code === "forbidden") return answerForm.forbidden(form)
      const page = { path: `${AREA}?step=3`, kind: "set-up-mail", scope: "" }
      return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
    }
    case "demo": {
      const result = await openDemo(actor, new Date())
      if (result.ok) return leave(form, actor, "mode")
      if (result.code === "forbidden") return answerForm.forbidden(form)
      const page = { path: `${AREA}?step=5`, kind: "set-up-mode", scope: "" }
      return answerForm.backWith(form, page, [{ field: "form", code: result.code }])
    }
    case "done":
    case "skip":
      return isStep(step) && step !== "account"
        ? leave(form, actor, step, action === "skip")
        : answerForm.notFound(form)
    default:
      return answerForm.notFound(form)
  }
})

/** Saves a part over whatever is there: during the first run there is nobody to disagree with. */
async function savePart(actor: Actor, part: "names" | "languages", values: object) {
  const before = await readSettings(actor)
  if (!before.ok) return before
  const { orgContact, hostingCountry, neutralSender } = before.value.values
  const all = part === "names" ? { orgContact, hostingCountry, neutralSender, ...values } : values
  return saveSettings(actor, part, all as never, before.value.revisions[part])
}

async function saved(
  form: FormRequest,
  result: { ok: true } | { ok: false; code: string },
  onward: () => Promise<Response>,
): Promise<Response> {
  if (result.ok) return onward()
  return result.code === "forbidden"
    ? answerForm.forbidden(form)
    : answerForm.next(form, AREA, { status: 409, body: { status: result.code } })
}

async function leave(form: FormRequest, actor: Actor, step: Step, isSkipped = false): Promise<Response> {
  const result = await leaveStep(actor, step, isSkipped)
  if (!result.ok) return answerForm.forbidden(form)
  const next = STEPS.indexOf(step) + 2
  const page = next > STEPS.length ? "/admin" : `${AREA}?step=${next}`
  return answerForm.next(form, page, { status: 200, body: { status: isSkipped ? "skipped" : "done" } })
}
