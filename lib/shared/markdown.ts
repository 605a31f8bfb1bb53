import MarkdownIt, { type Token } from "markdown-it"

/** What a text may be given: values for its `{{fields}}`, and the ids of its headings in their order. */
export type MarkdownOptions = { fields?: Fields; headingIds?: readonly string[] }

// "zero" knows nothing but paragraphs: each mark is a choice. HTML stays text.
const parser = new MarkdownIt("zero", { html: false }).enable(["emphasis", "list", "link", "table", "heading"])

// Only addresses of this site and ordinary links. What else looks like a link stays text.
parser.validateLink = (href) => /^(?:\/(?!\/)|#|https?:|mailto:)/i.test(href)

const FIELD = /\{\{\s*([a-z_]+)\s*(?:\|([^{}]*))?\}\}/g

const SENTENCE = /[^.!?。！？]*(?:[.!?。！？]+\s*|$)/g

/** Values for the `{{fields}}` of a text. */
export type Fields = Record<string, string | null>

function lacksField(text: string, fields: Fields): boolean {
  return [...text.matchAll(FIELD)].some(([, name = "", fallback]) => !fields[name] && fallback === undefined)
}

/**
 * Puts values in place of fields. Values are words, never marks: they are put in after the text was understood.
 * A sentence about something that has no value is left out, unless nothing else would remain.
 */
export function fillFields(text: string, fields: Fields): string {
  const sentences = text.match(SENTENCE) ?? []
  const kept = sentences.filter((sentence) => !lacksField(sentence, fields)).join("")
  return (kept || text).replace(FIELD, (_, name: string, fallback = "") => fields[name] || fallback)
}

/** The parts of a text as the parser of this site sees them; others render them in their own way. */
export function parseMarkdown(text: string): Token[] {
  return parser.parse(text, {})
}

/** Leaves out the points of a list that speak of something this site does not have, since its field has no value. */
function dropEmptyPoints(tokens: Token[], fields: Fields): Token[] {
  const kept: Token[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.type !== "list_item_open") {
      kept.push(token)
      continue
    }
    const end = tokens.findIndex(
      (other, at) => at > index && other.type === "list_item_close" && other.level === token.level,
    )
    const inside = tokens.slice(index, end + 1)
    if (!inside.some((part) => part.type === "inline" && lacksField(part.content, fields))) {
      kept.push(token)
      continue
    }
    index = end
  }
  return kept
}

/** On a narrow screen each cell stands alone, so it carries the name of its column. */
function labelCells(tokens: Token[]): void {
  let names: string[] = []
  let column = 0
  tokens.forEach((token, index) => {
    if (token.type === "thead_open") names = []
    if (token.type === "tr_open") column = 0
    if (token.type === "th_open") names.push(tokens[index + 1]?.content ?? "")
    if (token.type === "td_open") token.attrSet("data-label", names[column++] ?? "")
  })
}

function shapeInline(children: Token[], fields: Fields): void {
  for (const token of children) {
    if (token.type === "text") token.content = fillFields(token.content, fields)
    if (token.type === "link_open") {
      const href = String(token.attrGet("href") ?? "")
      if (/^https?:/i.test(href)) token.attrSet("rel", "noopener noreferrer")
    }
  }
}

/**
 * Renders the few marks that texts of a campaign use: paragraphs, bold, lists, links, tables and headings. The result is safe to place in a page.
 *
 * Fields without a value give way to their fallback; a point of a list whose field has neither is left out.
 */
export function renderMarkdown(text: string, { fields = {}, headingIds = [] }: MarkdownOptions = {}): string {
  const tokens = dropEmptyPoints(parser.parse(text, {}), fields)
  labelCells(tokens)
  let heading = 0
  for (const token of tokens) {
    if (token.type === "inline") shapeInline(token.children ?? [], fields)
    if (token.type === "heading_open") {
      const id = headingIds[heading++]
      if (id) token.attrSet("id", id)
    }
  }
  return parser.renderer.render(tokens, parser.options, {})
}

/** The headings of a text as addresses on its page, in their order: "How comments are processed" is `how-comments-are-processed`. */
export function headingSlugs(text: string): string[] {
  const tokens = parser.parse(text, {})
  return tokens.flatMap((token, index) => {
    if (token.type !== "heading_open") return []
    const words = tokens[index + 1]?.content ?? ""
    return [
      words
        .toLowerCase()
        .replace(FIELD, "")
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, ""),
    ]
  })
}
