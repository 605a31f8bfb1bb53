import type { CountryCount } from "#lib/domain/signatures/delivered"

/** Smaller numbers of a country go into "Other places": single people could be seen in them. */
const COUNTRY_LEAST = 5

/** What a hand-over holds, counted when its list was closed. */
export type DeliveryTotals = {
  /** Confirmed and listed by name. */
  named: number
  /** Confirmed and counted without a name. */
  unnamed: number
  withoutEmail: number
  /** On paper; of these only the new ones where only new signatures were handed over. */
  paper: number
  /** On paper in all at that moment, so that the next hand-over knows which are new. */
  paperInAll: number
  /** Confirmed signatures by the version of the text that was signed. */
  byVersion: { version: number; n: number }[]
  byCountry: GroupedCountries
}

/** Countries with enough people, the rest in one line, and those who named none. */
export type GroupedCountries = { countries: { country: string; n: number }[]; other: number; unknown: number }

/** How many signatures of a closed list were withdrawn or removed since, when so many still count. */
export function goneFrom(totals: DeliveryTotals | null, standing: number | undefined): number {
  return totals ? Math.max(0, totals.named + totals.unnamed + totals.withoutEmail - (standing ?? 0)) : 0
}

/** Confirmed signatures of a hand-over. */
export function confirmedIn({ named, unnamed }: Pick<DeliveryTotals, "named" | "unnamed">): number {
  return named + unnamed
}

/** Puts countries with fewer than five signatures together. */
export function groupCountries(counts: readonly CountryCount[]): GroupedCountries {
  const grouped: GroupedCountries = { countries: [], other: 0, unknown: 0 }
  for (const { country, n } of counts) {
    if (country === null) grouped.unknown += n
    else if (n < COUNTRY_LEAST) grouped.other += n
    else grouped.countries.push({ country, n })
  }
  return grouped
}

/** For so long the record of a hand-over can be taken back. */
export const UNDO_MINUTES = 30

/** Tells whether a record can still be taken back. */
export function canUndo(recordedAt: Date, now: Date): boolean {
  return now.getTime() - recordedAt.getTime() < UNDO_MINUTES * 60_000
}
