import { z } from "zod"
import { COUNTRY_CODES } from "#lib/shared/countries"
import { LOCALES } from "#lib/shared/locales"

/** States that the list can be narrowed to. */
export const LISTED_STATES = [
  "CONFIRMED",
  "DELIVERED",
  "DISPUTED",
  "REJECTED",
  "UNVERIFIED",
  "WITHDRAWN",
  "ANONYMISED",
  "PENDING",
  "EXPIRED",
] as const

/** A country that nobody gave. */
export const NO_COUNTRY = "none"

const day = z.iso.date().optional().catch(undefined)

/** How the list of signatures is narrowed, from the address of its page. What makes no sense is left out. */
export const listFilter = z.object({
  state: z.enum(LISTED_STATES).optional().catch(undefined),
  country: z
    .string()
    .refine((code) => code === NO_COUNTRY || COUNTRY_CODES.has(code))
    .optional()
    .catch(undefined),
  language: z.enum(LOCALES).optional().catch(undefined),
  shown: z.enum(["yes", "no"]).optional().catch(undefined),
  sample: z.enum(["yes", "no"]).optional().catch(undefined),
  /** Days of signing, both included. */
  from: day,
  to: day,
  /** The row after which the page begins. */
  after: z
    .string()
    .regex(/^\d{1,17}_[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})

export type ListFilter = z.output<typeof listFilter>
