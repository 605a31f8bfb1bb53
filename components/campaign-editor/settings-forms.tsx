import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { TellingWords } from "#components/campaign-editor/telling-words"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field, TextArea } from "#components/ui/field"
import { LINE_MAX_CHARS, SLUG_MAX_CHARS } from "#lib/domain/campaigns/edit-schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

/** What the sign form asks. */
export function FormSettings(props: EditorProps) {
  const { locale, state, campaignId } = props
  const t = translator(locale, "adminCampaigns")
  const { box } = fieldsOf(locale, state)
  return (
    <EditForm {...props} action="form">
      <p>{t("formIntro")}</p>
      <Checkbox {...box("asksCountry")} label={t("field_asksCountry")} />
      <Checkbox {...box("asksTown")} label={t("field_asksTown")} />
      <Checkbox {...box("asksReason")} label={t("field_asksReason")} hint={t("asksReasonHint")} />
      <Checkbox {...box("asksUpdates")} label={t("field_asksUpdates")} />
      <Checkbox {...box("allowsNoEmail")} label={t("field_allowsNoEmail")} hint={t("allowsNoEmailHint")} />
      <p>
        {t.rich("formSafety", {
          link: (words) => <a href={localePath(locale, `/admin/campaigns/${campaignId}/safety`)}>{words}</a>,
        })}
      </p>
      <Button isPrimary>{t("save")}</Button>
    </EditForm>
  )
}

/** What keeps the people who sign safe, and where the rest of it is chosen. */
export function SafetySettings(props: EditorProps) {
  const { locale, state, campaignId } = props
  const t = translator(locale, "adminCampaigns")
  const { box } = fieldsOf(locale, state)
  const link = (path: string) => (words: React.ReactNode) => <a href={localePath(locale, path)}>{words}</a>
  return (
    <EditForm {...props} action="safety">
      <Checkbox {...box("isAtRisk")} label={t("field_isAtRisk")} hint={t("isAtRiskHint")} />
      <Checkbox {...box("showsExit")} label={t("field_showsExit")} hint={t("showsExitHint")} />
      <Button isPrimary>{t("save")}</Button>
      <h2>{t("alwaysTitle")}</h2>
      <ul>
        <li>{t("alwaysNames")}</li>
        <li>{t("alwaysUpdates")}</li>
        <li>{t("alwaysSubjects")}</li>
        <li>{t("alwaysCountries")}</li>
        <li>{t("alwaysGallery")}</li>
      </ul>
      <h2>{t("elsewhereTitle")}</h2>
      <ul>
        <li>{t.rich("elsewhereComments", { link: link("/admin/moderation/settings") })}</li>
        <li>{t.rich("elsewhereLogo", { link: link(`/admin/campaigns/${campaignId}/look`) })}</li>
        <li>{t.rich("elsewhereForm", { link: link(`/admin/campaigns/${campaignId}/form`) })}</li>
      </ul>
    </EditForm>
  )
}

/** Who decides. Letters go to this name. */
export function TargetSettings({ exists, ...props }: EditorProps & { exists: boolean }) {
  const { locale, state, campaignId } = props
  const t = translator(locale, "adminCampaigns")
  const { line } = fieldsOf(locale, state)
  return (
    <EditForm {...props} action="target">
      <p>{t("targetIntro")}</p>
      {exists && (
        <p>
          {t.rich("targetLine", {
            link: (words) => <a href={localePath(locale, `/admin/campaigns/${campaignId}/letters`)}>{words}</a>,
          })}
        </p>
      )}
      <Field {...line("name")} label={t("field_name")} maxLength={LINE_MAX_CHARS} autoComplete="off" required />
      <Field {...line("title")} label={t("field_office")} maxLength={LINE_MAX_CHARS} autoComplete="off" />
      <Field {...line("organisation")} label={t("field_organisation")} maxLength={LINE_MAX_CHARS} autoComplete="off" />
      <TextArea
        {...line("postalAddress")}
        label={t("field_postalAddress")}
        hint={t("postalAddressHint")}
        rows={5}
        maxLength={500}
      />
      <div className="actions">
        <Button isPrimary name="action" value="save">
          {t("save")}
        </Button>
        {exists && (
          <button className="as-link" name="action" value="remove">
            {t("removeTarget")}
          </button>
        )}
      </div>
    </EditForm>
  )
}

/** When it will be decided, and when it was opened and closed. */
export function DateSettings(props: EditorProps) {
  const { locale, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line } = fieldsOf(locale, state)
  return (
    <EditForm {...props} action="dates">
      <Field {...line("decisionOn")} label={t("field_decisionOn")} hint={t("decisionOnHint")} type="date" />
      {state.stored.openedOn && <Field {...line("openedOn")} label={t("field_openedOn")} type="date" />}
      {state.stored.closedOn && <Field {...line("closedOn")} label={t("field_closedOn")} type="date" />}
      <Button>{t("saveDates")}</Button>
    </EditForm>
  )
}

/** The address of a draft. */
export function SlugSettings(props: EditorProps) {
  const { locale, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line } = fieldsOf(locale, state)
  return (
    <EditForm {...props} action="slug">
      <Field
        {...line("slug")}
        label={t("field_slug")}
        hint={t("slugHint")}
        maxLength={SLUG_MAX_CHARS}
        autoCapitalize="none"
        spellCheck={false}
        after={<TellingWords locale={locale} text={(state.values.slug ?? "").replaceAll("-", " ")} />}
        required
      />
      <Button>{t("saveSlug")}</Button>
    </EditForm>
  )
}
