import type { Locale } from "#lib/shared/locales"

/** What every form of the organisers' area carries: the language, and that it was made for this session. */
export function FormBasics({ locale, proof }: { locale: Locale; proof: string }) {
  return (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
}
