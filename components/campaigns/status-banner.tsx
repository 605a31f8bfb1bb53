import type { CampaignView } from "#lib/domain/campaigns/queries"
import { Notice } from "#components/ui/notice"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"

type BannerProps = {
  campaign: Pick<
    CampaignView,
    | "locale"
    | "status"
    | "outcome"
    | "outcomeNote"
    | "outcomeOn"
    | "decisionOn"
    | "closedOn"
    | "openedOn"
    | "reopensOn"
    | "counts"
  >
}

/** The sentence that says how a campaign stands; `null` while it is open. */
export function statusText({ campaign }: BannerProps): string | null {
  const { locale, status, outcome, outcomeNote, reopensOn, counts } = campaign
  const t = translator(locale, "campaign")
  switch (status) {
    case "DRAFT":
      return t("bannerDraft")
    case "OPEN":
      return null
    case "PAUSED":
      return reopensOn ? t("bannerPaused", { date: formatDay(locale, reopensOn) }) : t("bannerPausedNoDate")
    case "CLOSED":
      return t("bannerClosed", { n: counts.confirmed })
    case "DECIDED":
      return t(outcome === "WON" ? "bannerWon" : "bannerEnded", { outcome: outcomeNote ?? "" }).trim()
    case "ARCHIVED":
      return t("bannerArchived", {
        year: (campaign.outcomeOn ?? campaign.closedOn ?? campaign.openedOn ?? "").slice(0, 4),
      })
  }
}

/** How a campaign stands, under the header of its pages. Nothing while it is open. */
export function StatusBanner({ campaign }: BannerProps) {
  const text = statusText({ campaign })
  if (!text) return null
  return <Notice kind={campaign.outcome === "WON" ? "success" : "info"} title={text} />
}
