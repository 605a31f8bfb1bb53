import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { BuildForm } from "#components/admin/delivery/build-form"
import { ChoiceForm, type ChoiceValues, deliveryFieldId } from "#components/admin/delivery/choice-form"
import { DeliveryPreview } from "#components/admin/delivery/preview"
import { SaveNotice } from "#components/admin/save-notice"
import { findUsualRecipient, previewDelivery } from "#lib/domain/deliveries/queries"
import { CHOICE_NAMES, choiceFields, choicesOf } from "#lib/domain/deliveries/schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { answerForm } from "#lib/web/form-handler"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

function given(query: Awaited<Query>): ChoiceValues | null {
  if (query.recipient === undefined) return null
  const known = CHOICE_NAMES.flatMap((name) => (typeof query[name] === "string" ? [[name, query[name]] as const] : []))
  return Object.fromEntries(known)
}

/** Choose what goes into a hand-over, see exactly what leaves, build it. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/delivery/new")
  const draft = query.draft === undefined ? null : await visitorDraft<FormState>("delivery-new", id)
  const chosen: ChoiceValues | null = draft?.values ?? given(query)
  const parsed = chosen && choiceFields.safeParse(chosen)
  const preview = parsed?.success
    ? await previewDelivery(
        signedIn.actor,
        id,
        { choices: choicesOf(parsed.data), recipient: parsed.data.recipient },
        new Date(),
      )
    : null
  const errors = draft?.errors ?? (parsed && !parsed.success ? answerForm.errorsOf(parsed.error) : [])
  const values = chosen ?? { recipient: await findUsualRecipient(id) }
  const base = `/admin/campaigns/${id}/delivery`
  const t = translator(locale, "adminDelivery")
  return (
    <CampaignArea locale={locale} page="/delivery/new" tab="/delivery" title={t("newTitle")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={false} errors={errors} fieldId={deliveryFieldId} />
      <h1>{t("newTitle")}</h1>
      <h2>{t("choicesHeading")}</h2>
      <ChoiceForm
        locale={locale}
        action={`${localePath(locale, `${base}/new`)}#preview`}
        values={values}
        errors={errors}
      />
      {preview?.ok && (
        <>
          <DeliveryPreview locale={locale} preview={preview.value} />
          <BuildForm locale={locale} action={base} proof={signedIn.proof} values={values} errors={errors} />
        </>
      )}
    </CampaignArea>
  )
}
