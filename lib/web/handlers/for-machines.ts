import { listCampaigns } from "#lib/domain/campaigns/queries"
import { env } from "#lib/platform/env"
import { html } from "#lib/shared/html"
import { DEFAULT_LOCALE, localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

const text = (body: string) => new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } })

/** `GET /robots.txt` (RFC 9309). Pages that are for one person say so themselves; here stand only those that nobody should ask for. */
export async function robots(): Promise<Response> {
  const closed = ["/admin", "/api/auth", "/demo", "/exit", "/login", "/logout"]
  const lines = ["User-agent: *", ...closed.map((path) => `Disallow: ${path}`), ""]
  return text([...lines, `Sitemap: ${env().baseUrl}/sitemap.xml`, ""].join("\n"))
}

/** Pages of a campaign that search engines may show (product.md 2). */
const OF_CAMPAIGN = ["", "/letters", "/points", "/results", "/comments"]
const OF_SITE = ["/", "/c", "/privacy", "/safety", "/accessibility"]

/** `GET /sitemap.xml` (sitemaps.org 0.9): public pages in every language on offer. No dates: they would tell when something happened. */
export async function sitemap(): Promise<Response> {
  const [{ locales, baseUrl }, campaigns] = await Promise.all([siteSettings(), listCampaigns(DEFAULT_LOCALE)])
  const paths = [...OF_SITE, ...campaigns.flatMap(({ slug }) => OF_CAMPAIGN.map((part) => `/c/${slug}${part}`))]
  const entries = paths.flatMap((path) =>
    locales.map(
      (locale) =>
        html`<url
          ><loc>${baseUrl + localePath(locale, path)}</loc> ${locales.map(
            (other) =>
              html`<xhtml:link rel="alternate" hreflang="${other}" href="${baseUrl + localePath(other, path)}" />`,
          )}</url
        > `,
    ),
  )
  const list = html`<urlset
    xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:xhtml="http://www.w3.org/1999/xhtml"
    >${entries}</urlset
  > `
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${list.text}`, {
    headers: { "content-type": "application/xml; charset=utf-8" },
  })
}

const CONTACT_DAYS = 180
const DAY_MS = 86_400_000

/** An address as a link: e-mail, web, or a page of this site where people find one. */
function contactOf(contact: string | null, baseUrl: string): string {
  const typed = contact?.trim() ?? ""
  if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(typed)) return `mailto:${typed}`
  return URL.canParse(typed) && new URL(typed).protocol === "https:" ? new URL(typed).href : `${baseUrl}/privacy`
}

/** `GET /.well-known/security.txt` (RFC 9116): whom to tell of a weakness. Valid for half a year from each day on. */
export async function security(): Promise<Response> {
  const { orgContact, baseUrl, locales } = await siteSettings()
  const expires = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + CONTACT_DAYS * DAY_MS)
  return text(
    [
      `Contact: ${contactOf(orgContact, baseUrl)}`,
      `Expires: ${expires.toISOString()}`,
      `Preferred-Languages: ${locales.join(", ")}`,
      `Canonical: ${baseUrl}/.well-known/security.txt`,
      "",
    ].join("\n"),
  )
}
