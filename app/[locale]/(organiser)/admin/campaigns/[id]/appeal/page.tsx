import { EditorFrame, readEditor, readState, type WithEditor } from "../editor"
import { AppealForm } from "#components/campaign-editor/appeal-form"
import { LanguageTabs } from "#components/campaign-editor/editor-tabs"
import { translator } from "#lib/shared/i18n"
import { isLocale, LOCALES } from "#lib/shared/locales"

/** The appeal for the front page, in one language at a time. */
export default async function Page(props: WithEditor) {
  const editor = await readEditor(props, "appeal")
  const { locale, query, signedIn, campaign } = editor
  const present = campaign.appeals.map(({ lang }) => lang)
  const lang = isLocale(query.lang) ? query.lang : present.includes(locale) ? locale : (present[0] ?? locale)
  const appeal = campaign.appeals.find((one) => one.lang === lang)
  const state = await readState(editor, `appeal:${lang}`, appeal?.fields ?? {})
  const t = translator(locale, "adminCampaigns")
  return (
    <EditorFrame editor={editor} page="appeal" isWide state={state}>
      <p>{t(campaign.isMain ? "appealIsShown" : "appealIsNotShown")}</p>
      <LanguageTabs
        locale={locale}
        path={`/admin/campaigns/${campaign.id}/appeal`}
        lang={lang}
        present={present}
        others={LOCALES.filter((one) => !present.includes(one))}
      />
      <AppealForm
        locale={locale}
        campaignId={campaign.id}
        proof={signedIn.proof}
        state={state}
        lang={lang}
        exists={appeal !== undefined}
        needsReview={appeal?.needsReview ?? false}
      />
    </EditorFrame>
  )
}
