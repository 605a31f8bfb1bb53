import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { LanguageTabs } from "#components/campaign-editor/editor-tabs"
import { TextForm } from "#components/campaign-editor/text-form"
import { isLocale, LOCALES } from "#lib/shared/locales"

/** The petition, in one language at a time. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "text")
  const { locale, query, signedIn, campaign } = editor
  const present = campaign.texts.map(({ lang }) => lang)
  const lang = isLocale(query.lang) ? query.lang : present.includes(locale) ? locale : (present[0] ?? locale)
  const text = campaign.texts.find((one) => one.lang === lang)
  const state = await readState(editor, `text:${lang}`, text?.fields ?? {})
  return (
    <EditorFrame editor={editor} page="text" isWide state={state}>
      <LanguageTabs
        locale={locale}
        path={`/admin/campaigns/${campaign.id}/text`}
        lang={lang}
        present={present}
        others={LOCALES.filter((one) => !present.includes(one))}
      />
      <TextForm
        locale={locale}
        campaignId={campaign.id}
        proof={signedIn.proof}
        state={state}
        lang={lang}
        exists={text !== undefined}
        needsReview={text?.needsReview ?? false}
        isSigned={campaign.isSigned}
        isRemovable={present.length > 1}
      />
    </EditorFrame>
  )
}
