import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"

type LanguagesProps = { locale: Locale; path: string; locales: readonly Locale[] }

/** Links to this page in each language, in the language's own name. */
export function LanguageLinks({ locale, path, locales, className }: LanguagesProps & { className?: string }) {
  return locales.map((other) => (
    <li key={other}>
      <a
        className={className}
        href={localePath(other, path)}
        lang={other}
        hrefLang={other}
        aria-current={other === locale ? "true" : undefined}
      >
        {LOCALE_NAMES[other]}
      </a>
    </li>
  ))
}

/** The same as buttons of a form: the server keeps what was typed and shows the other language. */
export function LanguageButtons({
  locale,
  locales,
  formId,
}: Pick<LanguagesProps, "locale" | "locales"> & { formId: string }) {
  return locales.map((other) => (
    <li key={other}>
      <button
        type="submit"
        form={formId}
        formNoValidate
        name="switch"
        value={other}
        className="as-link"
        lang={other}
        aria-current={other === locale ? "true" : undefined}
      >
        {LOCALE_NAMES[other]}
      </button>
    </li>
  ))
}
