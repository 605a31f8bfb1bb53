const AROUND_CHARS = 40

/** Where two texts differ: the changed passage of each, with a few words around it. */
export function changedPassage(before: string, after: string): { before: string; after: string } {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const cut = (text: string) => {
    const from = wordStart(text, start - AROUND_CHARS)
    const to = wordEnd(text, text.length - end + AROUND_CHARS)
    return `${from > 0 ? "… " : ""}${text.slice(from, to).trim()}${to < text.length ? " …" : ""}`
  }
  return { before: cut(before), after: cut(after) }
}

/** The beginning of a word at or after a place; languages without spaces are cut where they are. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.slice(at, at + AROUND_CHARS / 2).search(/\s/u)
  return space < 0 ? at : at + space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(0, at).search(/\s\S*$/u)
  return space < at - AROUND_CHARS / 2 ? at : space
}
