import type { ReactNode } from "react"
import type { MailState, TodayFigures } from "#lib/domain/admin/today"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** Something that waits for an organiser: its words, and where it is done. */
export type Need = { key: string; text: string; href: string }

const signed = (locale: Locale, value: number) =>
  formatter(locale).number(value, { signDisplay: "exceptZero", maximumFractionDigits: 0 })

/** The figures of the organiser's campaigns, with what changed today. */
export function Figures({ locale, figures }: { locale: Locale; figures: TodayFigures }) {
  const t = translator(locale, "adminSite")
  const number = (value: number | null) => (value === null ? t("todayFew") : formatter(locale).number(value))
  const change = figures.signaturesToday
  return (
    <dl className="today-figures" aria-label={t("todayFigures")}>
      <div>
        <dt>{t("todaySignatures")}</dt>
        <dd>
          <strong>{number(figures.signatures)}</strong>{" "}
          <span className="small muted">
            {change === null && t("todayChangeHidden")}
            {change === 0 && t("todayNoChange")}
            {change !== null && change !== 0 && t("todayChange", { change: signed(locale, change) })}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t("todayLetters")}</dt>
        <dd>{t("todayLettersLine", { sent: number(figures.lettersSent), failed: number(figures.lettersFailed) })}</dd>
      </div>
      <div>
        <dt>{t("todayComments")}</dt>
        <dd>
          {t("todayCommentsLine", { visible: number(figures.comments), waiting: number(figures.commentsWaiting) })}
        </dd>
      </div>
    </dl>
  )
}

/** What needs an organiser, each with a link to where it is done. */
export function Needs({ locale, needs }: { locale: Locale; needs: readonly Need[] }) {
  const t = translator(locale, "adminSite")
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">{t("needsTitle")}</h2>
      {needs.length === 0 ? (
        <p>{t("needsNothing")}</p>
      ) : (
        <ul>
          {needs.map(({ key, text, href }) => (
            <li key={key}>
              <a href={localePath(locale, href)}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type SystemLineProps = { locale: Locale; mail: MailState; isKept: boolean; backupAt: Date | null; now: Date }

/** How mail and the backup do, in one line. */
export function SystemLine({ locale, mail, isKept, backupAt, now }: SystemLineProps) {
  const t = translator(locale, "adminSite")
  const age = (moment: Date) => formatter(locale).relativeTime(moment, now)
  const waits = t("minutes", { n: Math.floor(mail.oldestSeconds / 60) })
  const state = isKept
    ? t("todayMailKept")
    : mail.isSlow
      ? t("todayMailSlow", { n: mail.waiting, age: waits })
      : t("todayMailWorking")
  const last = mail.lastSentAt ? t("todayMailLast", { age: age(mail.lastSentAt) }) : t("todayMailNone")
  return (
    <p className="small">
      {state}, {last}
      <br />
      {backupAt ? t("todayBackup", { age: age(backupAt) }) : t("todayBackupNever")}
    </p>
  )
}

/** What a site without anything in it says. */
export function Welcome({ locale }: { locale: Locale }) {
  const link = (href: string) => (words: ReactNode) => <a href={localePath(locale, href)}>{words}</a>
  return (
    <p>
      {translator(locale, "adminSite").rich("todayWelcome", {
        demo: link("/admin/demo"),
        start: link("/admin/campaigns"),
      })}
    </p>
  )
}
