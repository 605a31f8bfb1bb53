/** How long somebody took to confirm: within five minutes, an hour, a day, later, or not at all. */
export const DELAYS = ["minutes5", "hour", "day", "later", "never"] as const

export type Delay = (typeof DELAYS)[number]

const MINUTE_MS = 60_000

/** Whole milliseconds up to which a confirmation belongs to a class; the rest is "later". */
export const DELAY_MAX_MS = { minutes5: 5 * MINUTE_MS, hour: 60 * MINUTE_MS, day: 1_440 * MINUTE_MS } as const

/** The class of a confirmation. `null` stands for one that never came. */
export function delayOf(ms: number | null): Delay {
  if (ms === null) return "never"
  const found = (["minutes5", "hour", "day"] as const).find((name) => ms <= DELAY_MAX_MS[name])
  return found ?? "later"
}

// Only providers with many millions of users: the name of one says nothing of a person. Everything else is "other".
const DOMAINS = {
  gmail: ["gmail.com", "googlemail.com"],
  microsoft: ["outlook", "hotmail", "live", "msn.com"],
  yahoo: ["yahoo", "ymail.com", "aol.com"],
  apple: ["icloud.com", "me.com", "mac.com"],
  proton: ["proton.me", "protonmail.com", "pm.me"],
  mailru: ["mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"],
  yandex: ["yandex", "ya.ru"],
  gmx: ["gmx", "web.de"],
  qq: ["qq.com", "foxmail.com"],
  netease: ["163.com", "126.com", "yeah.net"],
} as const satisfies Record<string, readonly string[]>

/** Mail providers that are told apart. */
export const PROVIDERS = [...(Object.keys(DOMAINS) as (keyof typeof DOMAINS)[]), "other"] as const

export type Provider = (typeof PROVIDERS)[number]

/** The large provider that an address belongs to. A name without a dot stands for every country's address of it (yahoo.co.uk). */
export function providerOf(address: string): Provider {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase()
  for (const [provider, domains] of Object.entries(DOMAINS)) {
    const isIts = domains.some((known) =>
      known.includes(".") ? domain === known : new RegExp(`^${known}\\.[a-z]{2,3}(?:\\.[a-z]{2})?$`).test(domain),
    )
    if (isIts) return provider as Provider
  }
  return "other"
}
