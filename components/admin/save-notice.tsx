import { type FormError, summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type SaveNoticeProps = {
  locale: Locale
  isSaved: boolean
  errors?: readonly FormError[]
  /** The id of a field, for a link to it; `null` where none can be shown. */
  fieldId?: (field: string) => string | null
}

/** What became of the form that was sent: saved, or what is wrong with it. It stands above the page's `h1`. */
export function SaveNotice({ locale, isSaved, errors = [], fieldId = (field) => field }: SaveNoticeProps) {
  if (errors.length > 0)
    return (
      <ErrorSummary
        title={translator(locale, "errors")("summaryTitle")}
        errors={summaryErrors(locale, errors, fieldId)}
      />
    )
  return isSaved && <Notice kind="success" role="status" title={translator(locale, "admin")("saved")} />
}
