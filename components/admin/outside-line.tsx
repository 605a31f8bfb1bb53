import type { AkismetAlert } from "#lib/domain/moderation/akismet-schema"
import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type OutsideLineProps = { locale: Locale; state: { keyState: string; alert: AkismetAlert | null } | null }

/** How the outside spam service does. */
export function OutsideLine({ locale, state }: OutsideLineProps) {
  const t = translator(locale, "admin")
  if (!state) return <p className="small">{t("outsideOff")}</p>
  const { keyState, alert } = state
  return (
    <>
      {keyState === "invalid" ? (
        <Notice kind="warning" title={t("outsideInvalid")} />
      ) : (
        <p className="small">{t(keyState === "valid" ? "outsideValid" : "outsideUnknown")}</p>
      )}
      {alert && <Notice kind="warning" title={t("outsideAlert", { message: alert.message, code: alert.code })} />}
    </>
  )
}
