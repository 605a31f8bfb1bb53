import type { ReactNode } from "react"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import { Facts } from "#components/campaigns/facts"
import { ForeignTextNote } from "#components/frame/foreign-text"
import { Progress } from "#components/campaigns/progress"
import { type Reason, Reasons } from "#components/campaigns/reasons"
import { type Signer, Signers } from "#components/campaigns/signers"
import { UpdateLinks } from "#components/campaigns/updates"
import { Prose } from "#components/ui/prose"
import type { PublicUpdate } from "#lib/domain/campaigns/update-queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type CampaignPageProps = {
  campaign: CampaignView
  signers: readonly Signer[]
  /** The latest ones. */
  updates: readonly PublicUpdate[]
  othersCount: number
  /** What people wrote who signed, read by an organiser. */
  reasons?: readonly Reason[]
  now: Date
  /** The sign form, or what stands in its place. */
  form: ReactNode
  /** What was changed in the text since people began to sign it. */
  history: ReactNode
}

/** Signatures that are not in the count, each kind in a line of its own. */
function OtherCounts({ locale, counts }: Pick<CampaignView, "locale" | "counts">) {
  const t = translator(locale, "campaign")
  return (
    <>
      {counts.unverified >= SHOWN_FROM && <p className="muted">{t("signedWithoutEmail", { n: counts.unverified })}</p>}
      {counts.paper > 0 && <p className="muted">{t("signedOnPaper", { n: counts.paper })}</p>}
    </>
  )
}

/** The petition: ask, count and form first, so that a phone shows them first; wide screens put count and form beside the text. */
export function CampaignPage({
  campaign,
  signers,
  updates,
  othersCount,
  reasons = [],
  now,
  form,
  history,
}: CampaignPageProps) {
  const { locale, textLocale, title, ask, body, status, counts, slug } = campaign
  const t = translator(locale, "campaign")
  const lang = textLocale === locale ? undefined : textLocale
  const signLink = status === "OPEN" && (
    <p className="no-print">
      <a href="#sign">{t("signLink")}</a>
    </p>
  )
  return (
    <div className="campaign">
      <div className="head">
        <h1 lang={lang}>{title}</h1>
        <p className="lead" lang={lang}>
          {ask}
        </p>
      </div>
      <div className="act">
        <Progress locale={locale} confirmed={counts.confirmed} isOpen={status === "OPEN"} />
        {form}
      </div>
      <Facts campaign={campaign} now={now} />
      <div className="text">
        <section aria-labelledby="petition">
          <h2 id="petition">{t("petitionHeading")}</h2>
          <ForeignTextNote locale={locale} textLocale={textLocale} />
          <Prose text={body} lang={lang} />
          {history}
          {signLink}
        </section>
        <section aria-labelledby="signers">
          <h2 id="signers">{t("signersHeading")}</h2>
          <Signers locale={locale} signers={signers} othersCount={othersCount} today={dayOf(now)} />
          <OtherCounts locale={locale} counts={counts} />
          <Reasons locale={locale} reasons={reasons} />
          {signLink}
        </section>
        <section aria-labelledby="updates">
          <h2 id="updates">{translator(locale, "updates")("title")}</h2>
          <UpdateLinks locale={locale} slug={slug} updates={updates} />
          {updates.length > 0 && (
            <p className="no-print">
              <a href={localePath(locale, `/c/${slug}/updates`)}>{translator(locale, "updates")("all")}</a>
            </p>
          )}
        </section>
        {campaign.hasLetters && (
          <section aria-labelledby="letter" className="no-print">
            <h2 id="letter">{t("letterHeading")}</h2>
            <p>{t("letterIntro")}</p>
            <p>
              <a href={localePath(locale, `/c/${slug}/letters`)}>
                {t(status === "OPEN" ? "letterLink" : "readLetters")}
              </a>
            </p>
          </section>
        )}
        <p className="no-print">
          <a href={localePath(locale, `/c/${slug}/share`)}>{translator(locale, "signed")("share")}</a>
        </p>
      </div>
    </div>
  )
}
