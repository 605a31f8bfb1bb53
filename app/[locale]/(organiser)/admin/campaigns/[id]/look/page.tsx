import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { LookForm } from "#components/campaign-editor/look-form"
import { boxes } from "#lib/web/handlers/campaign-parts"

/** Colours and logo. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "look")
  const { locale, signedIn, campaign } = editor
  const state = await readState(editor, "look", {
    accent: campaign.look.accent ?? "",
    accentDark: campaign.look.accentDark ?? "",
    linkDark: campaign.look.linkDark ?? "",
    ...boxes({ showsLogo: campaign.look.showsLogo }),
  })
  return (
    <EditorFrame editor={editor} page="look" state={state}>
      <LookForm locale={locale} campaignId={campaign.id} proof={signedIn.proof} state={state} />
    </EditorFrame>
  )
}
