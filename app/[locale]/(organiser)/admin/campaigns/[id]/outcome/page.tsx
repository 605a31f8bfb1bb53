import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { OutcomeForm } from "#components/campaign-editor/outcome-form"
import { boxes } from "#lib/web/handlers/campaign-parts"

/** What became of it. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "outcome")
  const { locale, signedIn, campaign } = editor
  const state = await readState(editor, "outcome", {
    outcome: campaign.outcome.outcome ?? "",
    outcomeOn: campaign.outcome.outcomeOn ?? "",
    outcomeSource: campaign.outcome.outcomeSource ?? "",
    ...boxes({ outcomeVerified: campaign.outcome.outcomeVerified }),
    ...Object.fromEntries(campaign.texts.map(({ lang, outcomeNote }) => [`note_${lang}`, outcomeNote ?? ""])),
  })
  return (
    <EditorFrame editor={editor} page="outcome" state={state}>
      <OutcomeForm
        locale={locale}
        campaignId={campaign.id}
        proof={signedIn.proof}
        state={state}
        langs={campaign.texts.map(({ lang }) => lang)}
      />
    </EditorFrame>
  )
}
