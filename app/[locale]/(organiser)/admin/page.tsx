import { redirect } from "next/navigation"
import { readLocale, type WithLocale } from "../../(public)/page-params"
import { Area, requireOrganiser } from "./area"
import { OutsideLine } from "#components/admin/outside-line"
import { Figures, Needs, SystemLine, Welcome } from "#components/admin/today"
import { ButtonLink } from "#components/ui/button"
import { findSetUp } from "#lib/domain/admin/set-up"
import { canChangeSettings } from "#lib/domain/admin/settings"
import { readFigures, readMailState } from "#lib/domain/admin/today"
import { findServiceState } from "#lib/domain/moderation/outside-jobs"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { listNeeds } from "#lib/web/organiser-needs"
import { lastBackup, mailSetup } from "#lib/web/settings-facts"

/** What needs an organiser now. An owner whose set-up is not finished is led on there. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const signedIn = await requireOrganiser(locale)
  const { actor, organiser } = signedIn
  const isOwner = canChangeSettings(actor)
  if (isOwner && (await findSetUp()).next !== null) redirect(localePath(locale, "/admin/setup"))
  const now = new Date()
  const [figures, mail, outside, backupAt] = await Promise.all([
    readFigures(actor, now),
    readMailState(),
    findServiceState(),
    isOwner ? lastBackup() : null,
  ])
  const { waiting, needs } = await listNeeds(actor, locale, { mail, figures })
  const t = translator(locale, "admin")
  return (
    <Area locale={locale} path="/admin" title={t("todayTitle")} signedIn={signedIn}>
      <h1>{t("todayTitle")}</h1>
      <p className="small muted">{t("greeting", { name: organiser.name })}</p>
      {waiting > 0 && (
        <ButtonLink isPrimary href={localePath(locale, "/admin/moderation")}>
          {t("review", { n: waiting })}
        </ButtonLink>
      )}
      {figures.hasCampaigns ? <Figures locale={locale} figures={figures} /> : isOwner && <Welcome locale={locale} />}
      <Needs locale={locale} needs={needs} />
      {isOwner && <SystemLine locale={locale} mail={mail} isKept={mailSetup().isKept} backupAt={backupAt} now={now} />}
      <OutsideLine locale={locale} state={outside} />
    </Area>
  )
}
