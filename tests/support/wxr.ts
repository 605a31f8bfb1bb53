import type { ImportedComment } from "#lib/domain/comments/wxr/types"
import type { PutOutcome, WxrSink } from "#lib/domain/comments/wxr/import"

type Fields = Partial<Record<string, string | number>>

const element = (name: string, value: string | number) => `<wp:${name}>${value}</wp:${name}>`

/** A comment of an export. Values are XML: use `cdata` for markup. `null` leaves an element out. */
export function wxrComment(id: number | string, fields: Fields = {}): string {
  const all: Fields = {
    comment_id: id,
    comment_author: `<![CDATA[Writer ${id}]]>`,
    comment_author_email: `w${id}@example.org`,
    comment_author_url: "",
    comment_author_IP: "192.0.2.77",
    comment_date: "2015-07-20 12:00:00",
    comment_date_gmt: "2015-07-20 10:00:00",
    comment_content: `<![CDATA[Text of ${id}]]>`,
    comment_approved: 1,
    comment_type: "",
    comment_parent: 0,
    comment_user_id: 0,
    commentmeta: "<wp:meta_key>akismet_result</wp:meta_key><wp:meta_value>secret-meta</wp:meta_value>",
    ...fields,
  }
  const inner = Object.entries(all).map(([name, value]) => (value === undefined ? "" : element(name, value)))
  return `<wp:comment>${inner.join("")}</wp:comment>\n`
}

export function wxrItem(comments: string, { slug = "safe", date = "2015-07-14 08:00:00" } = {}): string {
  return `<item><title>An appeal</title><link>https://old.example/2015/07/${slug}/</link>
<content:encoded><![CDATA[<p>A long text with <wp:comment> in it.</p>]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date_gmt>${date}</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>
<wp:post_name>${slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
${comments}</item>\n`
}

export function wxrFile(
  items: string,
  { version = "1.2", before = '<?xml version="1.0" encoding="UTF-8"?>\n' } = {},
): string {
  return `${before}<!-- made for tests -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/${version}/">
<channel><title>Old blog</title><link>https://old.example/</link><language>en</language>
<wp:wxr_version>${version}</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url>
<wp:author><wp:author_id>1</wp:author_id></wp:author>
${items}</channel></rss>\n`
}

/** The bytes of a text in pieces of a size. */
export async function* inPieces(text: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Keeps comments in memory as a database would: by key, and only below something that is there. */
export function memorySink(): WxrSink & { kept: Map<string, ImportedComment>; puts: ImportedComment[] } {
  const kept = new Map<string, ImportedComment>()
  const numbers = new Set<number>()
  const puts: ImportedComment[] = []
  return {
    kept,
    puts,
    async put(comment): Promise<PutOutcome> {
      if (comment.parentId !== null && !numbers.has(comment.parentId))
        throw new Error(`${comment.key}: its parent is not there`)
      const before = kept.get(comment.key)
      kept.set(comment.key, comment)
      numbers.add(comment.id)
      puts.push(comment)
      if (!before) return "created"
      return JSON.stringify(before) === JSON.stringify(comment) ? "unchanged" : "updated"
    },
  }
}
