import type { Locale } from "#lib/shared/locales"

type FormFactsProps = { locale: Locale; made: string; formKey: string | null; trapLabel: string }

/** What a form sends besides the words of the person, and the field that only machines fill in. */
export function FormFacts({ locale, made, formKey, trapLabel }: FormFactsProps) {
  return (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="made" value={made} />
      {formKey && <input type="hidden" name="key" value={formKey} />}
      <p className="trap" aria-hidden="true">
        <label htmlFor="leave-empty">{trapLabel}</label>
        <input id="leave-empty" name="leaveEmpty" autoComplete="off" tabIndex={-1} />
      </p>
    </>
  )
}
