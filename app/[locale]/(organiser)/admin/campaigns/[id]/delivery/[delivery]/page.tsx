import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { deliveryFieldId } from "#components/admin/delivery/choice-form"
import { RecordForm, ReplyForm, TakeBack } from "#components/admin/delivery/delivery-forms"
import { type DeliveryFile, DeliveryFiles } from "#components/admin/delivery/files"
import { DeliveryFacts } from "#components/admin/delivery/facts"
import { SaveNotice } from "#components/admin/save-notice"
import { Notice } from "#components/ui/notice"
import { type DeliveryView, findDelivery } from "#lib/domain/deliveries/queries"
import { UNDO_MINUTES } from "#lib/domain/deliveries/rules"
import type { Actor } from "#lib/domain/identity/policy"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { findOwnTask } from "#lib/web/own-task"
import { visitorDraft } from "#lib/web/visitor"

async function filesOf({ pdf, csv }: DeliveryView, actor: Actor): Promise<DeliveryFile[]> {
  const task = async (id: string | null) => (id ? findOwnTask(id, actor) : null)
  const [pdfTask, csvTask] = await Promise.all([task(pdf.taskId), task(csv.taskId)])
  return [
    { kind: "Pdf", hash: pdf.hash, task: pdfTask },
    { kind: "Csv", hash: csv.hash, task: csvTask },
  ]
}

const DAY_MS = 86_400_000

/** One hand-over: its files, its record, its reply. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; delivery: string }> & { searchParams: Query }) {
  const [locale, { id, delivery: deliveryId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/delivery/{delivery}")
  const { actor, proof, campaign } = signedIn
  const now = new Date()
  const delivery = await findDelivery(actor, id, deliveryId, now)
  if (!delivery) notFound()
  const [files, draft] = await Promise.all([
    filesOf(delivery, actor),
    query.draft === undefined ? null : visitorDraft<FormState>("delivery", deliveryId),
  ])
  const t = translator(locale, "adminDelivery")
  const { state, gone, on } = delivery
  const action = `/admin/campaigns/${id}/delivery/${deliveryId}`
  const errors = draft?.errors ?? []
  const form = { locale, action, proof }
  const typed = { ...form, delivery, today: dayOf(now), values: draft?.values ?? null, errors }
  const isRefreshing = state === "building" && !files.some(({ task }) => task?.state === "FAILED")
  const certificate = `/c/${campaign.slug}/results?delivery=${deliveryId}`
  return (
    <CampaignArea
      locale={locale}
      page={`/delivery/${deliveryId}`}
      tab="/delivery"
      title={t("oneTitle")}
      signedIn={signedIn}
    >
      {isRefreshing && <meta httpEquiv="refresh" content="3" />}
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={errors} fieldId={deliveryFieldId} />
      <p>
        <a className="tap" href={localePath(locale, `/admin/campaigns/${id}/delivery`)}>
          {t("back")}
        </a>
      </p>
      <h1>{t("listOf", { date: formatDay(locale, on) })}</h1>
      {state === "built" && gone > 0 && <Notice kind="warning" title={t("goneSince", { n: gone })} />}
      {state === "recorded" && delivery.canUndo && (
        <Notice kind="info" title={t("recordedNotice", { n: UNDO_MINUTES })}>
          <TakeBack {...form} act="undo">
            {t("undo")}
          </TakeBack>
        </Notice>
      )}
      <DeliveryFacts locale={locale} delivery={delivery} />
      {state === "recorded" && gone > 0 && <p>{t("goneAfter", { n: gone })}</p>}
      {state === "recorded" && (
        <p>
          <a href={localePath(locale, certificate)}>{t("certificate")}</a>
        </p>
      )}
      <DeliveryFiles
        locale={locale}
        files={files}
        isOver={now.getTime() - Date.parse(`${on}T00:00:00Z`) > 2 * DAY_MS}
      />
      {state === "built" && <RecordForm {...typed} />}
      {state === "recorded" && <ReplyForm {...typed} />}
      {state !== "recorded" && (
        <TakeBack {...form} act="discard">
          {t("discard")}
        </TakeBack>
      )}
    </CampaignArea>
  )
}
