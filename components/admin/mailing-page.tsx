import { FormBasics } from "#components/admin/form-basics"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { ProgressBar } from "#components/ui/progress-bar"
import type { MailingView } from "#lib/domain/mailings/queries"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type Shown = Pick<MailingView, "state">

/** How a mailing stands, in a word. */
export function mailingState(locale: Locale, { state }: Shown): string {
  return translator(locale, "adminUpdates")(`mailing${state === "DRAFT" ? "PAUSED" : state}`)
}

type MailingPageProps = { locale: Locale; mailing: MailingView; action: string; back: string; proof: string }

function Steering({ locale, mailing, action, proof }: Omit<MailingPageProps, "back">) {
  const t = translator(locale, "adminUpdates")
  if (mailing.state !== "SENDING" && mailing.state !== "PAUSED") return null
  const isPaused = mailing.state === "PAUSED"
  return (
    <>
      <form action={action} method="post">
        <FormBasics locale={locale} proof={proof} />
        <Button name="action" value={isPaused ? "resume" : "pause"} isPrimary={isPaused}>
          {t(isPaused ? "resume" : "pause")}
        </Button>
      </form>
      <Details summary={t("stopSummary")}>
        <p>{t("stopHint")}</p>
        <form action={action} method="post">
          <FormBasics locale={locale} proof={proof} />
          <Button name="action" value="stop">
            {t("stop")}
          </Button>
        </form>
      </Details>
    </>
  )
}

/** How far a mailing is, what became of it in numbers, and the way to hold it. */
export function MailingPage({ locale, mailing, action, back, proof }: MailingPageProps) {
  const t = translator(locale, "adminUpdates")
  const { kind, people, sent, failed, bounced, suppressed, unsubscribed, waiting, inDoubt, perMinute } = mailing
  const done = sent + failed + bounced + suppressed
  const isOver = mailing.state === "DONE" || mailing.state === "STOPPED"
  const figures: [string, number][] = [
    [t("people"), people],
    [t("sent"), sent],
    [t("waiting"), waiting],
    [t("failed"), failed],
    [t("bounced"), bounced],
    [t("suppressed"), suppressed],
    [t("unsubscribed"), unsubscribed],
    // Those who stopped, withdrew or are not yet reached need no message.
    ...(isOver ? [[t("leftOut"), Math.max(0, people - done)] as [string, number]] : []),
  ]
  return (
    <>
      <h1>{t(`kind${kind}`)}</h1>
      <p>
        <strong>{mailingState(locale, mailing)}</strong>
        {mailing.startedOn && ` · ${t("startedOn", { date: formatDay(locale, mailing.startedOn) })}`}
        {` · ${t("paceOf", { n: perMinute })}`}
      </p>
      {!isOver && (
        <ProgressBar label={t("progress")} value={Math.min(done, people)} max={Math.max(1, people)}>
          {t("progressOf", { done, people })}
        </ProgressBar>
      )}
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatter(locale).number(value)}</dd>
          </div>
        ))}
      </dl>
      {inDoubt > 0 && <p className="small">{t("inDoubt", { n: inDoubt })}</p>}
      <p className="small muted">{t("figuresHint")}</p>
      <Steering locale={locale} mailing={mailing} action={action} proof={proof} />
      <p>
        <a href={localePath(locale, back)}>{t("backToUpdates")}</a>
      </p>
    </>
  )
}
