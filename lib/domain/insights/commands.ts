import "server-only"
import { hotPool } from "#lib/platform/sql"

/** How often a page was opened on a day; `slug` is "" for pages of the site. */
export type DailyOpenings = { day: string; slug: string; page: string; locale: string; openings: number }

/** Adds openings to the daily totals, in one statement. Not safe to repeat after it has worked. */
export async function addOpenings(rows: readonly DailyOpenings[]): Promise<void> {
  await hotPool().query(
    `insert into "PageOpening" as known (day, slug, page, locale, openings)
     select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::int[])
     on conflict (day, slug, page, locale) do update set openings = known.openings + excluded.openings`,
    [
      rows.map(({ day }) => day),
      rows.map(({ slug }) => slug),
      rows.map(({ page }) => page),
      rows.map(({ locale }) => locale),
      rows.map(({ openings }) => openings),
    ],
  )
}
