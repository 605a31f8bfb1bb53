import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type Reason = { reason: string; name: string | null; locale: string }

/** Why a few people signed, in their own words, with the name only of those who show it. */
export function Reasons({ locale, reasons }: { locale: Locale; reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null
  return (
    <>
      <h3>{translator(locale, "campaign")("reasonsHeading")}</h3>
      <ul className="reasons">
        {reasons.map(({ reason, name, locale: lang }, index) => (
          <li key={index}>
            <blockquote lang={lang === locale ? undefined : lang} dir="auto">
              {reason}
            </blockquote>
            {name && (
              <span className="small muted">
                <bdi>{name}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
