/** Names of the parts of a path and what may stand there. Slugs as campaigns have them; everything else is checked by its handler. */
const PARTS: Record<string, RegExp> = { slug: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, n: /^\d{1,9}$/, id: /^[\w-]+$/ }
const PART_MAX_CHARS = 200

type Segment = { text: string } | { name: string }

/** A path pattern such as `/c/{slug}/signatures`, taken apart once. */
export type Pattern = Segment[]

/** Takes a pattern apart. */
export function parsePattern(pattern: string): Pattern {
  return segmentsOf(pattern).map((text) => (text.startsWith("{") ? { name: text.slice(1, -1) } : { text }))
}

/** The parts of a path; the home page has none. */
export function segmentsOf(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/")
}

/** The named parts of a path that fits the pattern, `null` when it does not. Parts are decoded. */
export function matchPattern(pattern: Pattern, segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const found = segments[index] ?? ""
    if ("text" in expected) {
      if (expected.text !== found) return null
      continue
    }
    // As written: what has rules needs no escapes, and one page must not have many addresses.
    if (PARTS[expected.name]?.test(found) === false) return null
    const value = found.includes("%") ? decode(found) : found
    if (value === null || value === "" || value.length > PART_MAX_CHARS) return null
    params[expected.name] = value
  }
  return params
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
