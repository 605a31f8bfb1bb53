import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { readItem } from "./read-item"
import { HistoryList } from "#components/admin/history-list"
import { ModerationNotice, noticeText, type NoticeName } from "#components/admin/moderation-notice"
import { ModerationTabs, type Tab } from "#components/admin/moderation-tabs"
import { QueueItem } from "#components/admin/queue-item"
import { QueueKeys } from "#components/admin/queue-keys"
import { SpamList } from "#components/admin/spam-list"
import { listSpam } from "#lib/domain/comments/moderation-queries"
import { countWaiting, findDecision, listRecentDecisions } from "#lib/domain/moderation/queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { linesOf } from "#lib/web/moderation-sources"

const LINES = 50
const NOTICES = new Set(["undone", "late", "changed", "gone"])
const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined)

/** The queue: one text at a time, the oldest first. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/moderation")
  const { actor, proof } = signedIn
  const tab: Tab = query.list === "spam" || query.list === "history" ? query.list : "queue"
  const done = one(query.done)
  const [waiting, decision] = await Promise.all([countWaiting(actor), done ? findDecision(actor, done) : null])
  const t = translator(locale, "moderation")
  const asked = one(query.notice)
  const notice = asked && NOTICES.has(asked) ? (asked as NoticeName) : null
  const came = noticeText(locale, { decision, notice })
  return (
    <Area locale={locale} path="/admin/moderation" title={t("title")} signedIn={signedIn}>
      <ModerationNotice locale={locale} decision={decision} notice={notice} proof={proof} />
      <h1>{t("title")}</h1>
      <ModerationTabs locale={locale} tab={tab} waiting={waiting} />
      {tab === "spam" && <SpamList locale={locale} lines={await listSpam(actor, LINES)} />}
      {tab === "history" && <History />}
      {tab === "queue" && (
        <>
          <Queue />
          <QueueKeys
            texts={{ keys: t("keys"), use: t("keysSwitch") }}
            said={came && `${came} ${t("waiting", { n: waiting })}`}
          />
        </>
      )}
    </Area>
  )

  async function History() {
    const decisions = await listRecentDecisions(actor, LINES)
    return <HistoryList locale={locale} decisions={decisions} about={await linesOf(actor, decisions)} />
  }

  async function Queue() {
    const item = await readItem(actor, locale, {
      kind: one(query.kind),
      subject: one(query.subject),
      comment: one(query.comment),
      after: one(query.after),
    })
    const after = one(query.after) ?? null
    const isOnTheWay = came !== "" || after !== null
    if (item) return <QueueItem locale={locale} item={item} proof={proof} after={after} takesFocus={isOnTheWay} />
    return waiting > 0 ? (
      <p tabIndex={-1} autoFocus={isOnTheWay}>
        {t("end")} <a href={localePath(locale, "/admin/moderation")}>{t("fromStart")}</a>
      </p>
    ) : (
      <p tabIndex={-1} autoFocus={isOnTheWay}>
        {t("empty")}
      </p>
    )
  }
}
