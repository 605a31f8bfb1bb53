import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { FormSettings } from "#components/campaign-editor/settings-forms"
import { boxes } from "#lib/web/handlers/campaign-parts"

/** What the sign form asks. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "form")
  const { locale, signedIn, campaign } = editor
  const state = await readState(editor, "form", boxes(campaign.form))
  return (
    <EditorFrame editor={editor} page="form" state={state}>
      <FormSettings locale={locale} campaignId={campaign.id} proof={signedIn.proof} state={state} />
    </EditorFrame>
  )
}
