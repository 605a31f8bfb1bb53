import { notFound } from "next/navigation"
import { PublicFrame } from "../../../../public-frame"
import { readCampaign } from "../../read-campaign"
import type { WithLocale } from "../../../../page-params"
import { UpdateText } from "#components/campaigns/updates"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { findPublicUpdate } from "#lib/domain/campaigns/update-queries"
import { updateFields } from "#lib/domain/mailings/words"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** One piece of news. */
export default async function Page({ params }: WithLocale<{ slug: string; n: string }>) {
  const [{ locale, campaign }, { n }] = await Promise.all([readCampaign(params), params])
  const { id, slug, shortTitle, title, counts } = campaign
  if (!/^[1-9]\d{0,5}$/.test(n)) notFound()
  const [{ siteName, locales }, update] = await Promise.all([siteSettings(), findPublicUpdate(id, Number(n), locale)])
  if (!update) notFound()
  const t = translator(locale, "updates")
  const path = `/c/${slug}/updates/${n}`
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead
        locale={locale}
        locales={locales}
        path={path}
        // The news itself may say what is nobody's business; the title stays in the browser's history.
        title={pageTitle(locale, { page: t("title"), shortTitle, siteName })}
        siteName={siteName}
        isIndexed={update !== "withdrawn"}
        card={update === "withdrawn" ? undefined : { title: update.title, description: title }}
      />
      {update === "withdrawn" ? (
        <>
          <h1>{t("withdrawnTitle")}</h1>
          <p>{t("withdrawnBody")}</p>
        </>
      ) : (
        <UpdateText
          locale={locale}
          update={update}
          fields={updateFields(locale, { title, confirmed: counts.confirmed })}
        />
      )}
      <p className="no-print">
        <a href={localePath(locale, `/c/${slug}/updates`)}>{t("all")}</a>
        {" · "}
        <a href={localePath(locale, `/c/${slug}`)}>{translator(locale, "frame")("backToPetition")}</a>
      </p>
    </PublicFrame>
  )
}
