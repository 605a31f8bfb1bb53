import { z } from "zod"

/** So many tries in so many seconds. */
export type RateLimit = { tries: number; windowSeconds: number }

/** The limits of `trust.md` T17; each can be changed by the JSON form of RATE_LIMITS. */
export const DEFAULT_RATE_LIMITS = {
  sign: { tries: 5, windowSeconds: 600 },
  confirm: { tries: 30, windowSeconds: 600 },
  code: { tries: 20, windowSeconds: 600 },
  resend: { tries: 5, windowSeconds: 600 },
  receipt: { tries: 5, windowSeconds: 900 },
  letter: { tries: 5, windowSeconds: 600 },
  pdf: { tries: 20, windowSeconds: 600 },
  comment: { tries: 3, windowSeconds: 300 },
  login: { tries: 3, windowSeconds: 900 },
} satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof DEFAULT_RATE_LIMITS

export type RateLimits = Record<RateLimitName, RateLimit> | null

const limit = z.object({ tries: z.int().min(1), windowSeconds: z.int().min(1).max(86_400) })

const overrides = z.partialRecord(z.enum(Object.keys(DEFAULT_RATE_LIMITS) as RateLimitName[]), limit)

const HELP = `RATE_LIMITS is on, off or JSON; right would be {"sign":{"tries":5,"windowSeconds":600}}`

/** Reads RATE_LIMITS: `on`, `off`, or JSON with the limits that differ. Off is `null`. */
export const rateLimitsSetting = z.preprocess(
  (value) => (value === undefined || value === "" ? "on" : value),
  z.string().transform((value, context): RateLimits => {
    if (value === "on") return DEFAULT_RATE_LIMITS
    if (value === "off") return null
    const parsed = overrides.safeParse(parseJson(value))
    if (parsed.success) return { ...DEFAULT_RATE_LIMITS, ...parsed.data }
    context.addIssue({ code: "custom", message: HELP })
    return z.NEVER
  }),
)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
