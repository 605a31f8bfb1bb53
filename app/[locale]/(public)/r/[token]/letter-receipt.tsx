import { noticeText } from "../own-letter"
import { PublicFrame } from "../../public-frame"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { LetterStatus } from "#components/letters/letter-status"
import { ReceiptLinkDead } from "#components/signatures/receipt-open"
import { Notice } from "#components/ui/notice"
import { findLetterView, type LetterAccess } from "#lib/domain/letters/status"
import { listReplies } from "#lib/domain/letters/replies"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import type { LetterNotice } from "#lib/web/handlers/letter-receipt"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

type LetterReceiptProps = { locale: Locale; token: string; access: LetterAccess }

/** How a letter does, for who holds its link. */
export async function LetterReceipt({ locale, token, access }: LetterReceiptProps) {
  const [{ siteName }, letter] = await Promise.all([siteSettings(), findLetterView(access.letterId)])
  const draft = letter && (await visitorDraft<{ notice?: LetterNotice }>("letter-status", letter.campaignId))
  const said = noticeText(locale, draft?.notice)
  const path = `/r/${encodeURIComponent(token)}`
  const page = translator(locale, "letter")("statusPageTitle")
  return (
    <PublicFrame locale={locale} path={path} slug={letter?.slug}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      {letter ? (
        <>
          {said && <Notice kind="info" role="status" title={said} />}
          <h1 id="letter">{page}</h1>
          <LetterStatus
            locale={locale}
            action={path}
            letter={letter}
            isFresh={access.isFresh}
            headingId="letter"
            replies={await listReplies(letter.id)}
          />
        </>
      ) : (
        <ReceiptLinkDead locale={locale} isExpired={false} receiptHref={localePath(locale, "/r")} />
      )}
    </PublicFrame>
  )
}
