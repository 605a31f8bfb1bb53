import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { SaveNotice } from "#components/admin/save-notice"
import { Button } from "#components/ui/button"
import { isDemoOpen } from "#lib/domain/admin/demo"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Opens and closes the demonstration. For owners. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/demo")
  const [isOpen, draft] = await Promise.all([
    isDemoOpen(),
    query.draft === undefined ? null : visitorDraft<FormState>("demo", ""),
  ])
  const t = translator(locale, "adminSite")
  return (
    <Area locale={locale} path="/admin/demo" title={t("demoTitle")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={draft?.errors} fieldId={() => null} />
      <h1>{t("demoTitle")}</h1>
      <p>{t(isOpen ? "demoIsOpen" : "demoIntro")}</p>
      <form action="/admin/demo" method="post">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={signedIn.proof} />
        <Button isPrimary name="action" value={isOpen ? "close" : "open"}>
          {t(isOpen ? "demoClose" : "demoOpen")}
        </Button>
      </form>
      {isOpen && (
        <p>
          <a href={localePath(locale, "/")}>{t("demoGo")}</a> · <a href="/demo/outbox">/demo/outbox</a>
        </p>
      )}
    </Area>
  )
}
