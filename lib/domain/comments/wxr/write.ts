import { escapeHtml } from "#lib/shared/html"

/** A comment for an export. Ids are ours; the export numbers them. */
export type ExportedComment = {
  id: string
  parentId: string | null
  name: string
  /** Only where whoever exports has asked for addresses and may have them. */
  email: string | null
  website: string | null
  text: string
  postedAt: Date
  status: "approved" | "pending" | "trash" | "spam"
}

export type ExportedItem = {
  title: string
  link: string
  slug: string
  publishedAt: Date
  isOpen: boolean
  comments: AsyncIterable<ExportedComment> | Iterable<ExportedComment>
}

export type ExportedSite = { title: string; link: string; language: string; now: Date }

// XML 1.0 has no place for these, not even as numbers (§2.2).
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const APPROVED = { approved: "1", pending: "0", trash: "trash", spam: "spam" } as const

/** Text as a CDATA section. An end mark inside is split between two sections, so it cannot close the first. */
export function cdata(text: string): string {
  const clean = text.toWellFormed().replace(NOT_XML, "")
  return `<![CDATA[${clean.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`
}

const xml = (text: string) => escapeHtml(text.toWellFormed().replace(NOT_XML, ""))
const date = (at: Date) => at.toISOString().slice(0, 19).replace("T", " ")

/** Gives each id a number, the same each time, counting from 1. */
function numbering(): (id: string) => number {
  const numbers = new Map<string, number>()
  return (id) => {
    const number = numbers.get(id) ?? numbers.size + 1
    numbers.set(id, number)
    return number
  }
}

function head({ title, link, language, now }: ExportedSite): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>${xml(title)}</title>
	<link>${xml(link)}</link>
	<description></description>
	<pubDate>${now.toUTCString()}</pubDate>
	<language>${xml(language)}</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>${xml(link)}</wp:base_site_url>
	<wp:base_blog_url>${xml(link)}</wp:base_blog_url>
`
}

function itemHead({ title, link, slug, publishedAt, isOpen }: ExportedItem, number: number): string {
  return `	<item>
		<title>${cdata(title)}</title>
		<link>${xml(link)}</link>
		<pubDate>${publishedAt.toUTCString()}</pubDate>
		<dc:creator>${cdata("")}</dc:creator>
		<guid isPermaLink="false">${xml(link)}</guid>
		<description></description>
		<content:encoded>${cdata("")}</content:encoded>
		<excerpt:encoded>${cdata("")}</excerpt:encoded>
		<wp:post_id>${number}</wp:post_id>
		<wp:post_date>${cdata(date(publishedAt))}</wp:post_date>
		<wp:post_date_gmt>${cdata(date(publishedAt))}</wp:post_date_gmt>
		<wp:comment_status>${cdata(isOpen ? "open" : "closed")}</wp:comment_status>
		<wp:ping_status>${cdata("closed")}</wp:ping_status>
		<wp:post_name>${cdata(slug)}</wp:post_name>
		<wp:status>${cdata("publish")}</wp:status>
		<wp:post_parent>0</wp:post_parent>
		<wp:menu_order>0</wp:menu_order>
		<wp:post_type>${cdata("post")}</wp:post_type>
		<wp:post_password>${cdata("")}</wp:post_password>
		<wp:is_sticky>0</wp:is_sticky>
`
}

function comment(one: ExportedComment, numberOf: (id: string) => number): string {
  // WordPress takes the content for HTML, so our plain text is escaped once more inside the section.
  return `		<wp:comment>
			<wp:comment_id>${numberOf(one.id)}</wp:comment_id>
			<wp:comment_author>${cdata(one.name)}</wp:comment_author>
			<wp:comment_author_email>${cdata(one.email ?? "")}</wp:comment_author_email>
			<wp:comment_author_url>${xml(one.website ?? "")}</wp:comment_author_url>
			<wp:comment_author_IP></wp:comment_author_IP>
			<wp:comment_date>${cdata(date(one.postedAt))}</wp:comment_date>
			<wp:comment_date_gmt>${cdata(date(one.postedAt))}</wp:comment_date_gmt>
			<wp:comment_content>${cdata(escapeHtml(one.text))}</wp:comment_content>
			<wp:comment_approved>${cdata(APPROVED[one.status])}</wp:comment_approved>
			<wp:comment_type>${cdata("comment")}</wp:comment_type>
			<wp:comment_parent>${one.parentId === null ? 0 : numberOf(one.parentId)}</wp:comment_parent>
			<wp:comment_user_id>0</wp:comment_user_id>
		</wp:comment>
`
}

/**
 * Writes an export that WordPress can import (WXR 1.2), piece by piece: one comment is in memory at a time.
 *
 * Network addresses are not known here and stay empty. Times are exact, so an export is for the organiser, not for the public.
 */
export async function* writeWxr(
  site: ExportedSite,
  items: AsyncIterable<ExportedItem> | Iterable<ExportedItem>,
): AsyncGenerator<string> {
  const numberOf = numbering()
  let number = 0
  yield head(site)
  for await (const item of items) {
    yield itemHead(item, (number += 1))
    for await (const one of item.comments) yield comment(one, numberOf)
    yield "	</item>\n"
  }
  yield "</channel>\n</rss>\n"
}
