import type { OwnComment } from "#lib/domain/comments/own-queries"
import { Button } from "#components/ui/button"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** One press shows that the address is the writer's: replies are told from then on, and later comments can appear at once. */
export function ConfirmAddress({ locale, action, own }: { locale: Locale; action: string; own: OwnComment }) {
  const t = translator(locale, "comments")
  return (
    <section aria-labelledby="confirm-address">
      <h2 id="confirm-address">{t("confirmHeading")}</h2>
      <p>{t(own.asksReplies ? "confirmReplies" : "confirmBody")}</p>
      <helpful-form>
        <form action={action} method="post">
          <input type="hidden" name="locale" value={locale} />
          <Button isPrimary name="action" value="confirm">
            {t("confirmSubmit")}
          </Button>
        </form>
      </helpful-form>
    </section>
  )
}
