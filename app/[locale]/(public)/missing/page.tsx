import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** The words of 404, as a page that the front sends with that status: they need no script. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const { siteName } = await siteSettings()
  const t = translator(locale, "problem")
  const title = pageTitle(locale, { page: t("notFoundTitle"), siteName })
  return (
    <PublicFrame locale={locale} path="/">
      <PageHead locale={locale} path="/" title={title} siteName={siteName} isIndexed={false} />
      <h1>{t("notFoundTitle")}</h1>
      <p>{t.rich("notFoundBody", { link: (words) => <a href={localePath(locale, "/c")}>{words}</a> })}</p>
    </PublicFrame>
  )
}
