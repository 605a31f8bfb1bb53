import { locale as readLocale } from "next/root-params"
import { translator } from "#lib/shared/i18n"
import { localePath, toLocale } from "#lib/shared/locales"

/**
 * What Next shows by itself for a missing page, and only with its scripts; the front answers with the page at `missing` instead.
 * Next makes this along with every page, so it asks for nothing.
 */
export default async function NotFound() {
  const locale = toLocale(await readLocale())
  const t = translator(locale, "problem")
  return (
    <main className="page-width">
      <h1>{t("notFoundTitle")}</h1>
      <p>{t.rich("notFoundBody", { link: (words) => <a href={localePath(locale, "/c")}>{words}</a> })}</p>
    </main>
  )
}
