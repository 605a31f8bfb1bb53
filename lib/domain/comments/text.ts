import { html, type SafeHtml } from "#lib/shared/html"
import { findLinks, mixesScripts, safeHref } from "#lib/shared/links"
import { tidyText } from "#lib/shared/text"

export const COMMENT_MAX_CHARS = 3_000
export const WEBSITE_MAX_CHARS = 200

/** What links in comments say to search engines and to the site they lead to. */
export const LINK_REL = "nofollow ugc noopener noreferrer"

// Letters without a shape: they pass for words and show nothing.
const BLANKS = /[\u115F\u1160\u2800\u3164\uFFA0]/g
// "Tag" characters are invisible text; only the flags of England, Scotland and Wales are written with them.
const TAGS = /(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]{0,8})[\u{E0000}-\u{E007F}]/gu
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g

/** A comment as it is kept: tidy, one kind of line end, no space at line ends, one empty line at most between paragraphs. */
export function tidyComment(text: string): string {
  const lines = tidyText(text.replace(LINE_ENDS, "\n").replace(TAGS, "")).split("\n")
  return lines
    .map((line) => line.trimEnd()) // A pattern for spaces before a line end would be slow on a megabyte of spaces.
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
}

/** Tells whether a text shows nothing at all. */
export function isBlank(text: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(BLANKS, ""))
}

/** A posted comment, or what is wrong with it; `params.n` is how many characters it is too long. Nothing is cut. */
export type ReadComment =
  | { ok: true; value: string }
  | { ok: false; code: "comment_empty"; params: Record<string, never> }
  | { ok: false; code: "comment_too_long"; params: { n: number } }

/** Reads the field `body`. Characters are counted as people count them for most scripts: code points after tidying. */
export function readComment(typed: string): ReadComment {
  const text = tidyComment(typed)
  if (isBlank(text)) return { ok: false, code: "comment_empty", params: {} }
  const over = [...text].length - COMMENT_MAX_CHARS
  return over > 0 ? { ok: false, code: "comment_too_long", params: { n: over } } : { ok: true, value: text }
}

/** Reads the field `website`: an http(s) address of 200 characters at most, `""` for none, `null` for anything else. */
export function readWebsite(typed: string): string | null {
  const text = typed.trim()
  if (text === "") return ""
  const href = text.length <= WEBSITE_MAX_CHARS ? safeHref(text) : null
  return href && href.length <= WEBSITE_MAX_CHARS && !mixesScripts(text) ? href : null
}

/** A piece of a comment for showing. `line` is a line break inside a paragraph. */
export type CommentToken =
  { kind: "text"; text: string } | { kind: "link"; text: string; href: string } | { kind: "line" }

function lineTokens(line: string, hasLinks: boolean): CommentToken[] {
  const tokens: CommentToken[] = []
  let at = 0
  // An address that mixes alphabets is shown, not linked: it can look like another one.
  const links = hasLinks ? findLinks(line).filter(({ href, text }) => href !== null && !mixesScripts(text)) : []
  for (const { start, end, text, href } of links) {
    if (start > at) tokens.push({ kind: "text", text: line.slice(at, start) })
    tokens.push({ kind: "link", text, href: href! })
    at = end
  }
  if (at < line.length) tokens.push({ kind: "text", text: line.slice(at) })
  return tokens
}

/**
 * A comment in paragraphs of pieces, for a page that makes the elements itself.
 *
 * @param hasLinks False for guests: their web addresses stay plain text (product.md 5.9). Links need `rel={LINK_REL}`.
 */
export function commentParagraphs(text: string, { hasLinks }: { hasLinks: boolean }): CommentToken[][] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    const tokens = paragraph
      .split("\n")
      .flatMap((line, index): CommentToken[] => [
        ...(index > 0 ? [{ kind: "line" } as const] : []),
        ...lineTokens(line, hasLinks),
      ])
    return tokens.length > 0 ? [tokens] : []
  })
}

function tokenHtml(token: CommentToken): SafeHtml {
  if (token.kind === "line") return html`<br />`
  if (token.kind === "text") return html`${token.text}`
  return html`<a href="${token.href}" rel="${LINK_REL}">${token.text}</a>`
}

/** The same as markup, for feeds, the API and handler-made pages: only `p`, `br` and `a`, each word escaped. */
export function commentHtml(text: string, options: { hasLinks: boolean }): SafeHtml {
  return html`${commentParagraphs(text, options).map((tokens) => html`<p dir="auto">${tokens.map(tokenHtml)}</p>`)}`
}

/** The first words of a comment on one line, for titles and the moderation list. Cuts between words where there are any. */
export function commentExcerpt(text: string, maxChars = 120): string {
  const line = text.replace(/\s+/g, " ").trim()
  const characters = [...line]
  if (characters.length <= maxChars) return line
  const cut = characters.slice(0, maxChars - 1).join("")
  const space = cut.lastIndexOf(" ")
  return `${(space > maxChars / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
