import { z } from "zod"
import { rateLimitsSetting } from "#lib/platform/rate-limits"

const url = (purpose: string, example: string, protocols: RegExp) =>
  z.string().refine((value) => URL.canParse(value) && protocols.test(value), {
    error: `${purpose}; right would be ${example}`,
  })

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional())

const count = (purpose: string, fallback: number, min: number, max: number) =>
  z.preprocess(
    (value) => (value === "" || value === undefined ? fallback : value),
    z.coerce.number(`${purpose}; right would be ${fallback}`).int().min(min).max(max),
  )

const secret = (purpose: string) =>
  z.string().min(32, `${purpose}; right would be at least 32 random characters, e.g. from: openssl rand -base64 32`)

/** What people wrote, and secrets, must not travel in clear text; a test server on this machine is the exception. */
const SECURE = /^https:|^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?=[:/]|$)/

const flag = z.preprocess((value) => value === "1" || value === "true" || value === "on", z.boolean())

/** Every variable the product reads: what it is for is said by the message, `.env.example` and the contract. */
export const envSchema = z.object({
  PORT: count("PORT is the port of the site", 3000, 0, 65535),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: optional(url("APP_URL is the address people see", "https://petition.example.org", /^https?:/)),
  DATA_DIR: z.string().min(1).default(".data"),
  DATABASE_URL: url(
    "DATABASE_URL is the PostgreSQL database",
    "postgresql://user:password@host:5432/name",
    /^postgres(ql)?:/,
  ),
  DIRECT_DATABASE_URL: optional(
    url(
      "DIRECT_DATABASE_URL is the same database without a pooler",
      "postgresql://user:password@host:5432/name",
      /^postgres(ql)?:/,
    ),
  ),
  APP_SECRET: secret("APP_SECRET is the root of all keys"),
  LEDGER_SEED: optional(secret("LEDGER_SEED is the root of the ledger's keys")),
  SMTP_URL: optional(url("SMTP_URL is the mail server", "smtps://user:password@mail.example.org", /^smtps?:/)),
  MAIL_FROM: optional(z.email("MAIL_FROM is the sender's address; right would be petition@example.org")),
  /** Unset, it is "Account messages" in the language of the message. */
  NEUTRAL_SENDER: optional(z.string().max(60)),
  /** Set all three, or none. */
  DKIM_DOMAIN: optional(
    z
      .string()
      .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/i, "DKIM_DOMAIN is the domain that signs mail; right would be example.org"),
  ),
  DKIM_SELECTOR: optional(
    z.string().regex(/^[a-z0-9._-]+$/i, "DKIM_SELECTOR names the key in the DNS; right would be mail2026"),
  ),
  DKIM_KEY_FILE: optional(z.string().min(1, "DKIM_KEY_FILE is the file with the private key (PEM)")),
  /** Without it no bounces are taken. */
  BOUNCE_SECRET: optional(secret("BOUNCE_SECRET is the password of /hooks/bounce and /hooks/reply")),
  /** Without it the office has no way to reply but the writer's own address. */
  ALIAS_DOMAIN: optional(
    z
      .string()
      .regex(
        /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/i,
        "ALIAS_DOMAIN is the domain that takes replies; right would be r.example.org",
      ),
  ),
  LETTER_TARGET_EMAIL: optional(
    z.email("LETTER_TARGET_EMAIL is where letters go; right would be office@example.org, or nothing"),
  ),
  EXIT_URL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    url("EXIT_URL is where Leave this page goes", "https://www.bbc.com/weather", /^https?:/).default(
      "https://www.bbc.com/weather",
    ),
  ),
  DISCREET_BASE_URL: optional(
    url("DISCREET_BASE_URL is the address in discreet messages", "https://mail.example.net", /^https?:/),
  ),
  TRUSTED_PROXY_HOPS: count("TRUSTED_PROXY_HOPS is how many proxies of yours stand in front", 0, 0, 10),
  WORKER: z.enum(["inline", "off"], "WORKER is inline or off").default("inline"),
  WEB_CONCURRENCY: count("WEB_CONCURRENCY is how many processes serve", 1, 1, 64),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "LOG_LEVEL is fatal, error, warn, info, debug, trace or silent",
    )
    .default("info"),
  RATE_LIMITS: rateLimitsSetting,
  AKISMET_KEY: optional(
    z
      .string()
      .regex(/^[A-Za-z0-9]{6,64}$/, "AKISMET_KEY is the key of the spam service; right would be letters and digits"),
  ),
  AKISMET_URL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    url("AKISMET_URL is the address of the spam service", "https://rest.akismet.com", SECURE).default(
      "https://rest.akismet.com",
    ),
  ),
  GOOGLE_CLIENT_ID: optional(z.string()),
  GOOGLE_CLIENT_SECRET: optional(z.string()),
  GOOGLE_ISSUER: optional(
    url("GOOGLE_ISSUER is another address of the log-in with Google", "https://accounts.google.com", SECURE),
  ),
  TWITTER_CLIENT_ID: optional(z.string()),
  TWITTER_CLIENT_SECRET: optional(z.string()),
  TWITTER_API_URL: optional(
    url("TWITTER_API_URL is another address of the log-in with Twitter", "https://api.twitter.com", SECURE),
  ),
  FACEBOOK_CLIENT_ID: optional(z.string()),
  FACEBOOK_CLIENT_SECRET: optional(z.string()),
  FACEBOOK_GRAPH_URL: optional(
    url("FACEBOOK_GRAPH_URL is another address of the log-in with Facebook", "https://graph.facebook.com", SECURE),
  ),
  WORDPRESS_CLIENT_ID: optional(z.string()),
  WORDPRESS_CLIENT_SECRET: optional(z.string()),
  WORDPRESS_API_URL: optional(
    url(
      "WORDPRESS_API_URL is another address of the log-in with WordPress.com",
      "https://public-api.wordpress.com",
      SECURE,
    ),
  ),
  METRICS_TOKEN: optional(z.string().min(16, "METRICS_TOKEN is the password of /metrics; at least 16 characters")),
  DEMO_MODE: flag,
  DEV: flag,
})

