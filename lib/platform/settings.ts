import { z } from "zod"
import { hotPool } from "#lib/platform/sql"

/** What the operator says about the site; kept in the table `Setting`, one row a key. */
export const siteSettingsSchema = z.object({
  siteName: z.string().min(1).max(60).default("Two Minutes"),
  /** Who runs the site: sender of standard mail. */
  orgName: z.string().min(1).max(60).default("Two Minutes"),
  /** Address or page where people reach the organisers; null until it is set. */
  orgContact: z.string().max(200).nullable().default(null),
  hostingCountry: z.string().max(60).nullable().default(null),
  /** Days after the end of a campaign until personal data is deleted. */
  retentionDays: z.int().min(1).max(3650).default(180),
  showsLogo: z.boolean().default(true),
  showsExit: z.boolean().default(true),
})

export type SiteSettings = z.output<typeof siteSettingsSchema>

const FRESH_MS = 5_000

const shared = globalThis as { twoMinutesSettings?: { value: SiteSettings; readAt: number } }

/** The site's settings, at most five seconds old. Keeps the last known ones while the database is down. */
export async function siteSettings(): Promise<SiteSettings> {
  const known = shared.twoMinutesSettings
  if (known && Date.now() - known.readAt < FRESH_MS) return known.value
  try {
    const { rows } = await hotPool().query<{ key: string; value: unknown }>('select key, value from "Setting"')
    const value = siteSettingsSchema.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
    shared.twoMinutesSettings = { value, readAt: Date.now() }
    return value
  } catch (error) {
    if (known) return known.value
    throw error
  }
}

/** The names that mail needs. */
export async function siteNames(): Promise<{ siteName: string; orgName: string }> {
  const { siteName, orgName } = await siteSettings()
  return { siteName, orgName }
}

/** The settings read last, or the defaults: for pages that must come without the database. */
export function lastSettings(): SiteSettings {
  return shared.twoMinutesSettings?.value ?? siteSettingsSchema.parse({})
}
