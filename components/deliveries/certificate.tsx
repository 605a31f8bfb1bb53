import { PrintButton } from "#components/ui/copy"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import type { PublicDelivery } from "#lib/domain/deliveries/public"
import { confirmedIn } from "#lib/domain/deliveries/rules"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

/** What was delivered, when and to whom, for printing. */
export function Certificate({ campaign, delivery }: { campaign: CampaignView; delivery: PublicDelivery }) {
  const { locale, slug, title } = campaign
  const t = translator(locale, "results")
  const { on, recipient, method, totals, gone, pdfHash, csvHash } = delivery
  const lines = [
    [t("confirmed"), confirmedIn(totals)],
    [t("named"), totals.named],
    [t("unnamed"), totals.unnamed],
    [t("withoutEmail"), totals.withoutEmail],
    [t("onPaper"), totals.paper],
  ] as const
  const prints = [
    [t("hashPdf"), pdfHash],
    [t("hashCsv"), csvHash],
  ] as const
  return (
    <article className="certificate">
      <h1>{t("certTitle")}</h1>
      <p className="lead">
        {t("certText", { title, recipient, date: formatDay(locale, on), method: t(`method${method}`) })}
      </p>
      <dl className="figures">
        {lines.map(([label, n]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatter(locale).number(n)}</dd>
          </div>
        ))}
      </dl>
      {gone > 0 && (
        <p>
          {t("goneSince", { n: gone })} {t("goneNames")}
        </p>
      )}
      {prints.map(([label, print]) =>
        print ? (
          <p key={label}>
            {label}
            <br />
            <code className="print">{print}</code>
          </p>
        ) : null,
      )}
      <p className="muted">{t("hashHint")}</p>
      <div className="actions no-print">
        <PrintButton text={translator(locale, "signed")("print")} />
        <a href={localePath(locale, `/c/${slug}/results`)}>{t("backToResults")}</a>
      </div>
    </article>
  )
}
