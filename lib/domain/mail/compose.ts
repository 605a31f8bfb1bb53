import { isIP } from "node:net"
import { messageBounceAddress } from "#lib/domain/mail/bounce"
import { messageSchemas, type MessageTemplate } from "#lib/domain/mail/schema"
import { type Filled, fillTemplate } from "#lib/domain/mail/templates"
import { env } from "#lib/platform/env"
import type { Mail, MailAddress } from "#lib/platform/smtp"
import { html, type SafeHtml, SafeHtml as Markup } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What the site calls itself and its operator. */
export type Names = {
  siteName: string
  orgName: string
  /** Sender of discreet mail; without one the words are the language's. */
  neutralSender?: string | null
  /** Stands in subjects of news; `null`: they name nobody. */
  orgShort?: string | null
}

/** A message as it comes out of the outbox, opened. */
export type OpenMessage = {
  id: string
  template: MessageTemplate
  locale: Locale
  isDiscreet: boolean
  to: string
  data: unknown
}

/** The domain that our mail comes from. */
export function mailDomain(): string {
  const { MAIL_FROM, baseUrl } = env()
  if (MAIL_FROM) return MAIL_FROM.slice(MAIL_FROM.lastIndexOf("@") + 1)
  const { hostname } = new URL(baseUrl)
  return isIP(hostname) || hostname.startsWith("[") ? "localhost" : hostname
}

/** Addresses in mail come from the settings, never from a request: nobody can make us mail a link of theirs. */
function linkBase(isDiscreet: boolean): string {
  const { baseUrl, DISCREET_BASE_URL } = env()
  return (isDiscreet && DISCREET_BASE_URL ? DISCREET_BASE_URL : baseUrl).replace(/\/+$/, "")
}

function sender(names: Names, isDiscreet: boolean, locale: Locale): MailAddress {
  const { MAIL_FROM, NEUTRAL_SENDER } = env()
  const neutral = names.neutralSender ?? NEUTRAL_SENDER ?? translator(locale, "mail")("neutralSender")
  return {
    name: isDiscreet ? neutral : names.orgName,
    address: MAIL_FROM ?? `no-reply@${mailDomain()}`,
  }
}

type Ways = Pick<Filled, "deleteUrl" | "newsUrl">

function footer(locale: Locale, isDiscreet: boolean, siteName: string, { deleteUrl, newsUrl }: Ways): string {
  const text = translator(locale, "mail")
  if (newsUrl !== null)
    return isDiscreet ? text("footerNewsDiscreet", { newsUrl }) : text("footerNews", { siteName, newsUrl })
  if (deleteUrl === null) return isDiscreet ? text("footerDoneDiscreet") : text("footerDone", { siteName })
  return isDiscreet ? text("footerDiscreet", { deleteUrl }) : text("footer", { siteName, deleteUrl })
}

/** Escapes a text and makes links of our own addresses in it; those that people typed stay text. */
function withLinks(text: string, urls: readonly string[]): SafeHtml {
  const [url, ...others] = urls
  if (url === undefined) return html`${text}`
  const parts = text.split(url).map((part) => withLinks(part, others).text)
  return new Markup(parts.join(html`<a href="${url}">${url}</a>`.text))
}

function page(locale: Locale, subject: string, paragraphs: readonly string[], last: string, urls: string[]): string {
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body>
        ${paragraphs.map((paragraph) => html`<p>${withLinks(paragraph, urls)}</p> `)}
        <hr />
        <p><small>${withLinks(last, urls)}</small></p>
      </body>
    </html> `.text
}

/**
 * Writes a mail: its words, its links and its headers. The same message always gives the same mail.
 *
 * The `Message-ID` is made of the row's id, so that a copy sent after a crash is known as a copy.
 *
 * @param comesBack It is one of many: reports of failure come back to an address of its own where somebody takes them.
 * @throws when the data does not fit the template.
 */
export function composeMail(
  { id, template, locale, isDiscreet, to, data }: OpenMessage,
  names: Names,
  { comesBack = false }: { comesBack?: boolean } = {},
): Mail & { html: string } {
  const base = linkBase(isDiscreet)
  const urls = new Set<string>()
  const link = (path: string) => {
    const url = base + localePath(locale, path)
    urls.add(url)
    return url
  }
  const parsed = messageSchemas[template].parse(data)
  const { subject, paragraphs, deleteUrl, stopUrl, newsUrl } = fillTemplate(template, parsed as never, {
    locale,
    isDiscreet,
    link,
    orgShort: names.orgShort ?? null,
  })
  const last = footer(locale, isDiscreet, names.siteName, { deleteUrl, newsUrl })
  // The longest first, so that an address which begins like another one is not cut in two.
  const byLength = [...urls].sort((a, b) => b.length - a.length)
  return {
    from: sender(names, isDiscreet, locale),
    to: { name: "", address: to },
    subject,
    text: `${[...paragraphs, last].join("\n\n")}\n`,
    html: page(locale, subject, paragraphs, last, byLength),
    messageId: `<${id}@${mailDomain()}>`,
    ...(comesBack && env().BOUNCE_SECRET !== undefined && { returnPath: messageBounceAddress(id, mailDomain()) }),
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(stopUrl && { "List-Unsubscribe": `<${stopUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
    },
  }
}
