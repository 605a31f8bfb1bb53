import { ButtonLink } from "#components/ui/button"
import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import { formatDay } from "#lib/shared/dates"
import { type Locale, localePath } from "#lib/shared/locales"

/** What waits behind the page after sending; without it the page says what is true for everyone. */
export type LetterSent = {
  state: "check_email" | "held" | "queued" | "self"
  email: string | null
  /** Opens the status page; shown once. */
  statusToken: string | null
}

type SentPageProps = {
  locale: Locale
  slug: string
  sent: LetterSent | null
  /** Letters are collected for delivery by hand. */
  isCollected: boolean
  decisionOn: string | null
  today: string
}

const TITLES = { check_email: "sentCheckTitle", held: "sentTitle", queued: "sentTitle", self: "sentSelfTitle" } as const

/** What happens next. */
export function SentPage({ locale, slug, sent, isCollected, decisionOn, today }: SentPageProps) {
  const t = translator(locale, "letter")
  const state = sent?.state ?? "check_email"
  // A day that has passed is no promise.
  const by = decisionOn && decisionOn >= today ? formatDay(locale, decisionOn) : null
  return (
    <>
      <h1 tabIndex={-1} autoFocus>
        {t(TITLES[state])}
      </h1>
      {state === "check_email" && (
        <p>
          {sent?.email
            ? t.rich("sentCheckBody", {
                email: sent.email,
                address: (words) => (
                  <strong>
                    <bdi>{words}</bdi>
                  </strong>
                ),
              })
            : t("sentCheckUnknown")}
        </p>
      )}
      {state === "held" && <Notice kind="info" title={t("sentHeld")} />}
      {state === "self" ? (
        <p>{t("sentSelfBody")}</p>
      ) : isCollected ? (
        <p>{by ? t("sentCollected", { date: by }) : t("sentCollectedNoDate")}</p>
      ) : (
        <p>{t("sentBody")}</p>
      )}
      {sent?.statusToken && (
        <p>
          <a href={localePath(locale, `/r/${sent.statusToken}`)}>{t("statusLink")}</a>
          <br />
          <span className="hint">{t("statusLinkHint")}</span>
        </p>
      )}
      <div className="actions">
        <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/share`)}>
          {t("share")}
        </ButtonLink>
        <a href={localePath(locale, `/c/${slug}/letters`)}>{t("toLetters")}</a>
      </div>
    </>
  )
}
