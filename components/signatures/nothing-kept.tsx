import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Says why a form that was sent is empty: the browser keeps no cookie of ours, or half an hour has passed. */
export function NothingKept({ locale }: { locale: Locale }) {
  const t = translator(locale, "problem")
  return (
    <Notice kind="warning" role="alert" title={t("cookiesTitle")}>
      <p>{t("cookiesBody")}</p>
      <p>{t.rich("cookiesWhatToDo", { strong: (words) => <strong>{words}</strong> })}</p>
    </Notice>
  )
}
