import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { TargetSettings } from "#components/campaign-editor/settings-forms"

/** Who decides, and the line to them. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "target")
  const { locale, signedIn, campaign } = editor
  const state = await readState(editor, "target", {
    name: campaign.target?.name ?? "",
    title: campaign.target?.title ?? "",
    organisation: campaign.target?.organisation ?? "",
    postalAddress: campaign.target?.postalAddress ?? "",
  })
  return (
    <EditorFrame editor={editor} page="target" state={state}>
      <TargetSettings
        locale={locale}
        campaignId={campaign.id}
        proof={signedIn.proof}
        state={state}
        exists={campaign.target !== null}
      />
    </EditorFrame>
  )
}
