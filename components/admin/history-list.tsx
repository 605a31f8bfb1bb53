import type { DecisionView } from "#lib/domain/moderation/queries"
import { dayOf, formatDay } from "#lib/shared/dates"
import { type Messages, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type HistoryListProps = {
  locale: Locale
  decisions: readonly DecisionView[]
  /** Each line leads to what it was about. */
  isLinked?: boolean
}

const ACTION_KEYS = { approve: "approve", spam: "markSpam", remove: "remove" } as const

/** Decisions, the newest first: what, why, by whom, when. */
export function HistoryList({ locale, decisions, isLinked = false }: HistoryListProps) {
  const t = translator(locale, "moderation")
  const comments = translator(locale, "comments")
  if (decisions.length === 0) return <p className="muted">{t("noDecisions")}</p>
  const reasonText = (reason: string) => {
    const key = `refusal_${reason}` as keyof Messages["comments"]
    return comments.has(key) ? comments(key as "refusal_other") : reason
  }
  return (
    <ul className="history">
      {decisions.map((one) => (
        <li key={one.id}>
          <strong>{t(ACTION_KEYS[one.action])}</strong>
          {one.reason && ` · ${reasonText(one.reason)}`}
          {` · ${t(one.isAutomatic ? "bySoftware" : one.isOwn ? "byYou" : "byOther")} · `}
          <time dateTime={one.decidedAt.toISOString()}>{formatDay(locale, dayOf(one.decidedAt))}</time>
          {one.isUndone && ` · ${t("isUndone")}`}
          {isLinked && (
            <>
              {" · "}
              <a href={localePath(locale, `/admin/moderation?kind=${one.kind}&subject=${one.subjectId}`)}>
                {t("open")}
              </a>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
