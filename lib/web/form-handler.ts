import type { ZodError } from "zod"
import { newToken } from "#lib/platform/tokens"
import { isLocale, type Locale, localePath, toLocale } from "#lib/shared/locales"
import { type FieldError, saveDraft } from "#lib/web/drafts"
import { claimKey, type KeptAnswer, type KeyVerdict } from "#lib/web/idempotency"
import { problem, type Words } from "#lib/web/problem-page"
import { readForm } from "#lib/web/read-form"
import { isCrossSite, visitorCookie, visitorIdOf } from "#lib/web/visitor-cookie"

export type Handler = (request: Request, params: Record<string, string>) => Promise<Response>

/** A posted form, read and ready for its handler. */
export type FormRequest = {
  request: Request
  /** Only the fields the handler named, and those every form has. */
  values: Record<string, string>
  locale: Locale
  isJson: boolean
  /** The visitor's cookie, or a new one that the answer sets. */
  visitorId: string
  /** Whether the request brought the cookie, from a page of ours. */
  hasVisitor: boolean
  /** The language that a language button of the form asks for. */
  switchTo: Locale | null
  /** What the visitor sees again on a page made from the request alone. */
  words: Words
}

/** The page that shows a form again, and the draft that its words wait in. */
export type FormPage = { path: string; kind: string; scope: string }

/** What a JSON caller gets where a person is led on. */
export type JsonAnswer = { status: number; body: unknown }

/** Fields that every form may have; they steer the handling and are never kept as words. */
const STEERING = ["locale", "made", "key", "leaveEmpty", "switch"]

/**
 * Wraps what a form's handler does first: reading within limits, language, the visitor's cookie. Faults go to `mount.ts`, whose
 * answers hold the words that were typed.
 *
 * @param fields Names of the fields of this form; others are ignored.
 */
export function formHandler(
  fields: readonly string[],
  act: (form: FormRequest, params: Record<string, string>) => Promise<Response>,
): Handler {
  return async (request, params) => {
    const read = await readForm(request)
    if (!read.ok) return problem(request, { status: read.status })
    return act(toFormRequest(request, fields, read), params)
  }
}

/** A form that was read, ready for its handler: of its fields those that were named. */
export function toFormRequest(
  request: Request,
  fields: readonly string[],
  { values: posted, isJson }: { values: Record<string, string>; isJson: boolean },
): FormRequest {
  const values: Record<string, string> = {}
  for (const name of [...fields, ...STEERING]) {
    const value = posted[name]
    if (value !== undefined) values[name] = value
  }
  const locale = toLocale(values.locale)
  const visitorId = visitorIdOf(request)
  return {
    request,
    values,
    locale,
    isJson,
    visitorId: visitorId ?? newToken(),
    hasVisitor: visitorId !== null,
    switchTo: isLocale(values.switch) ? values.switch : null,
    // Made when it is asked for: most forms are right.
    get words() {
      const kept = fields.filter((name) => values[name]).map((name): [string, string] => [name, values[name] ?? ""])
      return { fields: Object.fromEntries(kept), locale, key: values.key }
    },
  }
}

const jsonHeaders = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }

function json({ status, body }: JsonAnswer): Response {
  return new Response(JSON.stringify(body), { status, headers: jsonHeaders })
}

function redirect(form: FormRequest, locale: Locale, path: string): Response {
  return new Response(null, {
    status: 303,
    headers: {
      location: localePath(locale, path),
      "cache-control": "no-store",
      // A page of another site may post the form, but it does not decide which cookie the visitor has here.
      ...(!isCrossSite(form.request) && { "set-cookie": visitorCookie(form.visitorId) }),
    },
  })
}

