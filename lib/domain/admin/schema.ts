import { z } from "zod"
import { boxField, issue } from "#lib/shared/form-fields"
import { DEFAULT_LOCALE, LOCALES } from "#lib/shared/locales"
import { tidyLine } from "#lib/shared/text"

/** Days that personal data may be kept after the end of a campaign (product.md 10): organisers can make it shorter, never longer. */
export const RETENTION_MAX_DAYS = 180

const line = (max: number) =>
  z
    .string()
    .default("")
    .transform(tidyLine)
    .refine((text) => [...text].length <= max, issue("setting_too_long", { max }))

const needed = (max: number) => line(max).refine((text) => text !== "", issue("setting_empty"))
const orNothing = (max: number) => line(max).transform((text) => text || null)

/** A box of a form that says "no" by not being there. */
const box = boxField

const webAddress = orNothing(500).refine(
  (text) => text === null || (/^https?:\/\//i.test(text) && URL.canParse(text)),
  issue("setting_address"),
)

/** A short name that is fit to be seen on a lock screen is one line without an address. */
const neutralName = (max: number) =>
  orNothing(max).refine((text) => text === null || !/[@/<>]/.test(text), issue("setting_plain_name"))

/** The settings page has these parts; each is saved by itself. Field names are those of the settings. */
export const settingsParts = {
  names: z.object({
    siteName: needed(60),
    orgName: needed(60),
    orgShort: neutralName(30),
    neutralSender: neutralName(60),
    orgContact: orNothing(200),
    hostingCountry: orNothing(60),
  }),
  safety: z.object({
    retentionDays: z.coerce
      .number("setting_days")
      .int("setting_days")
      .min(1, issue("setting_days"))
      .max(RETENTION_MAX_DAYS, issue("setting_days")),
    showsLogo: box,
    showsExit: box,
    exitUrl: webAddress,
  }),
  languages: z
    .object(Object.fromEntries(LOCALES.map((locale) => [locale, box])) as Record<(typeof LOCALES)[number], typeof box>)
    .transform((chosen) => ({ locales: LOCALES.filter((locale) => locale === DEFAULT_LOCALE || chosen[locale]) })),
} as const

export type SettingsPart = keyof typeof settingsParts

export const SETTINGS_PARTS = Object.keys(settingsParts) as SettingsPart[]

/** The settings that a part is made of. */
export const PART_KEYS = {
  names: ["siteName", "orgName", "orgShort", "neutralSender", "orgContact", "hostingCountry"],
  safety: ["retentionDays", "showsLogo", "showsExit", "exitUrl"],
  languages: ["locales"],
} as const satisfies Record<SettingsPart, readonly string[]>

/** The names that the set-up asks for. */
export const setUpNames = z.object({
  siteName: needed(60),
  orgName: needed(60),
  orgShort: neutralName(30),
  /** "News for you" for all, whatever short name was typed. */
  neutral: boxField,
})
