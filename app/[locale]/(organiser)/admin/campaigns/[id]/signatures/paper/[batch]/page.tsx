import { notFound } from "next/navigation"
import { z } from "zod"
import { type Query, readLocale, type WithLocale } from "../../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { BatchSteps, FileForm, paperFieldId, SheetForm, WaitingFile } from "#components/admin/signatures/paper-entry"
import { PaperRows } from "#components/admin/signatures/paper-rows"
import type { FormError } from "#components/signatures/form-errors"
import type { LineError } from "#lib/domain/signatures/paper-csv"
import { viewBatch } from "#lib/domain/signatures/paper-queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

type Params = WithLocale<{ id: string; batch: string }>

const isAboutFile = ({ field }: FormError) => field === "file"

/** A batch of signatures on paper: entry, the check by a second person, and its count. */
export default async function Page({ params, searchParams }: Params & { searchParams: Query }) {
  const [locale, { id, batch: batchId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/paper/{batch}")
  const { proof } = signedIn
  const opened = z.uuid().safeParse(batchId).success ? await viewBatch(signedIn.actor, id, batchId) : null
  if (!opened) notFound()
  const hasDraft = query.draft !== undefined
  const draft = hasDraft ? await visitorDraft<FormState>("paper-sheet", batchId) : null
  const errors = draft?.errors ?? []
  const file = errors.some(isAboutFile) ? await visitorDraft<{ errors: LineError[] }>("paper-file", batchId) : null
  const { batch, latest, repeats, check, isOwn, upload } = opened
  const t = translator(locale, "adminSignatures")
  const action = `/admin/campaigns/${id}/signatures/paper/${batchId}`
  const isOpen = batch.state === "OPEN"
  const canCount = isOpen && !isOwn && batch.counting > 0 && !upload
  const form = { locale, action, proof, state: draft }
  return (
    <CampaignArea locale={locale} page="/signatures" title={batch.label} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={errors} fieldId={paperFieldId} />
      <p>
        <a href={localePath(locale, `/admin/campaigns/${id}/signatures/paper`)}>{t("paperAll")}</a>
      </p>
      <h1>
        <bdi>{batch.label}</bdi>
      </h1>
      <p>{t(`paper${batch.state}`, { n: batch.counting })}</p>
      {isOpen && <p className="muted">{isOwn ? t("paperOwn") : t("paperSecond")}</p>}
      {canCount && <PaperRows locale={locale} caption={t("paperCheck", { n: check.length })} rows={check} />}
      {batch.state !== "REMOVED" && <BatchSteps {...form} canCount={canCount} isCounted={batch.state === "COUNTED"} />}
      {upload && !upload.taskId && <WaitingFile locale={locale} action={action} proof={proof} rows={upload.rows} />}
      {upload?.taskId && (
        <p>
          <a href={localePath(locale, `/admin/tasks/${upload.taskId}`)}>{t("paperEntering")}</a>
        </p>
      )}
      {repeats.length > 0 && (
        <>
          <h2>{t("paperRepeats")}</h2>
          <p>{t("paperRepeatsHint")}</p>
          <PaperRows locale={locale} caption={t("paperRepeats")} rows={repeats} />
        </>
      )}
      {isOpen && !upload && (
        <>
          <h2>{t("paperTypeTitle")}</h2>
          <SheetForm {...form} />
          <h2>{t("paperFileTitle")}</h2>
          <FileForm {...form} faults={file?.errors ?? []} />
        </>
      )}
      {latest.length > 0 && (
        <>
          <h2>{t("paperLatest")}</h2>
          <PaperRows
            locale={locale}
            caption={t("paperLatest")}
            rows={latest}
            remove={isOpen ? { action, proof } : undefined}
          />
        </>
      )}
      <p className="muted log-line">{t("viewLogged")}</p>
    </CampaignArea>
  )
}
