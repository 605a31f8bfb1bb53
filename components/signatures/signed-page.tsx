import { CopyButton, PrintButton } from "#components/ui/copy"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { ButtonLink } from "#components/ui/button"

/** What is shown once, from the visitor's draft. */
export type Signed = { number: number | null; receiptCode: string | null; isUnverified?: boolean }

type SignedPageProps = {
  locale: Locale
  slug: string
  /** Address of the logo; none in neutral mode. */
  logo: string | null
  /** What is shown once; without the visitor's draft the page only thanks. */
  signed: Signed | null
  /** People can write letters in this campaign. */
  hasLetters: boolean
}

/** The code, read out letter by letter: four groups that a screen reader does not take for words. */
function ReceiptCode({ code }: { code: string }) {
  return (
    <p className="code">
      <span className="quiet">{[...code.replaceAll("-", "")].join(" ")}</span>
      <span aria-hidden="true" id="receipt-code">
        {code}
      </span>
    </p>
  )
}

/** Thanks, the receipt code and the next step. */
export function SignedPage({ locale, slug, logo, signed, hasLetters }: SignedPageProps) {
  const t = translator(locale, "signed")
  const frame = translator(locale, "frame")
  return (
    <>
      {logo && (
        <p>
          <img src={logo} alt={t("logoAlt")} width="96" height="96" />
        </p>
      )}
      <h1 tabIndex={-1} autoFocus>
        {t("title")}
      </h1>
      {signed && signed.number !== null && <p className="lead">{t("number", { n: signed.number })}</p>}
      {signed?.receiptCode ? (
        <section aria-labelledby="receipt">
          <h2 id="receipt">{t("codeLabel")}</h2>
          <ReceiptCode code={signed.receiptCode} />
          <div className="actions script-row no-print">
            <CopyButton from="receipt-code" texts={{ copy: t("copy"), copied: frame("copied") }} />
            <PrintButton text={t("print")} />
          </div>
          <p>{t(signed.isUnverified ? "keepNoEmail" : "keep")}</p>
        </section>
      ) : (
        <p>{t("withoutCode")}</p>
      )}
      <div className="actions no-print">
        {hasLetters ? (
          <>
            <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/letter`)}>
              {t("writeLetter")}
            </ButtonLink>
            <a href={localePath(locale, `/c/${slug}/share`)}>{t("share")}</a>
          </>
        ) : (
          <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/share`)}>
            {t("share")}
          </ButtonLink>
        )}
      </div>
      {hasLetters && <p className="no-print">{t("letterWhy")}</p>}
    </>
  )
}
