import { actionKey, refusalText } from "#components/admin/decision-text"
import type { DecisionView } from "#lib/domain/moderation/queries"
import { commentExcerpt } from "#lib/domain/comments/text"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type HistoryListProps = {
  locale: Locale
  decisions: readonly DecisionView[]
  /** Who wrote what it was about, by its id. Each line leads there. */
  about?: ReadonlyMap<string, { name: string; body: string }>
}

function About({ line }: { line: { name: string; body: string } | undefined }) {
  if (!line) return null
  return (
    <span className="history-about">
      <bdi>{line.name}</bdi>: <bdi>{commentExcerpt(line.body, 100)}</bdi>
    </span>
  )
}

/** Decisions, the newest first: what, why, by whom, when. */
export function HistoryList({ locale, decisions, about }: HistoryListProps) {
  const t = translator(locale, "moderation")
  if (decisions.length === 0) return <p className="muted">{t("noDecisions")}</p>
  return (
    <ul className="history">
      {decisions.map((one) => (
        <li key={one.id}>
          <strong>{t(actionKey(one.kind, one.action))}</strong>
          {one.reason && ` · ${refusalText(locale, one.kind, one.reason)}`}
          {` · ${t(one.isAutomatic ? "bySoftware" : one.isOwn ? "byYou" : "byOther")} · `}
          <time dateTime={one.decidedAt.toISOString()}>{formatDay(locale, dayOf(one.decidedAt))}</time>
          {one.isUndone && ` · ${t("isUndone")}`}
          {about && (
            <>
              {" · "}
              <a href={localePath(locale, `/admin/moderation?kind=${one.kind}&subject=${one.subjectId}`)}>
                {t("open")}
              </a>
              <About line={about.get(one.subjectId)} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
