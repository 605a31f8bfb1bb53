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

/** Arrivals from outside on a day, by the kind of place; `code` need not be a known one. */
type DailyArrivals = { day: string; slug: string; source: string; code: string; arrivals: number }

/**
 * Adds arrivals to the daily totals, in one statement. Those with a partner code that is known in the campaign stand under the code;
 * any other code is forgotten. Not safe to repeat after it has worked.
 */
export async function addArrivals(rows: readonly DailyArrivals[]): Promise<void> {
  await hotPool().query(
    `insert into "PageArrival" as known (day, slug, source, arrivals)
     select a.day, a.slug, source, sum(a.arrivals) from (
       select day, slug, coalesce('code ' || (select code from "Tag" t join "Campaign" c on c.id = t."campaignId"
         where t.code = g.code and (c.slug = g.slug or (g.slug = '' and c."isMain")) limit 1), g.source) as source, arrivals
       from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::int[]) as g(day, slug, source, code, arrivals)
     ) a group by 1, 2, 3
     on conflict (day, slug, source) do update set arrivals = known.arrivals + excluded.arrivals`,
    [
      rows.map(({ day }) => day),
      rows.map(({ slug }) => slug),
      rows.map(({ source }) => source),
      rows.map(({ code }) => code),
      rows.map(({ arrivals }) => arrivals),
    ],
  )
}
