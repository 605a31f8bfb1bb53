import type { ReactNode } from "react"
import type { EditState } from "#components/campaign-editor/edit-state"
import { Overlap } from "#components/campaign-editor/overlap"
import { KeptDraft } from "#components/campaign-editor/kept-draft"
import { errorsByField } from "#components/signatures/form-errors"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What every form of the editor needs to know. */
export type EditorProps = { locale: Locale; campaignId: string; proof: string; state: EditState }

/** The id of a field of the editor, for links to it. */
export function editFieldId(field: string): string | null {
  return field === "form" ? null : `edit-${field}`
}

/** What a field of the editor has around it: name, id, what was typed and what is wrong with it. */
export function fieldsOf(locale: Locale, { values, errors }: Pick<EditState, "values" | "errors">) {
  const texts = errorsByField(locale, errors)
  const errorPrefix = translator(locale, "errors")("prefix")
  const frame = (name: string) => ({ id: `edit-${name}`, name, error: texts.get(name), errorPrefix })
  return {
    frame,
    line: (name: string) => ({ ...frame(name), defaultValue: values[name] ?? "" }),
    box: (name: string) => ({ ...frame(name), isChecked: values[name] === "yes" }),
  }
}

/** A form of the editor: it carries the revision it was made from, so that nobody's words are lost. */
export function EditForm({
  locale,
  campaignId,
  proof,
  state,
  action,
  isLong = false,
  children,
}: EditorProps & {
  action: string
  /** Holds a long text: in the usual encoding of forms Cyrillic and Chinese would be three times as long. */
  isLong?: boolean
  children: ReactNode
}) {
  return (
    <>
      {state.overlap && <Overlap {...{ locale, campaignId, proof, state }} saved={state.overlap} />}
      {state.keptOn && !state.overlap && <KeptDraft {...{ locale, campaignId, proof, state }} on={state.keptOn} />}
      <form
        action={`/admin/campaigns/${campaignId}/${action}`}
        method="post"
        encType={isLong ? "multipart/form-data" : undefined}
        noValidate
        className="edit-form"
      >
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <input type="hidden" name="revision" value={state.revision} />
        {children}
      </form>
    </>
  )
}
