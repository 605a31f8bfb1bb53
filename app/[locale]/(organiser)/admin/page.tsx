import { readLocale, type WithLocale } from "../../(public)/page-params"
import { Area, requireOrganiser } from "./area"
import { OutsideLine } from "#components/admin/outside-line"
import { ButtonLink } from "#components/ui/button"
import { findOrganiserName } from "#lib/domain/identity/people"
import { findServiceState } from "#lib/domain/moderation/outside-jobs"
import { countWaiting } from "#lib/domain/moderation/queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

/** What needs an organiser now. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const signedIn = await requireOrganiser(locale)
  const [waiting, outside, name] = await Promise.all([
    countWaiting(signedIn.actor),
    findServiceState(),
    findOrganiserName(signedIn.actor.organiserId),
  ])
  const t = translator(locale, "admin")
  return (
    <Area locale={locale} path="/admin" title={t("todayTitle")} signedIn={signedIn}>
      <h1>{t("todayTitle")}</h1>
      <p className="small muted">{t("greeting", { name: name ?? "" })}</p>
      {waiting > 0 ? (
        <ButtonLink isPrimary href={localePath(locale, "/admin/moderation")}>
          {t("review", { n: waiting })}
        </ButtonLink>
      ) : (
        <p>{t("nothingWaits")}</p>
      )}
      <OutsideLine locale={locale} state={outside} />
    </Area>
  )
}