export type Env = z.output<typeof envSchema> & {
  /** The site's own address, without a slash at the end. */
  baseUrl: string
  isHttps: boolean
  /** True while mail is kept on this machine instead of sent. */
  isLocalMail: boolean
}

/** What the operator must change, one line a variable. */
export class EnvError extends Error {}

/**
 * Reads and checks a set of variables.
 *
 * @throws EnvError that names each malformed variable, what it is for and what would be right.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`)
    throw new EnvError(`These settings are not right:\n${lines.join("\n")}\nSee .env.example.`)
  }
  const env = parsed.data
  const dkim = [env.DKIM_DOMAIN, env.DKIM_SELECTOR, env.DKIM_KEY_FILE].filter((value) => value !== undefined)
  if (dkim.length % 3 !== 0) {
    throw new EnvError(
      "DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE belong together: set all three, or none.\nSee .env.example.",
    )
  }
  if (env.ALIAS_DOMAIN !== undefined && env.BOUNCE_SECRET === undefined) {
    throw new EnvError("ALIAS_DOMAIN needs BOUNCE_SECRET, the password of /hooks/reply.\nSee .env.example.")
  }
  for (const name of ["GOOGLE", "TWITTER", "FACEBOOK", "WORDPRESS"] as const) {
    const [id, secret] = [env[`${name}_CLIENT_ID`], env[`${name}_CLIENT_SECRET`]]
    if ((id === undefined) !== (secret === undefined)) {
      throw new EnvError(
        `${name}_CLIENT_ID and ${name}_CLIENT_SECRET belong together: set both, or none.\nSee .env.example.`,
      )
    }
  }
  const baseUrl = (env.APP_URL ?? `http://${env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST}:${env.PORT}`).replace(
    /\/+$/,
    "",
  )
  return {
    ...env,
    baseUrl,
    isHttps: baseUrl.startsWith("https:"),
    isLocalMail: env.SMTP_URL === undefined || env.DEMO_MODE,
  }
}

let known: Env | undefined

/** Tells NextAuth where the site is: it reads this one variable by itself and nothing else. */
export function shareBaseUrl(): void {
  process.env.NEXTAUTH_URL = `${env().baseUrl}/api/auth`
}

/** The settings of this process, read once. Nothing else reads `process.env`. */
export function env(): Env {
  known ??= parseEnv(process.env)
  return known
}