function withDraftMark(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}draft=1`
}

function errorsOf(error: ZodError): FieldError[] {
  const seen = new Set<string>()
  return error.issues.flatMap((issue) => {
    const field = String(issue.path[0] ?? "form")
    if (seen.has(field)) return []
    seen.add(field)
    const params = "params" in issue && issue.params ? (issue.params as Record<string, number>) : undefined
    return [{ field, code: issue.message, ...(params && { params }) }]
  })
}

/** The answers a form's handler gives: pages by redirect for people, JSON or problem details for programs. */
export const answerForm = {
  errorsOf,

  /** What a JSON caller gets for bad input where the page is shown by other means. */
  invalid: (error: ZodError): JsonAnswer => ({ status: 422, body: { status: "invalid", errors: errorsOf(error) } }),

  /** Leads on to the next page. */
  next(form: FormRequest, path: string, answer: JsonAnswer): Response {
    return form.isJson ? json(answer) : redirect(form, form.locale, path)
  },

  /** Back to the form with everything typed and what is wrong with it. */
  back(form: FormRequest, page: FormPage, error: ZodError): Promise<Response> {
    return answerForm.backWith(form, page, errorsOf(error))
  },

  async backWith(form: FormRequest, page: FormPage, errors: FieldError[]): Promise<Response> {
    if (form.isJson) return problem(form.request, { status: 422, locale: form.locale, errors })
    await saveDraft(form.visitorId, page, { values: form.words.fields, errors })
    return redirect(form, form.locale, withDraftMark(page.path))
  },

  /** The same form in another language, with everything typed. */
  async switchLanguage(form: FormRequest, page: FormPage): Promise<Response> {
    await saveDraft(form.visitorId, page, { values: form.words.fields, errors: [] })
    return redirect(form, form.switchTo ?? form.locale, withDraftMark(page.path))
  },

  /** A page with one button, for what looks automatic: people press it, and nothing is lost. */
  askToContinue(form: FormRequest): Response {
    return problem(form.request, { status: 200, kind: "continue", locale: form.locale, words: form.words })
  },

  tooMany(form: FormRequest, retryAfterSeconds: number): Response {
    return problem(form.request, { status: 429, locale: form.locale, words: form.words, retryAfterSeconds })
  },

  notFound(form: FormRequest): Response {
    return problem(form.request, { status: 404, locale: form.locale })
  },

  forbidden(form: FormRequest): Response {
    return problem(form.request, { status: 403, locale: form.locale })
  },

  /** A file of the person's own data. */
  download(fileName: string, data: unknown): Response {
    return new Response(JSON.stringify(data, null, 2), {
      headers: { ...jsonHeaders, "content-disposition": `attachment; filename="${fileName}"` },
    })
  },

  /**
   * Does something once for a form or API key; a repeat gets the first answer. Without a key it is simply done.
   *
   * A form whose words changed is a new wish and is done; a program that changes its request under the same key is told so (422).
   */
  async once(form: FormRequest, scope: string, act: () => Promise<Response>): Promise<Response> {
    const key = form.request.headers.get("idempotency-key") ?? form.values.key
    if (!key) return act()
    const body = JSON.stringify(Object.entries(form.words.fields).sort())
    const claim = await claimWaiting(() => claimKey(form.isJson ? scope : `${scope} ${body}`, key, body))
    switch (claim.state) {
      case "other-request":
        return problem(form.request, {
          status: 422,
          locale: form.locale,
          errors: [{ field: "key", code: "key_reused" }],
        })
      case "busy":
        return problem(form.request, { status: 409, locale: form.locale, retryAfterSeconds: 1 })
      case "repeat":
        return replay(claim.answer)
      case "first":
        return firstAnswer(act, claim)
    }
  },
}

const BUSY_TRIES = 30
const BUSY_WAIT_MS = 100

/** While the first request with a key is under way, its repeat waits for the answer: three seconds at the most. */
async function claimWaiting(claim: () => Promise<KeyVerdict>): Promise<KeyVerdict> {
  for (let tries = 1; ; tries++) {
    const verdict = await claim()
    if (verdict.state !== "busy" || tries === BUSY_TRIES) return verdict
    await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS))
  }
}

async function firstAnswer(
  act: () => Promise<Response>,
  claim: { keep: (answer: KeptAnswer) => Promise<void>; release: () => Promise<void> },
): Promise<Response> {
  try {
    const response = await act()
    const body = await response.text()
    const answer = { status: response.status, headers: [...response.headers] as [string, string][], body }
    await claim.keep(answer)
    return replay(answer)
  } catch (error) {
    await claim.release().catch(() => undefined)
    throw error
  }
}

function replay({ status, headers, body }: KeptAnswer): Response {
  return new Response(body === "" ? null : body, { status, headers })
}
