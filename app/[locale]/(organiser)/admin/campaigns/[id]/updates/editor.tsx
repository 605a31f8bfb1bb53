import { CampaignArea, type requireCampaign } from "../../../area"
import { languageTabs } from "./language"
import { MailPreviews } from "#components/admin/mail-previews"
import { SaveNotice } from "#components/admin/save-notice"
import { UpdateEditor, updateFieldId } from "#components/admin/update-editor"
import { UpdateText } from "#components/campaigns/updates"
import { ButtonLink } from "#components/ui/button"
import { LinkTabs } from "#components/ui/link-tabs"
import { Notice } from "#components/ui/notice"
import { findOrganiserName } from "#lib/domain/identity/people"
import type { UpdateDetails } from "#lib/domain/campaigns/update-queries"
import { pickText } from "#lib/domain/campaigns/update-rules"
import { previewMail } from "#lib/domain/mailings/preview"
import { frameOf, updateFields } from "#lib/domain/mailings/words"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"

type EditorProps = {
  locale: Locale
  language: Locale
  signedIn: Awaited<ReturnType<typeof requireCampaign>>
  /** `null` before it is kept for the first time. */
  update: UpdateDetails | null
  state: FormState | null
  isSaved: boolean
  isTested: boolean
}

async function Previews({ locale, language, signedIn, update }: EditorProps & { update: UpdateDetails }) {
  const t = translator(locale, "adminUpdates")
  const text = pickText(update.texts, language)
  if (!text) return null
  const campaignId = signedIn.campaign.id
  const texts = update.texts.map(({ locale: one, title, body }) => ({ locale: one, title, parts: [body] }))
  const name = (await findOrganiserName(signedIn.actor.organiserId)) ?? ""
  const [frame, previews] = await Promise.all([
    frameOf(campaignId),
    previewMail({ campaignId, kind: "UPDATE", number: update.number, texts }, language, name),
  ])
  const title = pickText(frame.titles, language)?.title ?? ""
  const shown = {
    ...text,
    textLocale: text.locale,
    publishedOn: update.publishedOn ?? dayOf(new Date()),
    correctedOn: null,
  }
  return (
    <>
      <h2>{t("preview")}</h2>
      <p className="small muted">{t("previewHint")}</p>
      <section className="item page-preview" aria-label={t("previewPage")} lang={language}>
        <UpdateText
          locale={language}
          update={shown}
          fields={updateFields(language, { title, confirmed: frame.confirmed })}
          level={3}
        />
      </section>
      {previews && (
        <MailPreviews
          locale={locale}
          language={language}
          previews={previews}
          action={`/admin/campaigns/${campaignId}/updates/${update.id}`}
          proof={signedIn.proof}
        />
      )}
    </>
  )
}

/** Writes news in one language; below stands how readers will see it. */
export async function Editor(props: EditorProps) {
  const { locale, language, signedIn, update, state, isSaved, isTested } = props
  const t = translator(locale, "adminUpdates")
  const base = `/admin/campaigns/${signedIn.campaign.id}/updates`
  const title = t(update ? "editTitle" : "newTitle")
  const page = update ? `${base}/${update.id}` : `${base}/new`
  const saved = update?.texts.find((text) => text.locale === language)
  const isWithdrawn = update?.state === "WITHDRAWN"
  return (
    <CampaignArea locale={locale} page="/updates" title={title} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={isSaved} errors={state?.errors} fieldId={updateFieldId} />
      {isTested && <Notice kind="success" role="status" title={t("tested")} />}
      <h1>{title}</h1>
      {update?.state === "PUBLISHED" && <Notice kind="info" title={t("publishedNotice")} />}
      {isWithdrawn && <Notice kind="info" title={t("withdrawnNotice")} />}
      <LinkTabs
        label={t("textLanguages")}
        tabs={languageTabs(locale, page, language, update?.texts.map((text) => text.locale) ?? [])}
      />
      {!isWithdrawn && (
        <UpdateEditor
          locale={locale}
          language={language}
          action={update ? page : base}
          proof={signedIn.proof}
          saved={saved}
          state={state}
        />
      )}
      {update && (
        <>
          <Previews {...props} update={update} />
          <div className="actions">
            <ButtonLink href={localePath(locale, `${page}/send`)}>{t("toSend")}</ButtonLink>
          </div>
        </>
      )}
      <p>
        <a href={localePath(locale, base)}>{t("backToUpdates")}</a>
      </p>
    </CampaignArea>
  )
}
