import type { OwnComment } from "#lib/domain/comments/own-queries"
import type { CommentState } from "#components/comments/comment-form"
import { errorsByField } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { TextArea } from "#components/ui/field"
import { COMMENT_MAX_CHARS } from "#lib/domain/comments/text"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type OwnFormsProps = {
  locale: Locale
  own: OwnComment
  /** Where the forms post to. */
  action: string
  /** What was typed and what is wrong with it. */
  state: CommentState | null
  /** Shows that the forms were made for who is logged in. */
  proof: string | null
}

/** The ids of the fields, for links to them. */
export function ownFieldId(field: string): string | null {
  return field === "body" ? "own-body" : null
}

function Hidden({ locale, proof }: { locale: Locale; proof: string | null }) {
  return (
    <>
      <input type="hidden" name="locale" value={locale} />
      {proof && <input type="hidden" name="proof" value={proof} />}
    </>
  )
}

/** The forms by which a writer changes or deletes a comment. */
export function OwnForms({ locale, own, action, state, proof }: OwnFormsProps) {
  const t = translator(locale, "comments")
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <>
      {own.isEditable && (
        <section aria-labelledby="change">
          <h2 id="change">{t("changeHeading")}</h2>
          <helpful-form>
            <form action={action} method="post" noValidate>
              <Hidden locale={locale} proof={proof} />
              <TextArea
                id="own-body"
                name="body"
                label={t("body")}
                hint={t("changeHint")}
                error={errors.get("body")}
                errorPrefix={translator(locale, "errors")("prefix")}
                defaultValue={state?.values.body ?? own.body}
                rows={6}
                data-max={COMMENT_MAX_CHARS}
                required
                after={<p className="hint char-count" aria-live="off" />}
              />
              <Button isPrimary name="action" value="edit">
                {t("save")}
              </Button>
            </form>
          </helpful-form>
        </section>
      )}
      <section aria-labelledby="delete">
        <h2 id="delete" tabIndex={-1}>
          {t("deleteHeading")}
        </h2>
        <p>{t("deleteBody")}</p>
        <helpful-form>
          <form action={action} method="post">
            <Hidden locale={locale} proof={proof} />
            <Button name="action" value="delete">
              {t("delete")}
            </Button>
          </form>
        </helpful-form>
      </section>
    </>
  )
}
