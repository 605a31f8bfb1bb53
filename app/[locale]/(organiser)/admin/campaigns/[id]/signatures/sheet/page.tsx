import { notFound } from "next/navigation"
import { readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { requireCampaign } from "../../../../area"
import { PaperSheet } from "#components/signatures/paper-sheet"
import { findDraft } from "#lib/domain/campaigns/queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** The sheet to print, also before the campaign is public. Nothing else is on the page, so that nothing else is on the paper. */
export default async function Page({ params }: WithLocale<{ id: string }>) {
  const [locale, { id }] = await Promise.all([readLocale(params), params])
  await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/sheet")
  const [petition, { siteName }] = await Promise.all([findDraft(id, locale), siteSettings()])
  if (!petition) notFound()
  const t = translator(locale, "adminSignatures")
  return (
    <>
      <title>{`${t("paperSheetTitle")} – ${siteName}`}</title>
      <main id="main" className="page-width">
        <p className="no-print">
          <a href={localePath(locale, `/admin/campaigns/${id}/signatures/paper`)}>{t("paperAll")}</a>{" "}
          {t("paperPrintHint")}
        </p>
        <PaperSheet locale={locale} petition={petition} siteName={siteName} />
      </main>
    </>
  )
}
