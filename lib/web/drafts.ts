import { countTry, dropDraft, dropDrafts, loadDraft, rewriteDraft, saveDraft } from "#lib/platform/form-drafts"

/** One thing wrong with a form: the field, the code of its message, and what fills the message's placeholders. */
export type FieldError = { field: string; code: string; params?: Record<string, string | number> }

/** A form as it was typed and what is wrong with it. */
export type FormState = { values: Record<string, string>; errors: FieldError[] }

// The one place through which handlers and pages reach the drafts.
export { countTry, dropDraft, dropDrafts, loadDraft, rewriteDraft, saveDraft }
