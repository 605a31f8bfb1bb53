import type { FormError } from "#components/signatures/form-errors"
import type { SampleView } from "#lib/domain/letters/queries"
import { findSampleByMark } from "#lib/domain/letters/queries"
import { BLANK } from "#lib/domain/letters/schema"
import { visitorDraft } from "#lib/web/visitor"

/** The letter form as it waits for its writer. */
export type LetterDraft = { values: Record<string, string>; errors: FormError[]; notice?: "saved" }

/** What stands in the form, and the sample that its words come from. */
export type LetterState = {
  values: Record<string, string>
  errors: readonly FormError[]
  sample: SampleView | null
  notice: "saved" | null
}

/** The form with what its writer has typed. */
export async function draftState(campaignId: string, draft: LetterDraft): Promise<LetterState> {
  const sample = await findSampleByMark(campaignId, draft.values.from ?? "")
  return { values: draft.values, errors: draft.errors, sample, notice: draft.notice ?? null }
}

const GIVEN_ONCE = ["name", "email", "town", "country"] as const

/** What the visitor has given on the sign form a moment ago need not be typed again (product.md §8, redundant entry). */
async function givenBefore(campaignId: string): Promise<Record<string, string>> {
  const [signing, signed] = await Promise.all([
    visitorDraft<{ values?: Record<string, string> }>("sign", campaignId),
    visitorDraft<{ fields?: Record<string, unknown> }>("check", campaignId),
  ])
  const found: Record<string, unknown> = { ...signing?.values, ...signed?.fields }
  return Object.fromEntries(
    GIVEN_ONCE.flatMap((name) => (typeof found[name] === "string" && found[name] ? [[name, found[name]]] : [])),
  )
}

/** A form that begins with a sample, or with nothing. */
export async function freshState(campaignId: string, sample: SampleView | null): Promise<LetterState> {
  const words = sample
    ? { sample: sample.key, subject: sample.subject, body: sample.body }
    : { sample: BLANK, subject: "", body: "" }
  return { values: { ...(await givenBefore(campaignId)), ...words }, errors: [], sample, notice: null }
}
