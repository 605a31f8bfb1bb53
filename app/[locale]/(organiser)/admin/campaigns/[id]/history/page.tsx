import { EditorFrame, readEditor, type WithEditor } from "../editor"
import { HistoryPage } from "#components/campaign-editor/history-page"
import { listEdits } from "#lib/domain/campaigns/edits"
import { listCorrections } from "#lib/domain/campaigns/queries"
import { findOrganiserName } from "#lib/domain/identity/people"
import { dayOf } from "#lib/shared/dates"

/** Corrections of signed texts, and who saved what. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "history")
  const { locale, campaign } = editor
  const [corrections, edits] = await Promise.all([listCorrections(campaign.id), listEdits(campaign.id)])
  const ids = [...new Set(edits.flatMap(({ organiserId }) => organiserId ?? []))]
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await findOrganiserName(id)] as const)))
  return (
    <EditorFrame editor={editor} page="history" isWide>
      <HistoryPage
        locale={locale}
        corrections={corrections}
        entries={edits.map(({ organiserId, part, revision, fields, at }) => ({
          key: `${part} ${revision}`,
          on: dayOf(at),
          name: (organiserId && names.get(organiserId)) ?? null,
          part,
          fields,
        }))}
      />
    </EditorFrame>
  )
}
