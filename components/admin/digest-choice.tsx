import { FormBasics } from "#components/admin/form-basics"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Whether an organiser wants a message a day with figures. */
export function DigestChoice({ locale, proof, isOn }: { locale: Locale; proof: string; isOn: boolean }) {
  const t = translator(locale, "adminUpdates")
  return (
    <section aria-labelledby="digest-title">
      <h2 id="digest-title">{t("digestTitle")}</h2>
      <form action="/admin/account/digest" method="post">
        <FormBasics locale={locale} proof={proof} />
        <Checkbox id="digest" name="digest" label={t("digest")} hint={t("digestHint")} isChecked={isOn} />
        <Button>{t("save")}</Button>
      </form>
    </section>
  )
}
