import type { Confirmation } from "#lib/domain/signatures/queries"
import { Button } from "#components/ui/button"
import { SLOT, Slotted } from "#components/ui/slotted"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What the page may have to show; a used link shows the thanks instead. */
export type Confirmable = Exclude<Confirmation, { state: "done" }> | { state: "deleted" }

type ConfirmPageProps = { locale: Locale; token: string; confirmation: Confirmable }

type Pending = Extract<Confirmation, { state: "pending" }>

function WhatIsConfirmed({ locale, pending }: { locale: Locale; pending: Pending }) {
  const t = translator(locale, "confirm")
  if (pending.isDiscreet) return <p>{t("discreet")}</p>
  return (
    <p>
      <Slotted text={t("signing", { title: SLOT })}>
        <strong>{pending.title}</strong>
      </Slotted>
      <br />
      <Slotted text={t(pending.showName ? "asShown" : "asHidden", { name: SLOT })}>
        <bdi>{pending.name}</bdi>
      </Slotted>
    </p>
  )
}

/** One button. Opening the page changes nothing, since mail scanners open links, too. */
export function ConfirmPage({ locale, token, confirmation }: ConfirmPageProps) {
  const t = translator(locale, "confirm")
  switch (confirmation.state) {
    case "pending":
      return (
        <>
          <h1>{t("title")}</h1>
          <WhatIsConfirmed locale={locale} pending={confirmation} />
          <helpful-form>
            <form action={`/confirm/${encodeURIComponent(token)}`} method="post">
              <input type="hidden" name="locale" value={locale} />
              <Button isPrimary name="action" value="confirm">
                {t(confirmation.isDiscreet ? "submitDiscreet" : "submit")}
              </Button>
              <p>
                <button className="as-link" name="action" value="delete">
                  {t("delete")}
                </button>
              </p>
            </form>
          </helpful-form>
        </>
      )
    case "expired":
      return (
        <>
          <h1>{t("expiredTitle")}</h1>
          <p>
            {t.rich("expiredBody", {
              link: (words) => <a href={localePath(locale, `/c/${confirmation.slug}#sign`)}>{words}</a>,
            })}
          </p>
        </>
      )
    case "unknown":
      return (
        <>
          <h1>{t("brokenTitle")}</h1>
          <p>{t("brokenBody")}</p>
        </>
      )
    case "deleted":
      return (
        <>
          <h1 tabIndex={-1} autoFocus>
            {t("deletedTitle")}
          </h1>
          <p>{t("deletedBody")}</p>
        </>
      )
  }
}
