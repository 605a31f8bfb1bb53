import "server-only"
import { listKeptLetters } from "#lib/domain/letters/kept"
import { type KeptMail, listKeptMail } from "#lib/domain/mail/queries"
import "#lib/domain/mailings/words"
import "#lib/domain/signatures/greetings"
import { assets } from "#lib/generated/assets"
import { env } from "#lib/platform/env"
import type { MailAddress } from "#lib/platform/smtp"
import { parseEmailAddress } from "#lib/shared/email-address"
import { html, type SafeHtml } from "#lib/shared/html"
import { formatter, translator } from "#lib/shared/i18n"
import { bestLocale, DEFAULT_LOCALE, type Locale } from "#lib/shared/locales"

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1000

/**
 * Whether the mailbox exists for this visitor: mail is kept, the site has a loopback address, and so has the visitor.
 *
 * The front sets `x-tm-local` for a loopback peer that names a loopback host and comes without a proxy; it takes it from all others.
 */
function isOpen(request: Request): boolean {
  const { isLocalMail, baseUrl } = env()
  return isLocalMail && isLoopback(new URL(baseUrl).hostname) && request.headers.get("x-tm-local") === "1"
}

/** Tells whether a host of a URL is this machine: its name, 127.0.0.0/8 or ::1 (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}

/** As the front answers any address that is not there. */
const notThere = () => new Response(null, { status: 404 })

const HEADERS = { "cache-control": "no-store", "x-robots-tag": "noindex" }

/** What the address asks for; `null` when `to` can be nobody's. */
function readQuery(request: Request): { limit: number; to: string | null } | null {
  const query = new URL(request.url).searchParams
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT)
  const wanted = query.get("to")
  const to = wanted ? parseEmailAddress(wanted) : null
  if (wanted && to === null) return null
  return { limit: Number.isInteger(limit) ? Math.min(Math.max(limit, 1), MAX_LIMIT) : DEFAULT_LIMIT, to }
}

async function readMail(request: Request): Promise<KeptMail[]> {
  const query = readQuery(request)
  if (!query) return []
  const [mail, letters] = await Promise.all([listKeptMail(query), listKeptLetters(query)])
  return [...mail, ...letters].sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime()).slice(0, query.limit)
}

/** An address as mail programs show it. Only for reading: mail is sent with name and address apart. */
const shown = ({ name, address }: MailAddress) => (name ? [name, `<${address}>`].join(" ") : address)

/** `GET /demo/outbox.json?limit=100&to=`: the mail kept on this machine, newest first. */
export async function outboxJson(request: Request): Promise<Response> {
  if (!isOpen(request)) return notThere()
  const mail = (await readMail(request)).map(({ id, to, from, subject, text, html, headers, messageId, sentAt }) => ({
    id,
    to: to.address,
    from: shown(from),
    subject,
    text,
    html: html ?? "",
    headers: { "Message-ID": messageId, ...headers },
    sentAt: sentAt.toISOString(),
  }))
  return Response.json(mail, { headers: HEADERS })
}

/** `GET /demo/outbox`: the same as a page. The HTML part of a mail is shown as text, so that nothing in it happens here. */
export async function outbox(request: Request): Promise<Response> {
  if (!isOpen(request)) return notThere()
  const locale = bestLocale(request.headers.get("accept-language")) ?? DEFAULT_LOCALE
  const page = outboxPage(locale, await readMail(request))
  return new Response(page, { headers: { ...HEADERS, "content-type": "text/html; charset=utf-8" } })
}

function outboxPage(locale: Locale, mail: KeptMail[]): string {
  const text = translator(locale, "outbox")
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${text("title")}</title>
        <link rel="stylesheet" href="${assets.css}" />
      </head>
      <body>
        <main id="main" class="page-width">
          <h1>${text("title")}</h1>
          <p>${text("intro")}</p>
          <p><a href="/demo/outbox">${text("refresh")}</a></p>
          <p>${mail.length === 0 ? text("empty") : text("count", { n: mail.length })}</p>
          ${mail.map((one) => message(locale, one))}
        </main>
      </body>
    </html> `.text
}

function message(locale: Locale, mail: KeptMail): SafeHtml {
  const text = translator(locale, "outbox")
  const date = formatter(locale).dateTime(mail.sentAt, { dateStyle: "medium", timeStyle: "medium" })
  return html`<article>
    <h2>${mail.subject}</h2>
    <p class="small" dir="auto">
      ${text("from", { from: shown(mail.from) })}<br />
      ${text("to", { to: mail.to.address })}<br />
      <time datetime="${mail.sentAt.toISOString()}">${text("sent", { date })}</time>
    </p>
    ${mail.text
      .trimEnd()
      .split("\n\n")
      .map((paragraph) => html`<p dir="auto">${withLinks(paragraph)}</p> `)}
    ${
      mail.html !== undefined &&
      html`<details>
        <summary>HTML</summary>
        <pre>${mail.html}</pre>
      </details>`
    }
  </article> `
}

/** Makes links of the site's own addresses only. Nothing stands close behind one: it ends a paragraph or is followed by a space. */
function withLinks(paragraph: string): SafeHtml {
  const { baseUrl, DISCREET_BASE_URL } = env()
  const bases = [baseUrl, ...(DISCREET_BASE_URL ? [DISCREET_BASE_URL.replace(/\/+$/, "")] : [])]
  const parts = paragraph.split(/(https?:\/\/\S+)/)
  const isOurs = (part: string) => bases.some((base) => part.startsWith(`${base}/`))
  return html`${parts.map((part) => (isOurs(part) ? html`<a href="${part}">${part}</a>` : part))}`
}
