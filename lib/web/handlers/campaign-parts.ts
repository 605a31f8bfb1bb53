import { z } from "zod"
import type { EditOf, Part } from "#lib/domain/campaigns/edits"
import type { Actor } from "#lib/domain/identity/policy"
import { isLocale, type Locale } from "#lib/shared/locales"
import type { Result } from "#lib/shared/result"
import { answerForm, type FormPage, type FormRequest } from "#lib/web/form-handler"

/** Kind of the drafts in which a form of the editor comes back. */
export const EDIT_KIND = "campaign-edit"

const PLAIN_PARTS = ["form", "target", "look", "safety", "outcome", "dates", "slug"] as const

const TABS: Record<(typeof PLAIN_PARTS)[number], string> = {
  form: "/form",
  target: "/target",
  look: "/look",
  safety: "/safety",
  outcome: "/outcome",
  dates: "",
  slug: "",
}

/** The part that a form names, or `null`. */
export function readPart(value: string | undefined): Part | null {
  const [kind, lang] = (value ?? "").split(":", 2)
  if ((kind === "text" || kind === "appeal") && isLocale(lang)) return `${kind}:${lang}`
  return PLAIN_PARTS.find((part) => part === value) ?? null
}

/** The page on which a part is edited, and where its words wait when something is wrong. */
export function pageOfPart(campaignId: string, part: Part): FormPage {
  const base = `/admin/campaigns/${campaignId}`
  const [kind, lang] = part.split(":", 2) as ["text" | "appeal" | (typeof PLAIN_PARTS)[number], Locale | undefined]
  const tab = kind === "text" || kind === "appeal" ? `/${kind}?lang=${lang}` : TABS[kind]
  return { path: base + tab, kind: EDIT_KIND, scope: `${campaignId} ${part}` }
}

const revisionField = z.coerce.number().int().min(0).max(1_000_000).catch(0)

/** The change that a form asks for. A form that does not say from what it was made counts as made from the very first state. */
export function editOf(form: FormRequest, actor: Actor, campaignId: string): Omit<EditOf, "part"> {
  return { actor, campaignId, revision: revisionField.parse(form.values.revision) }
}

/** Boxes as a form sends them: `yes`, or nothing. */
export function boxes(choices: Record<string, boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(choices).map(([name, isTicked]) => [name, isTicked ? "yes" : ""]))
}

/** Fields beside which the sentence of a refusal stands; the others are about the whole form. */
const FIELD_OF: Record<string, string> = {
  slug_taken: "slug",
  slug_fixed: "slug",
  outcome_in_future: "outcomeOn",
  day_not_reached: "closedOn",
  target_has_letters: "name",
  faint_buttonText: "accent",
  faint_linkOnPage: "accent",
  faint_linkOnCard: "accent",
  faint_barOnTrack: "accent",
  faint_buttonTextDark: "accentDark",
  faint_linkOnPageDark: "linkDark",
  faint_linkOnCardDark: "linkDark",
  faint_barOnTrackDark: "linkDark",
}

/** An address with a mark in its query. */
export function withMark(path: string, mark: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${mark}`
}

/** What follows on a command of the editor: the page again, saved or with what is wrong and every word. */
export async function answerEdit(
  form: FormRequest,
  page: FormPage,
  result: Result<unknown, string>,
): Promise<Response> {
  if (result.ok)
    return answerForm.next(form, withMark(page.path, "saved=1"), { status: 200, body: { status: "saved" } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  if (result.code === "unknown") return answerForm.notFound(form)
  return answerForm.backWith(form, page, [{ field: FIELD_OF[result.code] ?? "form", code: result.code }])
}
