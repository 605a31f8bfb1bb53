import { notFound, redirect } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { PublicFrame } from "../../../(public)/public-frame"
import { Area } from "../area"
import { OwnerStep } from "./owner-step"
import { SaveNotice } from "#components/admin/save-notice"
import { AccountStep, NamesStep, setUpFieldId } from "#components/admin/set-up-form"
import { stepLine } from "#components/admin/set-up-steps"
import { findSetUp } from "#lib/domain/admin/set-up"
import { STEPS } from "#lib/domain/admin/set-up-steps"
import { canChangeSettings } from "#lib/domain/admin/settings"
import { isSetUpLink } from "#lib/domain/identity/set-up"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { currentOrganiser } from "#lib/web/current-login"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "")

/** The first run, in five steps: two by the printed link, the rest by the owner that it has made. Opening it changes nothing. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await currentOrganiser()
  const state = await findSetUp()
  if (query.token !== undefined || !signedIn) {
    const wanted = one(query.step) || (state.next === "account" ? "2" : "1")
    return (
      <LinkStep
        locale={locale}
        token={one(query.token)}
        step={wanted === "2" ? 2 : 1}
        isDraft={query.draft !== undefined}
      />
    )
  }
  if (!canChangeSettings(signedIn.actor)) notFound()
  const step = STEPS[Number(one(query.step)) - 1] ?? state.next
  if (!step) redirect(localePath(locale, "/admin"))
  const title = translator(locale, "adminSite")("setUpTitle")
  return (
    <Area locale={locale} path="/admin/setup" title={title} signedIn={signedIn}>
      <OwnerStep locale={locale} step={step} signedIn={signedIn} isDraft={query.draft !== undefined} />
    </Area>
  )
}

/** A step by the printed link, before there is anybody who could sign in. */
async function LinkStep({
  locale,
  token,
  step,
  isDraft,
}: {
  locale: Locale
  token: string
  step: 1 | 2
  isDraft: boolean
}) {
  const kind = step === 1 ? "set-up-names" : "set-up"
  const [{ siteName, orgName, orgShort }, isFine, draft] = await Promise.all([
    siteSettings(),
    isSetUpLink(token, new Date()),
    isDraft ? visitorDraft<FormState>(kind, "") : null,
  ])
  const t = translator(locale, "login")
  const page = t(isFine ? "setUpTitle" : "setUpOverTitle")
  const form = { locale, token, state: draft }
  return (
    <PublicFrame locale={locale} path="/" keepsLanguage>
      <title>{`${page} – ${siteName}`}</title>
      <SaveNotice locale={locale} isSaved={false} errors={draft?.errors} fieldId={setUpFieldId} />
      {isFine ? (
        <>
          <p className="small muted">{page}</p>
          <h1>{stepLine(locale, step === 1 ? "names" : "account")}</h1>
          {step === 1 ? <NamesStep {...form} saved={{ siteName, orgName, orgShort }} /> : <AccountStep {...form} />}
        </>
      ) : (
        <>
          <h1>{page}</h1>
          <p>{t.rich("setUpOverBody", { link: (words) => <a href={localePath(locale, "/login")}>{words}</a> })}</p>
        </>
      )}
    </PublicFrame>
  )
}
