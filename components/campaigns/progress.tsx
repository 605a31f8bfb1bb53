import { nextMilestone, SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ProgressProps = {
  locale: Locale
  confirmed: number
  /** A campaign that takes no signatures has no goal to reach. */
  isOpen: boolean
}

/** How many have signed, and the next goal. The bar is never the only sign; a screen reader hears one sentence. */
export function Progress({ locale, confirmed, isOpen }: ProgressProps) {
  const t = translator(locale, "campaign")
  if (confirmed < SHOWN_FROM) return isOpen ? <p className="count">{t("beFirst")}</p> : null

  const count = (
    <p className="count">
      {t.rich("signedCountRich", { count: confirmed, number: (digits) => <strong>{digits}</strong> })}
    </p>
  )
  if (!isOpen) return count
  const goal = nextMilestone(confirmed)
  return (
    <>
      <p className="quiet">{t("progressSentence", { count: confirmed, goal })}</p>
      <div aria-hidden="true">
        {count}
        <progress value={confirmed} max={goal} />
        <p className="goal">{t("nextGoal", { goal })}</p>
      </div>
    </>
  )
}
