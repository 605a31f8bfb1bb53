import { z } from "zod"
import { hotPool } from "#lib/platform/sql"
import { DEFAULT_LOCALE, LOCALES, type Locale } from "#lib/shared/locales"

/** What the operator says about the site; kept in the table `Setting`, one row a key. */
export const siteSettingsSchema = z.object({
  siteName: z.string().min(1).max(60).default("Two Minutes"),
  /** Who runs the site: sender of standard mail. */
  orgName: z.string().min(1).max(60).default("Two Minutes"),
  /** Short name for subjects of mail, which show on lock screens; without one the subject is "News for you". */
  orgShort: z.string().min(1).max(30).nullable().default(null),
  /** Sender of discreet mail; without one it is NEUTRAL_SENDER, or "Account messages" in the language of the message. */
  neutralSender: z.string().min(1).max(60).nullable().default(null),
  /** Address or page where people reach the organisers; null until it is set. */
  orgContact: z.string().max(200).nullable().default(null),
  hostingCountry: z.string().max(60).nullable().default(null),
  /** Days after the end of a campaign until personal data is deleted. */
  retentionDays: z.int().min(1).max(3650).default(180),
  /** Messages a minute of a mailing, unless another pace is chosen. */
  mailingPerMinute: z.int().min(1).max(6_000).default(3_000),
  showsLogo: z.boolean().default(true),
  showsExit: z.boolean().default(true),
  /** Where Leave this page goes; without one it is EXIT_URL. */
  exitUrl: z.string().max(500).nullable().default(null),
  /** Set while a demonstration is open. */
  demo: z.looseObject({}).nullable().default(null),
  /** The languages that visitors are offered. English is always one of them. */
  locales: z
    .array(z.string())
    .default([...LOCALES])
    .transform((chosen): Locale[] => LOCALES.filter((one) => one === DEFAULT_LOCALE || chosen.includes(one))),
})

export type SiteSettings = z.output<typeof siteSettingsSchema>

const FRESH_MS = 5_000

const shared = globalThis as { twoMinutesSettings?: { value: SiteSettings; readAt: number } }

/** The site's settings, at most five seconds old. Keeps the last known ones while the database is down. */
export async function siteSettings(): Promise<SiteSettings> {
  const known = shared.twoMinutesSettings
  if (known && Date.now() - known.readAt < FRESH_MS) return known.value
  try {
    return await refreshSettings()
  } catch (error) {
    if (known) return known.value
    throw error
  }
}

/** Reads the settings anew, after somebody has changed them. @throws while the database is down. */
export async function refreshSettings(): Promise<SiteSettings> {
  const { rows } = await hotPool().query<{ key: string; value: unknown }>('select key, value from "Setting"')
  const value = siteSettingsSchema.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
  shared.twoMinutesSettings = { value, readAt: Date.now() }
  return value
}

/** The names that mail needs. */
export async function siteNames(): Promise<Pick<SiteSettings, "siteName" | "orgName" | "orgShort" | "neutralSender">> {
  const { siteName, orgName, orgShort, neutralSender } = await siteSettings()
  return { siteName, orgName, orgShort, neutralSender }
}

/** The settings read last, or the defaults: for pages that must come without the database. */
export function lastSettings(): SiteSettings {
  return shared.twoMinutesSettings?.value ?? siteSettingsSchema.parse({})
}
