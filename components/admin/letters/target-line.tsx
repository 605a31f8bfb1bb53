import { HandOvers } from "#components/admin/letters/hand-overs"
import { type LineDraft, LineForm } from "#components/admin/letters/line-form"
import { ActionForm } from "#components/admin/letters/parts"
import { Button } from "#components/ui/button"
import { Notice } from "#components/ui/notice"
import type { LineView } from "#lib/domain/letters/organiser-queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type TargetLineProps = {
  locale: Locale
  campaignId: string
  proof: string
  line: LineView
  draft: LineDraft | null
  handOverDraft: LineDraft | null
  today: string
}

/** The line before one target: how it stands, what to do with it, and how it is set. */
export function TargetLine({ locale, campaignId, proof, line, draft, handOverDraft, today }: TargetLineProps) {
  const t = translator(locale, "adminLetters")
  const { targetId, name, address, line: settings, waiting, since, triedLastHour, triedLastDay, failed } = line
  const { isPaused, alert, perHour, perDay } = settings
  const to = `/admin/campaigns/${campaignId}/letters/lines/${targetId}`
  const title = `line-${targetId}-title`
  return (
    <section aria-labelledby={title} className="target-line">
      <h2 id={title}>{t("lineTitle", { name })}</h2>
      {alert && (
        <Notice kind="warning" title={t(alert === "bounced" ? "alertBounced" : "alertDown")}>
          <ActionForm locale={locale} proof={proof} to={to}>
            <Button name="action" value="seen">
              {t("seen")}
            </Button>
          </ActionForm>
        </Notice>
      )}
      <p>
        {address ? t("goesTo", { address }) : t("isCollected")} {t("waitingLine", { n: waiting })}{" "}
        {since && t("waitingSince", { date: formatDay(locale, since) })}
      </p>
      <p className="muted small">{t("triedLine", { hour: triedLastHour, perHour, day: triedLastDay, perDay })}</p>
      {isPaused && (
        <p>
          <strong>{t("isPaused")}</strong>
        </p>
      )}
      <ActionForm locale={locale} proof={proof} to={to} className="actions">
        {isPaused ? (
          <Button name="action" value="resume">
            {t("resume")}
          </Button>
        ) : (
          <Button name="action" value="pause">
            {t("pause")}
          </Button>
        )}
        {failed > 0 && (
          <Button name="action" value="retry">
            {t("retry")}
          </Button>
        )}
        <Button name="action" value="test">
          {t("test")}
        </Button>
      </ActionForm>
      <LineForm locale={locale} proof={proof} to={to} line={line} draft={draft} />
      <HandOvers {...{ locale, campaignId, proof, to, line, today }} draft={handOverDraft} />
    </section>
  )
}
