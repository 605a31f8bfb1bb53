import type { CampaignView } from "#lib/domain/campaigns/queries"
import { daysLeft } from "#lib/domain/campaigns/rules"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"

type FactsProps = {
  campaign: Pick<
    CampaignView,
    "locale" | "textLocale" | "status" | "addressedTo" | "startedBy" | "decisionNote" | "decisionOn"
  >
  now: Date
}

/** To whom, from whom, and when it will be decided. */
export function Facts({ campaign, now }: FactsProps) {
  const { locale, textLocale, addressedTo, startedBy, decisionNote, decisionOn, status } = campaign
  const t = translator(locale, "campaign")
  const left = status === "OPEN" ? daysLeft(decisionOn, now) : null
  const name = (text: string) => <span lang={textLocale === locale ? undefined : textLocale}>{text}</span>
  return (
    <ul className="facts">
      <li>
        <Slotted text={t("factTo", { addressedTo: SLOT })}>{name(addressedTo)}</Slotted>
      </li>
      <li>
        <Slotted text={t("factFrom", { startedBy: SLOT })}>{name(startedBy)}</Slotted>
      </li>
      {decisionNote && <li>{name(decisionNote)}</li>}
      {!decisionNote && decisionOn && <li>{t("factDecision", { date: formatDay(locale, decisionOn) })}</li>}
      {left !== null && (
        <li>
          <strong>{t("daysLeft", { n: left })}</strong>
        </li>
      )}
    </ul>
  )
}
