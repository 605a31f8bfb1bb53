import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What is passed on: a text with the address of the campaign. Nothing in it is about the person who shares. */
export type ShareText = { text: string; title: string; url: string }

/** The text in a language; the neutral one does not tell what the campaign is about. */
export function shareText(
  locale: Locale,
  { title, url, isNeutral }: { title: string; url: string; isNeutral: boolean },
): ShareText {
  const t = translator(locale, "share")
  return {
    title: isNeutral ? t("emailSubject") : title,
    url,
    text: isNeutral ? t("textNeutral", { url }) : t("text", { title, url }),
  }
}

const withQuery = (address: string, query: Record<string, string>) =>
  `${address}?${Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&")}`

/** The mail with the text filled in. Its subject is neutral, since subjects show on lock screens. */
export function mailHref(locale: Locale, { text }: ShareText): string {
  return withQuery("mailto:", { subject: translator(locale, "share")("emailSubject"), body: text })
}

/** Plain links to other sites, with the text filled in. */
export function shareTargets({
  text,
  title,
  url,
}: ShareText): { name: "whatsapp" | "telegram" | "facebook" | "twitter" | "vk" | "weibo"; href: string }[] {
  const lead = text.replace(url, "").trim()
  return [
    { name: "whatsapp", href: withQuery("https://wa.me/", { text }) },
    { name: "telegram", href: withQuery("https://t.me/share/url", { url, text: lead }) },
    { name: "facebook", href: withQuery("https://www.facebook.com/sharer/sharer.php", { u: url }) },
    { name: "twitter", href: withQuery("https://x.com/intent/post", { text }) },
    { name: "vk", href: withQuery("https://vk.com/share.php", { url, title }) },
    { name: "weibo", href: withQuery("https://service.weibo.com/share/share.php", { url, title: lead }) },
  ]
}
