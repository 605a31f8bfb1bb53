import type { Token } from "markdown-it"
import { type Fields, fillFields, parseMarkdown } from "#lib/shared/markdown"

/** Turns a path of this site into the address that a message may hold. */
type ToUrl = (path: string) => string

function inline(children: readonly Token[], fields: Fields, toUrl: ToUrl): string {
  let text = ""
  let url: string | null = null
  for (const token of children) {
    if (token.type === "text") text += fillFields(token.content, fields)
    if (token.type === "softbreak" || token.type === "hardbreak") text += "\n"
    if (token.type === "link_open") {
      const href = String(token.attrGet("href") ?? "")
      url = href.startsWith("/") ? toUrl(href) : null
    }
    if (token.type === "link_close" && url !== null) text += ` (${url})`
  }
  return text
}

/**
 * A text with its few marks as the paragraphs of a plain message. Links within the site keep their address; of others only the words
 * stay, because messages link to nobody else.
 */
export function plainParagraphs(text: string, { fields = {}, toUrl }: { fields?: Fields; toUrl: ToUrl }): string[] {
  const paragraphs: string[] = []
  const lists: { next: number | null; lines: string[] }[] = []
  let row: string[] | null = null
  for (const token of parseMarkdown(text)) {
    const list = lists.at(-1)
    switch (token.type) {
      case "bullet_list_open":
        lists.push({ next: null, lines: [] })
        break
      case "ordered_list_open":
        lists.push({ next: Number(token.attrGet("start") ?? 1), lines: [] })
        break
      case "bullet_list_close":
      case "ordered_list_close": {
        const lines = lists.pop()?.lines ?? []
        const outer = lists.at(-1)
        if (outer) outer.lines.push(...lines.map((line) => `  ${line}`))
        else paragraphs.push(lines.join("\n"))
        break
      }
      case "tr_open":
        row = []
        break
      case "tr_close":
        paragraphs.push((row ?? []).join(" – "))
        row = null
        break
      case "inline": {
        const words = inline(token.children ?? [], fields, toUrl)
        if (list) list.lines.push(list.next === null ? `- ${words}` : `${list.next++}. ${words}`)
        else if (row) row.push(words)
        else paragraphs.push(words)
        break
      }
    }
  }
  return paragraphs.filter((paragraph) => paragraph.trim() !== "")
}
