import type { DecisionView } from "#lib/domain/moderation/queries"
import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type NoticeName = "undone" | "late" | "changed" | "gone"

type ModerationNoticeProps = {
  locale: Locale
  /** What was just decided. */
  decision: DecisionView | null
  notice: NoticeName | null
  proof: string
}

const DID = { approve: "didApprove", spam: "didSpam", remove: "didRemove" } as const
const DID_LETTER = { approve: "didSend", spam: "didReturn", remove: "didReturn" } as const

const didKey = ({ kind, action }: DecisionView) => (kind === "letter" ? DID_LETTER : DID)[action]

/** What came of the last press, in a sentence; "" when nothing did. */
export function noticeText(
  locale: Locale,
  { decision, notice }: Omit<ModerationNoticeProps, "locale" | "proof">,
): string {
  const t = translator(locale, "moderation")
  if (notice) return t(notice)
  return decision && !decision.isUndone ? t(didKey(decision)) : ""
}

/** What came of the last press, with the way to take it back. */
export function ModerationNotice({ locale, decision, notice, proof }: ModerationNoticeProps) {
  const t = translator(locale, "moderation")
  const title = noticeText(locale, { decision, notice })
  if (notice) return <Notice kind={notice === "undone" ? "success" : "warning"} role="status" title={title} />
  if (!decision || decision.isUndone) return null
  return (
    <Notice kind="success" role="status" title={title}>
      {decision.undoUntil !== null && (
        <form action="/admin/moderation/undo" method="post" className="undo">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="proof" value={proof} />
          <input type="hidden" name="decision" value={decision.id} />
          <button className="button" data-key="z" aria-keyshortcuts="Z">
            {t("undo")} <kbd>Z</kbd>
          </button>{" "}
          <span className="small">{t("undoHint")}</span>
        </form>
      )}
    </Notice>
  )
}
