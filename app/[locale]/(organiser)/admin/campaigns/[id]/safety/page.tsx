import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { SafetySettings } from "#components/campaign-editor/settings-forms"
import { boxes } from "#lib/web/handlers/campaign-parts"

/** What keeps the people who sign safe. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "safety")
  const { locale, signedIn, campaign } = editor
  const state = await readState(editor, "safety", boxes(campaign.safety))
  return (
    <EditorFrame editor={editor} page="safety" state={state}>
      <SafetySettings locale={locale} campaignId={campaign.id} proof={signedIn.proof} state={state} />
    </EditorFrame>
  )
}
