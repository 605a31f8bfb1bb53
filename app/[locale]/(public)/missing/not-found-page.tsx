import { PublicFrame } from "../public-frame"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** Says in the visitor's language that there is no such page, and where to go on. */
export async function NotFoundPage({ locale }: { locale: Locale }) {
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
