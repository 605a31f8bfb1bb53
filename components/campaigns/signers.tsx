import { SLOT, Slotted } from "#components/ui/slotted"
import { countryName } from "#lib/shared/countries"
import { formatMonth, roughTime } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type Signer = { name: string; country: string | null; listedOn: string }

type SignersProps = {
  locale: Locale
  signers: readonly Signer[]
  /** Counted, not named here. */ othersCount: number
  today: string
}

/** The newest of those who chose to be named. Names are people's own words, so their direction stays inside them. */
export function Signers({ locale, signers, othersCount, today }: SignersProps) {
  const t = translator(locale, "campaign")
  if (signers.length === 0) return <p className="muted">{t("signersEmpty")}</p>

  const when = (listedOn: string) => {
    const rough = roughTime(listedOn, today)
    if (rough === "month") return formatMonth(locale, listedOn)
    return t(rough === "today" ? "today" : "thisWeek")
  }
  return (
    <>
      <ul className="signers">
        {signers.map(({ name, country, listedOn }, index) => (
          <li key={index}>
            <span>
              <Slotted
                text={country ? t("signerInCountry", { name: SLOT, country: countryName(country, locale) }) : SLOT}
              >
                <bdi>{name}</bdi>
              </Slotted>
            </span>
            <span className="small muted">{when(listedOn)}</span>
          </li>
        ))}
      </ul>
      {othersCount > 0 && <p className="muted">{t("signersPrivate", { n: othersCount })}</p>}
    </>
  )
}
