import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { Contact } from "#components/frame/footer"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** What `npm test` checks every page with, and when these words were last compared with its outcome. */
const TESTED = { on: "2026-11-24", list: "axe-core 4.14, Chromium 156" }

/** The accessibility statement. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const { siteName, locales, orgContact } = await siteSettings()
  const t = translator(locale, "accessibility")
  const title = pageTitle(locale, { page: t("title"), siteName })
  return (
    <PublicFrame locale={locale} path="/accessibility">
      <PageHead locale={locale} path="/accessibility" title={title} siteName={siteName} locales={locales} isIndexed />
      <h1>{t("title")}</h1>
      <p>{t("goal")}</p>
      <p>{t("works")}</p>
      <p>{t("tested", { date: formatDay(locale, TESTED.on), list: TESTED.list })}</p>
      <p>{t("problems", { problems: t("problemsNone") })}</p>
      {orgContact && (
        <p>
          <Slotted text={t("contact", { contact: SLOT })}>
            <Contact contact={orgContact} />
          </Slotted>
        </p>
      )}
    </PublicFrame>
  )
}
