import { type Locale } from "#lib/shared/locales"
import { translator } from "#lib/shared/i18n"

/** How often Shift has to be pressed. */
const PRESSES = 3

/** The way out: a link that works alone, and faster with the script. It is the last thing in the header. */
export function Leave({ locale }: { locale: Locale }) {
  const t = translator(locale, "frame")
  return (
    <quick-exit
      data-loading={t("loading")}
      data-left-1={t("leavingSoon", { n: 1 })}
      data-left-2={t("leavingSoon", { n: 2 })}
    >
      <a className="leave" href="/exit" rel="nofollow" aria-label={t("leave")}>
        <span className="leave-narrow">{t("leaveShort")}</span>
        <span className="leave-wide">{t("leave")}</span>
      </a>
      <span className="leave-dots" hidden>
        {Array.from({ length: PRESSES }, (_, index) => (
          <i key={index} />
        ))}
      </span>
      <span className="quiet" role="status" />
    </quick-exit>
  )
}
