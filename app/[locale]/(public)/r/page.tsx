import { OwnLetter } from "./own-letter"
import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { LetterWithdrawn } from "#components/letters/letter-status"
import { ReceiptOpen, Withdrawn } from "#components/signatures/receipt-open"
import { ReceiptPage } from "#components/signatures/receipt-page"
import { findReceipt, type ReceiptView } from "#lib/domain/signatures/queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import type { LetterNotice } from "#lib/web/handlers/letter-receipt"
import type { ReceiptDraft } from "#lib/web/handlers/receipt"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

type OpenedProps = { locale: Locale; draft: ReceiptDraft; receipt: ReceiptView | null }

function Opened({ locale, draft, receipt }: OpenedProps) {
  const { access, errors = [], values, notice } = draft
  if (notice === "withdrawn") return <Withdrawn locale={locale} />
  if (notice === "letter_withdrawn" && !receipt) return <LetterWithdrawn locale={locale} />
  if (!receipt) {
    return <ReceiptOpen locale={locale} values={values ?? {}} errors={errors} isLinkSent={notice === "link_sent"} />
  }
  const isFresh = access?.isFresh ?? false
  const letterNotice = notice?.startsWith("letter_") ? (notice as LetterNotice) : undefined
  return (
    <ReceiptPage
      locale={locale}
      action="/r"
      receipt={receipt}
      isFresh={isFresh}
      isSaved={notice === "saved"}
      values={values ?? null}
      errors={errors}
      letters={<OwnLetter locale={locale} action="/r" receipt={receipt} isFresh={isFresh} notice={letterNotice} />}
    />
  )
}

/** The receipt of a signature, once it was opened by its code; before that, the ways to open it. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const [{ siteName }, found] = await Promise.all([siteSettings(), visitorDraft<ReceiptDraft>("receipt", "")])
  const draft = found ?? {}
  const receipt = draft.access ? await findReceipt(draft.access.signatureId) : null
  const page = translator(locale, "receipt")(draft.notice === "withdrawn" ? "withdrawnTitle" : "title")
  const title = pageTitle(locale, { page, siteName, hasErrors: Boolean(draft.errors?.length) })
  return (
    <PublicFrame locale={locale} path="/r">
      <PageHead locale={locale} path="/r" title={title} siteName={siteName} isIndexed={false} />
      <Opened locale={locale} draft={draft} receipt={receipt} />
    </PublicFrame>
  )
}
