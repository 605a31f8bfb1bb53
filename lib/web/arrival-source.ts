import { TAG_PATTERN } from "#lib/shared/tag-code"

/** Kinds of places that lead somebody here. */
export type ArrivalSource = "direct" | "email" | "message" | "network" | "search" | "site"

/** Hosts by kind, and what is below them. A name without a dot stands for the addresses of a search engine in every country. */
const HOSTS: readonly (readonly [ArrivalSource, readonly string[]])[] = [
  [
    "email",
    [
      ...[
        "mail.google.com",
        "com.google.android.gm",
        "outlook.live.com",
        "outlook.office.com",
        "outlook.office365.com",
      ],
      ...[
        "mail.yahoo.com",
        "e.mail.ru",
        "mail.qq.com",
        "mail.163.com",
        "mail.proton.me",
        "deref-gmx.net",
        "deref-web.de",
      ],
    ],
  ],
  [
    "message",
    [
      ...["whatsapp.com", "wa.me", "com.whatsapp", "t.me", "telegram.org", "telegram.me", "org.telegram.messenger"],
      ...["signal.org", "signal.me", "org.thoughtcrime.securesms", "messenger.com", "m.me", "com.facebook.orca"],
      ...["discord.com", "line.me", "weixin.qq.com", "viber.com", "web.snapchat.com"],
    ],
  ],
  [
    "network",
    [
      ...["facebook.com", "com.facebook.katana", "instagram.com", "threads.net", "twitter.com", "x.com", "t.co"],
      ...["com.twitter.android", "vk.com", "ok.ru", "weibo.com", "weibo.cn", "t.cn", "linkedin.com", "lnkd.in"],
      ...["reddit.com", "tiktok.com", "youtube.com", "bsky.app", "mastodon.social", "pinterest.com", "tumblr.com"],
    ],
  ],
  [
    "search",
    [
      ...["google", "bing.com", "duckduckgo.com", "yandex", "ya.ru", "baidu.com", "sogou.com", "so.com", "ecosia.org"],
      ...["search.yahoo.com", "qwant.com", "startpage.com", "search.brave.com", "kagi.com", "yahoo", "seznam.cz"],
      "com.google.android.googlequicksearchbox",
    ],
  ],
]

/** Companies' log-ins lead back here: nobody has been sent by them. */
const WAYS_BACK = new Set(["accounts.google.com", "public-api.wordpress.com", "wordpress.com"])

function isBelow(host: string, name: string): boolean {
  if (name.includes(".")) return host === name || host.endsWith(`.${name}`)
  return new RegExp(`^(?:(?:www|m|images|news)\\.)?${name}\\.(?:[a-z]{2,3}|[a-z]{2,3}\\.[a-z]{2})$`).test(host)
}

/**
 * The kind of place that a Referer names, by its host alone; nothing else of it is looked at, and it is not kept.
 *
 * @param ownHost Host of the site: moving about on it is no arrival.
 * @returns "" when nobody arrived from outside.
 */
export function sourceOf(referer: string, ownHost: string): ArrivalSource | "" {
  if (referer === "") return "direct"
  let url: URL
  try {
    url = new URL(referer)
  } catch {
    return "direct"
  }
  const host = url.hostname.toLowerCase()
  if (url.host === ownHost || WAYS_BACK.has(host)) return ""
  if (host === "") return "direct"
  const found = HOSTS.find(([, names]) => names.some((name) => isBelow(host, name)))
  if (found) return found[0]
  return /^(?:web)?mail\d*\./.test(host) ? "email" : "site"
}

/** The partner code in an address (`?from=code`), if it has the form of one. Which codes are known is asked when they are saved. */
export function codeIn(query: string): string {
  if (!query.includes("from=")) return ""
  const code = new URLSearchParams(query).get("from")?.toLowerCase() ?? ""
  return TAG_PATTERN.test(code) ? code : ""
}
