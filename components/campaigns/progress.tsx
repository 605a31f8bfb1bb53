import { nextMilestone, SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ProgressProps = { locale: Locale; confirmed: number }

/** How many have signed, and the next goal. The bar is never the only sign; a screen reader hears one sentence. */
export function Progress({ locale, confirmed }: ProgressProps) {
  const t = translator(locale, "campaign")
  const goal = nextMilestone(confirmed)
  return (
    <div className="progress">
      {confirmed < SHOWN_FROM ? (
        <p className="count">{t("beFirst")}</p>
      ) : (
        <>
          <p className="quiet">{t("progressSentence", { count: confirmed, goal })}</p>
          <div aria-hidden="true">
            <p className="count">
              {t.rich("signedCountRich", { count: confirmed, number: (digits) => <strong>{digits}</strong> })}
            </p>
            <progress value={confirmed} max={goal} />
            <p className="goal">{t("nextGoal", { goal })}</p>
          </div>
        </>
      )}
    </div>
  )
}
