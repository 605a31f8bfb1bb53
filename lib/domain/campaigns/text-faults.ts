/** Something in a text that cannot be shown: the code of its sentence, and what it was. */
export type TextFault = { code: "text_html" | "text_image" | "text_field" | "text_link"; params: { found: string } }

const FOUND_MAX_CHARS = 60

const FAULTS: readonly [TextFault["code"], RegExp][] = [
  // A tag, a comment or a declaration. "1 < 2" is none.
  ["text_html", /<(?:\/?[a-z][^\s>]*|!--|!doctype|\?)[^>]*>?/iu],
  ["text_image", /!\[[^\]]*\][([][^)\]]*[)\]]?/u],
  // Fields are for letters: here nobody's words are filled in.
  ["text_field", /\{\{[^}]*\}?\}?/u],
  // What the public page would show as words, since it is no ordinary address.
  ["text_link", /\]\(\s*<?(?!\/(?!\/)|#|https?:|mailto:)[^)\s]+/iu],
]

/**
 * What is in a text that the public page would not show as its writer means it: HTML, images, fields, addresses of other kinds.
 *
 * The page is safe without this: `renderMarkdown` shows such things as plain words. Here they are named, so that nobody is surprised.
 *
 * @returns The first of each kind.
 */
export function textFaults(text: string): TextFault[] {
  return FAULTS.flatMap(([code, pattern]) => {
    const found = pattern.exec(text)?.[0]
    return found === undefined ? [] : [{ code, params: { found: found.slice(0, FOUND_MAX_CHARS) } }]
  })
}
