import { LetterForm, type LetterFormProps } from "#components/letters/letter-form"
import { letterFieldId } from "#components/letters/letter-ids"
import { summaryErrors } from "#components/signatures/form-errors"
import { NothingKept } from "#components/signatures/nothing-kept"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { hasAliases } from "#lib/domain/letters/alias"
import type { LetterTarget } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"

type LetterPageProps = Omit<LetterFormProps, "isCollected" | "takesReplies"> & {
  target: LetterTarget
  /** The form was sent, and nothing of it is there. */
  isLost: boolean
  /** What to say above the form. */
  notice: "saved" | null
}

/** Write a letter. */
export function LetterPage({ target, isLost, notice, ...form }: LetterPageProps) {
  const { locale, errors } = form
  const t = translator(locale, "letter")
  return (
    <>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, letterFieldId)}
        />
      )}
      {isLost && <NothingKept locale={locale} />}
      {notice === "saved" && (
        <Notice kind="info" role="status" title={t("savedTitle")}>
          <p>{t("savedBody")}</p>
        </Notice>
      )}
      <h1>{t("title", { recipient: target.name })}</h1>
      <p className="lead">{t("recipient", { title: target.title, organisation: target.organisation })}</p>
      <LetterForm {...form} isCollected={target.email === null} takesReplies={target.email !== null && hasAliases()} />
    </>
  )
}
