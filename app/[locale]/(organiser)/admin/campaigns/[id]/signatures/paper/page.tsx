import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { SignatureTabs } from "#components/admin/signatures/signature-tabs"
import { errorsByField } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { listBatches } from "#lib/domain/signatures/paper-queries"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Signatures on paper: the sheet to print, and the batches that were entered. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/paper")
  const [batches, draft] = await Promise.all([
    listBatches(signedIn.actor, id),
    query.draft === undefined ? null : visitorDraft<FormState>("paper", id),
  ])
  const t = translator(locale, "adminSignatures")
  const title = t("paperTitle")
  const base = `/admin/campaigns/${id}/signatures`
  const errors = draft?.errors ?? []
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={errors}
        fieldId={(field) => (field === "label" ? "paper-label" : null)}
      />
      <h1>{title}</h1>
      <SignatureTabs locale={locale} campaignId={id} current="/paper" />
      <p>{t("paperIntro")}</p>
      <p>
        <a href={localePath(locale, `${base}/sheet`)}>{t("paperSheet")}</a>
      </p>
      <form action={`${base}/paper`} method="post" noValidate>
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={signedIn.proof} />
        <Field
          id="paper-label"
          name="label"
          label={t("paperLabel")}
          hint={t("paperLabelHint")}
          error={errorsByField(locale, errors).get("label")}
          errorPrefix={translator(locale, "errors")("prefix")}
          defaultValue={draft?.values.label}
          maxLength={100}
        />
        <Button isPrimary>{t("paperOpen")}</Button>
      </form>
      {batches && batches.length > 0 && (
        <>
          <h2>{t("paperBatches")}</h2>
          <ul className="history">
            {batches.map((batch) => (
              <li key={batch.id}>
                <a href={localePath(locale, `${base}/paper/${batch.id}`)}>
                  <bdi>{batch.label}</bdi>
                </a>
                <br />
                <span className="muted">
                  {formatDay(locale, dayOf(batch.openedAt))} · {t(`paper${batch.state}`, { n: batch.counting })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </CampaignArea>
  )
}
