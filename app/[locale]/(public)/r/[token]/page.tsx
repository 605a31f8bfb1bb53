import { OwnLetter } from "../own-letter"
import { LetterReceipt } from "./letter-receipt"
import { PublicFrame } from "../../public-frame"
import { readLocale, type WithLocale } from "../../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { ReceiptLinkDead } from "#components/signatures/receipt-open"
import { ReceiptPage } from "#components/signatures/receipt-page"
import { findLetterByToken } from "#lib/domain/letters/status"
import { findReceipt } from "#lib/domain/signatures/queries"
import { findByReceiptToken } from "#lib/domain/signatures/receipts"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** The receipt behind the link of a message. */
export default async function Page({ params }: WithLocale<{ token: string }>) {
  const [locale, { token }] = await Promise.all([readLocale(params), params])
  const [{ siteName }, found] = await Promise.all([siteSettings(), findByReceiptToken(token, new Date())])
  const receipt = found.ok ? await findReceipt(found.value.signatureId) : null
  const letter = found.ok ? null : await findLetterByToken(token, new Date())
  if (letter?.ok) return <LetterReceipt locale={locale} token={token} access={letter.value} />
  const path = `/r/${encodeURIComponent(token)}`
  const title = pageTitle(locale, { page: translator(locale, "receipt")("title"), siteName })
  return (
    <PublicFrame locale={locale} path={path}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      {found.ok && receipt ? (
        <ReceiptPage
          locale={locale}
          action={path}
          receipt={receipt}
          isFresh={found.value.isFresh}
          isSaved={false}
          values={null}
          errors={[]}
          letters={<OwnLetter locale={locale} action={path} receipt={receipt} isFresh={found.value.isFresh} />}
        />
      ) : (
        <ReceiptLinkDead
          locale={locale}
          isExpired={(!found.ok && found.code === "expired") || (letter !== null && letter.code === "expired")}
          receiptHref={localePath(locale, "/r")}
        />
      )}
    </PublicFrame>
  )
}
