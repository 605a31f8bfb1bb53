import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type TitleParts = { page: string; siteName: string; shortTitle?: string; hasErrors?: boolean }

/** The title of a page. It stays in the browser's history, so it uses the neutral short title of the campaign. */
export function pageTitle(locale: Locale, { page, siteName, shortTitle, hasErrors = false }: TitleParts): string {
  const t = translator(locale, "frame")
  const title = shortTitle ? t("pageTitle", { page, shortTitle, siteName }) : t("pageTitleSite", { page, siteName })
  return hasErrors ? translator(locale, "errors")("titlePrefix") + title : title
}
