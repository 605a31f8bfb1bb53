const SPACE = new Set([" ", "\n", "\t", "\f", "\r"])

/** Position just after the tag that begins at `start`, or -1 when it never ends. A `>` inside quotes does not end it. */
function endOfTag(html: string, start: number): number {
  let quote = ""
  for (let index = start; index < html.length; index += 1) {
    const character = html.charAt(index)
    if (quote) {
      if (character === quote) quote = ""
    } else if (character === '"' || character === "'") {
      quote = character
    } else if (character === ">") {
      return index + 1
    }
  }
  return -1
}

/** The value of an attribute in the text of one tag, lower case; `null` when it has none. */
function attribute(tag: string, name: string): string | null {
  const attributes = /[\s/"']*([^\s/>"'=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/y
  attributes.lastIndex = tag.search(/[\s/]/)
  for (let found = attributes.exec(tag); found; found = attributes.exec(tag)) {
    if (found[1]?.toLowerCase() === name) return (found[2] ?? found[3] ?? found[4] ?? "").toLowerCase()
  }
  return null
}

/**
 * Links that serve scripts, and preloads of what the page loads anyway: React adds those now and then, as its timing falls, and the
 * same page must be the same bytes.
 */
function isSurplus(tag: string): boolean {
  const rel = attribute(tag, "rel")
  if (rel === "modulepreload" || rel === "expect") return true
  return (rel === "preload" || rel === "prefetch") && /^(?:script|style|image)$/.test(attribute(tag, "as") ?? "")
}

/**
 * Takes script tags and surplus preloads out of a finished page.
 *
 * Text that people wrote is safe from this: the renderer writes their `<` as `&lt;`, so a bare `<script` is always a real tag.
 * One pass; the time grows with the length of the page only.
 *
 * @param keeps Says of a script's address whether it stays.
 */
export function stripScripts(html: string, keeps: (src: string) => boolean): string {
  const kept: string[] = []
  const openings = /<(script|link)(?=[\s/>])/gi
  let copied = 0
  for (let found = openings.exec(html); found; found = openings.exec(html)) {
    const start = found.index
    const isScript = found[1]?.toLowerCase() === "script"
    const tagEnd = endOfTag(html, openings.lastIndex)
    const end = tagEnd < 0 ? html.length : isScript ? endOfScript(html, tagEnd) : tagEnd
    const tag = html.slice(start, tagEnd < 0 ? end : tagEnd)
    if (isScript ? !keeps(attribute(tag, "src") ?? "") : isSurplus(tag)) {
      kept.push(html.slice(copied, start))
      copied = end
    }
    openings.lastIndex = end
  }
  return copied === 0 ? html : kept.join("") + html.slice(copied)
}

/** Position just after the script whose content begins at `start`; a script that never ends takes the rest, as in browsers. */
function endOfScript(html: string, start: number): number {
  const closings = /<\/script/gi
  closings.lastIndex = start
  for (let found = closings.exec(html); found; found = closings.exec(html)) {
    const next = html.charAt(closings.lastIndex)
    if (next === ">" || next === "/" || SPACE.has(next)) {
      const end = html.indexOf(">", closings.lastIndex)
      return end < 0 ? html.length : end + 1
    }
  }
  return html.length
}
