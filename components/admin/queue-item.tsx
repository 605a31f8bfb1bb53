import type { DecisionView } from "#lib/domain/moderation/queries"
import type { Kind } from "#lib/domain/moderation/schema"
import { markPersonalDetails } from "#lib/domain/moderation/personal-details"
import { actionKey, refusalText } from "#components/admin/decision-text"
import { HistoryList } from "#components/admin/history-list"
import { Button } from "#components/ui/button"
import { Select } from "#components/ui/field"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { type Messages, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** One text in the queue, whatever its kind. There is no address in it (trust.md T11). */
export type Item = {
  kind: Kind
  subjectId: string
  campaignTitle: string
  /** Where it stands on the site, when it is published; `null` where it never does. */
  publicPath: string | null
  state: "HELD" | "VISIBLE" | "SPAM" | "REJECTED" | "REMOVED" | "DELETED" | "RELEASED" | "RETURNED"
  /** `null` where it stands, or would stand, without one. */
  name: string | null
  /** A letter has one. */
  subject: string | null
  website: string | null
  provider: string | null
  body: string
  locale: string
  /** `YYYY-MM-DD`. */
  postedOn: string
  answers: { name: string; body: string } | null
  /** What the same writer did before, where that is known. */
  writer: { visible: number; refused: number } | null
  reports: readonly { reason: string; count: number }[]
  round: number
  reasons: readonly string[]
  score: number
  isWaiting: boolean
  /** Codes of why a text of this kind is not published. */
  refusals: readonly string[]
  decisions: readonly DecisionView[]
}

type QueueItemProps = {
  locale: Locale
  item: Item
  proof: string
  /** The text that was passed over: what is decided here goes on behind it. */
  after: string | null
  /** The moderator comes from another text of the queue, and reads on. */
  takesFocus: boolean
}

type CommentKey = keyof Messages["comments"]

const KIND_KEYS = {
  comment: "kindComment",
  letter: "kindLetter",
  publication: "kindPublication",
  reason: "kindReason",
} as const

const REPORT_KEYS: Record<string, CommentKey> = {
  insult: "reasonInsult",
  threat: "reasonThreat",
  exposes: "reasonExposes",
  advert: "reasonAdvert",
  other: "reasonOther",
}

function Marked({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph, index) => (
    <p key={index} dir="auto">
      {markPersonalDetails(paragraph).map(({ text: part, kind }, at) =>
        kind ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
      )}
    </p>
  ))
}

function Why({ locale, item }: { locale: Locale; item: Item }) {
  const t = translator(locale, "moderation")
  const comments = translator(locale, "comments")
  const words = item.reasons.flatMap((code) => {
    const key = `why_${code}` as keyof Messages["moderation"]
    return t.has(key) ? [{ code, text: t(key as "why_link") }] : []
  })
  const reports = item.reports.map(
    ({ reason, count }) => `${comments(REPORT_KEYS[reason] ?? "reasonOther")} (${count})`,
  )
  const hasMarks = markPersonalDetails(item.body).some(({ kind }) => kind !== null)
  return (
    <section aria-labelledby="why">
      <h2 id="why">{t("why")}</h2>
      <ul className="why">
        {words.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
        {reports.length > 0 && <li>{t("reportsLine", { list: reports.join(" · ") })}</li>}
      </ul>
      <p className="small muted">
        {item.writer && t("writer", item.writer)} {item.score > 0 && t("filterSays", { score: item.score })}{" "}
        {hasMarks && t("marked")}
      </p>
    </section>
  )
}

function Decide({ locale, item, proof, after }: QueueItemProps) {
  const t = translator(locale, "moderation")
  const isLetter = item.kind === "letter"
  return (
    <form action={`/admin/moderation/${item.kind}/${item.subjectId}`} method="post" className="decide">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <input type="hidden" name="round" value={item.round} />
      {after && <input type="hidden" name="after" value={after} />}
      <div className="decide-buttons">
        <Button isPrimary name="action" value="approve" data-key="a" aria-keyshortcuts="A">
          {t(actionKey(item.kind, "approve"))} <kbd>A</kbd>
        </Button>
        <Button name="action" value="spam" data-key="s" aria-keyshortcuts="S">
          {t(actionKey(item.kind, "spam"))} <kbd>S</kbd>
        </Button>
        <Button name="action" value="remove" data-key="r" aria-keyshortcuts="R">
          {t(actionKey(item.kind, "remove"))} <kbd>R</kbd>
        </Button>
        <a
          className="button"
          href={localePath(locale, `/admin/moderation?after=${item.kind}.${item.subjectId}`)}
          data-key="j"
          aria-keyshortcuts="J"
        >
          {t("next")} <kbd>J</kbd>
        </a>
      </div>
      <Select
        id="refusal"
        name="reason"
        label={t(isLetter ? "reasonLabelLetter" : item.kind === "comment" ? "reasonLabel" : "reasonLabelLog")}
        options={item.refusals.map((code) => ({ value: code, text: refusalText(locale, item.kind, code) }))}
        defaultValue={item.kind === "comment" ? "other" : "rules"}
      />
    </form>
  )
}

/** One text with why it waits, what can be done with it, and what was done before. */
export function QueueItem(props: QueueItemProps) {
  const { locale, item, takesFocus } = props
  const t = translator(locale, "moderation")
  const { kind, name, subject, website, provider, body, answers, postedOn, state, publicPath } = item
  const lang = item.locale === locale ? undefined : item.locale
  return (
    <>
      <article className="item" tabIndex={-1} autoFocus={takesFocus}>
        <p className="small muted">
          {t(KIND_KEYS[kind], { title: item.campaignTitle })} · {t("postedOn", { date: formatDay(locale, postedOn) })} ·{" "}
          {t(`state${state}`)}
        </p>
        {answers && (
          <blockquote className="own-words small">
            <p>
              <Slotted text={t("answers", { name: SLOT })}>
                <bdi>{answers.name}</bdi>
              </Slotted>
            </p>
            <Marked text={answers.body} />
          </blockquote>
        )}
        <p className="item-name">
          <strong>{name === null ? t("withoutName") : <bdi>{name}</bdi>}</strong>
          {provider && ` · ${provider}`}
          {website && (
            <>
              {" · "}
              <bdi>{website}</bdi>
            </>
          )}
        </p>
        <div className="item-body" lang={lang}>
          {subject && (
            <p dir="auto">
              <strong>{subject}</strong>
            </p>
          )}
          <Marked text={body} />
        </div>
      </article>
      <Decide {...props} />
      <Why locale={locale} item={item} />
      {state === "VISIBLE" && publicPath && (
        <p>
          <a href={localePath(locale, publicPath)}>{t("seeOnSite")}</a>
        </p>
      )}
      <section aria-labelledby="decisions">
        <h2 id="decisions">{t("decisions")}</h2>
        <HistoryList locale={locale} decisions={item.decisions} />
      </section>
    </>
  )
}
