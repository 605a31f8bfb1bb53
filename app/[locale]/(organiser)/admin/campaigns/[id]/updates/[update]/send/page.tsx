import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../../area"
import { FormBasics } from "#components/admin/form-basics"
import { SaveNotice } from "#components/admin/save-notice"
import { sendFieldId, UpdateSend } from "#components/admin/update-send"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { Notice } from "#components/ui/notice"
import { findUpdate, lastZone } from "#lib/domain/campaigns/update-queries"
import { countPeople, isMailed } from "#lib/domain/mailings/queries"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, LOCALES, localePath } from "#lib/shared/locales"
import { formatMoment } from "#lib/shared/zones"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

const ID = /^[0-9a-f-]{36}$/

/** Publishes news, sends it, or takes it back. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; update: string }> & { searchParams: Query }) {
  const [locale, { id, update: updateId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates/{update}/send")
  const update = ID.test(updateId) ? await findUpdate(id, updateId) : null
  if (!update) notFound()
  const [people, wasMailed, zone, { mailingPerMinute }, state] = await Promise.all([
    countPeople(id, "UPDATE"),
    isMailed(id, "UPDATE", updateId),
    lastZone(id),
    siteSettings(),
    query.draft === undefined ? null : visitorDraft<FormState>("update-send", updateId),
  ])
  const t = translator(locale, "adminUpdates")
  const base = `/admin/campaigns/${id}/updates`
  const action = `${base}/${updateId}`
  const written = update.texts.map((text) => text.locale)
  const missing = LOCALES.filter((one) => !written.includes(one)).map((one) => LOCALE_NAMES[one])
  const isPublished = update.state === "PUBLISHED"
  const command = (name: string, text: string) => (
    <form action={action} method="post">
      <FormBasics locale={locale} proof={signedIn.proof} />
      <Button name="action" value={name}>
        {text}
      </Button>
    </form>
  )
  return (
    <CampaignArea locale={locale} page="/updates" title={t("sendTitle")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={state?.errors} fieldId={sendFieldId} />
      <h1>{t("sendTitle")}</h1>
      {missing.length > 0 && <p>{t("missing", { languages: missing.join(", ") })}</p>}
      {update.state === "SCHEDULED" && update.dueAt && (
        <>
          <Notice
            kind="info"
            title={t(update.sendsMail ? "scheduledMail" : "scheduled", {
              moment: formatMoment(locale, update.dueAt, update.timeZone ?? "UTC"),
            })}
          />
          {command("unschedule", t("unschedule"))}
        </>
      )}
      {isPublished && update.number !== null && (
        <p>
          <a href={localePath(locale, `/c/${signedIn.campaign.slug}/updates/${update.number}`)}>{t("onSite")}</a>
          {wasMailed && ` · ${t("wasMailed")}`}
        </p>
      )}
      {(update.state === "DRAFT" || (isPublished && !wasMailed)) && (
        <UpdateSend
          {...{ locale, action, proof: signedIn.proof, isPublished, people, zone, state }}
          canMail={!wasMailed}
          pace={mailingPerMinute}
        />
      )}
      {isPublished && (
        <Details summary={t("withdrawSummary")}>
          <p>{t("withdrawHint")}</p>
          {command("withdraw", t("withdraw"))}
        </Details>
      )}
      {update.state === "DRAFT" && <Details summary={t("removeSummary")}>{command("remove", t("remove"))}</Details>}
      <p>
        <a href={localePath(locale, action)}>{t("backToText")}</a>
        {" · "}
        <a href={localePath(locale, base)}>{t("backToUpdates")}</a>
      </p>
    </CampaignArea>
  )
}
