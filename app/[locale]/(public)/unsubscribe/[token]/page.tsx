import { PublicFrame } from "../../public-frame"
import { readLocale, type WithLocale } from "../../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { hasReplies } from "#lib/domain/comments/own"
import { findStopLink } from "#lib/domain/signatures/news"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** What the stop link of a message opens: one button. Opening it changes nothing, since mail scanners open links, too. */
export default async function Page({ params }: WithLocale<{ token: string }>) {
  const [locale, { token }] = await Promise.all([readLocale(params), params])
  const [{ siteName }, getsReplies, news] = await Promise.all([siteSettings(), hasReplies(token), findStopLink(token)])
  const t = translator(locale, "unsubscribe")
  const path = `/unsubscribe/${encodeURIComponent(token)}`
  const isSubscribed = getsReplies || news?.wantsUpdates === true
  const page = t(isSubscribed ? "title" : "doneTitle")
  const body = getsReplies ? "body" : isSubscribed ? "newsBody" : "doneBody"
  return (
    <PublicFrame locale={locale} path={path}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      <h1>{page}</h1>
      <p>{t(body)}</p>
      {isSubscribed && (
        <form action={localePath(locale, path)} method="post">
          <Button isPrimary name="List-Unsubscribe" value="One-Click">
            {t("submit")}
          </Button>
        </form>
      )}
      {news && (
        <Details summary={t("withdrawSummary")}>
          <p>{t("withdrawBody")}</p>
          <form action={localePath(locale, path)} method="post">
            <Button name="action" value="withdraw">
              {t("withdraw")}
            </Button>
          </form>
        </Details>
      )}
    </PublicFrame>
  )
}
