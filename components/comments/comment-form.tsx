import type { ReactNode } from "react"
import { type LoggedIn, LoggedInLine, type LoginChoice, LoginRow } from "#components/comments/login-row"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { FormFacts } from "#components/signatures/form-facts"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field, TextArea } from "#components/ui/field"
import { SLOT, Slotted } from "#components/ui/slotted"
import { COMMENT_MAX_CHARS, WEBSITE_MAX_CHARS } from "#lib/domain/comments/text"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What was typed and what is wrong with it. */
export type CommentState = { values: Record<string, string>; errors: readonly FormError[] }

export type CommentFormProps = {
  locale: Locale
  slug: string
  made: string
  /** Idempotency key; only on pages that are made for one visitor. */
  formKey: string | null
  state: CommentState | null
  /** The comment that is answered. */
  answers: { id: string; name: string } | null
  loggedIn: LoggedIn | null
  logins: readonly LoginChoice[]
  allowsGuests: boolean
  allowsWebsite: boolean
  /** The outside spam service, where one is asked. */
  outside: string | null
  /** People at risk are offered another name first. */
  prefersOtherName: boolean
  /** The form stands under the appeal. */
  isUnderAppeal?: boolean
  heading: ReactNode
}

export const COMMENT_FORM_ID = "comment-form"

const FIELDS = new Set(["body", "name", "email", "website", "notify", "showAs"])
const EMAIL_MAX_CHARS = 254

/** The id of a field of the form, for links to it. */
export function commentFieldId(field: string): string | null {
  return FIELDS.has(field) ? `comment-${field}` : null
}

type FieldOf = (name: string) => { id: string; name: string; error?: string; errorPrefix: string }

function GuestFields({
  form,
  values,
  field,
}: {
  form: CommentFormProps
  values: Record<string, string>
  field: FieldOf
}) {
  const t = translator(form.locale, "comments")
  return (
    <>
      <Field
        {...field("name")}
        label={t("name")}
        hint={t("nameHint")}
        defaultValue={values.name}
        autoComplete="nickname"
        maxLength={NAME_MAX_CHARS}
        dir="auto"
        required
      />
      <Field
        {...field("email")}
        label={t("email")}
        hint={t("emailHint")}
        defaultValue={values.email}
        type="email"
        inputMode="email"
        autoComplete="email"
        spellCheck={false}
        autoCapitalize="none"
        maxLength={EMAIL_MAX_CHARS}
        required
        after={<p className="hint typo" role="status" />}
      />
      {form.allowsWebsite && (
        <Field
          {...field("website")}
          label={t("website")}
          defaultValue={values.website}
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={WEBSITE_MAX_CHARS}
        />
      )}
      <Checkbox {...field("notify")} label={t("notify")} isChecked={values.notify === "yes"} />
    </>
  )
}

function AccountFields({
  form,
  loggedIn,
  values,
  field,
}: {
  form: CommentFormProps
  loggedIn: LoggedIn
  values: Record<string, string>
  field: FieldOf
}) {
  const t = translator(form.locale, "comments")
  const showsOther = values.showAs ? values.showAs === "other" : form.prefersOtherName
  const other = (
    <Field
      {...field("name")}
      label={t("otherName")}
      hint={t("nameHint")}
      defaultValue={values.name}
      autoComplete="nickname"
      maxLength={NAME_MAX_CHARS}
      dir="auto"
    />
  )
  if (!loggedIn.name) {
    return (
      <>
        <input type="hidden" name="showAs" value="other" />
        {other}
      </>
    )
  }
  return (
    <fieldset>
      <legend>{t("showAs")}</legend>
      <div className="check">
        <input type="radio" id="comment-showAs" name="showAs" value="account" defaultChecked={!showsOther} />
        <label htmlFor="comment-showAs">
          <bdi>{loggedIn.name}</bdi>
        </label>
      </div>
      <div className="check">
        <input type="radio" id="comment-showAs-other" name="showAs" value="other" defaultChecked={showsOther} />
        <label htmlFor="comment-showAs-other">{t("showAsOther")}</label>
      </div>
      {other}
    </fieldset>
  )
}

function Answers({ locale, slug, answers }: { locale: Locale; slug: string; answers: { id: string; name: string } }) {
  const t = translator(locale, "comments")
  return (
    <p className="answering">
      <input type="hidden" name="parent" value={answers.id} />
      <span>
        <Slotted text={t("replyingTo", { name: SLOT })}>
          <strong>
            <bdi>{answers.name}</bdi>
          </strong>
        </Slotted>
      </span>
      <a href={localePath(locale, `/c/${slug}/comments?at=${answers.id}#comment-${answers.id}`)}>{t("cancelReply")}</a>
    </p>
  )
}

/** The form to leave a comment: whole without the script, for guests and for people who are logged in. */
export function CommentForm(form: CommentFormProps) {
  const { locale, slug, made, formKey, state, answers, loggedIn, logins, outside, heading } = form
  const t = translator(locale, "comments")
  const values = state?.values ?? {}
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field: FieldOf = (name) => ({ id: `comment-${name}`, name, error: errors.get(name), errorPrefix })
  const isOnlyByLogin = !loggedIn && !form.allowsGuests
  return (
    <section aria-labelledby="comment-heading" className="comment-form no-print">
      {heading}
      <helpful-form
        data-typo={translator(locale, "sign")("typo", { fixed: "{fixed}" })}
        data-typo-use={translator(locale, "sign")("typoUse")}
      >
        <form
          id={COMMENT_FORM_ID}
          action={`/c/${slug}/comments`}
          method="post"
          noValidate
          aria-labelledby="comment-heading"
        >
          <FormFacts
            locale={locale}
            made={made}
            formKey={formKey}
            trapLabel={translator(locale, "sign")("leaveEmpty")}
          />
          {form.isUnderAppeal && <input type="hidden" name="from" value="appeal" />}
          {answers && <Answers locale={locale} slug={slug} answers={answers} />}
          {loggedIn && <LoggedInLine locale={locale} loggedIn={loggedIn} />}
          <TextArea
            {...field("body")}
            label={t("body")}
            defaultValue={values.body}
            rows={6}
            data-max={COMMENT_MAX_CHARS}
            required
            after={<p className="hint char-count" aria-live="off" />}
          />
          {loggedIn ? (
            <AccountFields form={form} loggedIn={loggedIn} values={values} field={field} />
          ) : (
            form.allowsGuests && <GuestFields form={form} values={values} field={field} />
          )}
          {!isOnlyByLogin && (
            <>
              <Button isPrimary data-busy={t("submitting")}>
                {t("submit")}
              </Button>
              <p className="small muted">
                {t.rich("checked", {
                  link: (words) => <a href={localePath(locale, "/privacy#how-comments-are-processed")}>{words}</a>,
                })}
                {outside &&
                  ` ${t(form.allowsWebsite && !loggedIn ? "outsideWebsite" : "outside", { service: outside })}`}
              </p>
            </>
          )}
          {!loggedIn && <LoginRow locale={locale} choices={logins} isOnlyWay={isOnlyByLogin} />}
        </form>
      </helpful-form>
    </section>
  )
}
