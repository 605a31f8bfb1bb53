/** A web address found in a text. `start` and `end` are positions in it. */
export type FoundLink = {
  start: number
  end: number
  text: string
  /** Lower case, as A-labels. */
  host: string
  /** Address to follow, or `null` when it is not a plain http(s) address. */
  href: string | null
  /** False for `example.org` and `www.example.org`. */
  hasScheme: boolean
}

const ADDRESS_MAX_CHARS = 2_000

// Endings taken for a web address without a scheme in front. Country codes that are words ("it.is", "he.so") need a path behind them.
const ENDINGS =
  "com|net|org|info|biz|ru|cn|su|io|co|xyz|top|site|online|shop|club|vip|live|store|app|link|click|win|bet|casino|loan|pro|uk|de|fr|es|eu|рф"

// Chinese, Japanese and Korean text follows an address without a space, and never is a part of it.
const BODY = String.raw`[^\s<>"'\x60“”«»\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}。，、；：！？（）【】《》「」]`
const LETTER = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{N}`
const LABEL = String.raw`[${LETTER}](?:[${LETTER}-]{0,61}[${LETTER}])?`
const TAIL = String.raw`(?::\d{1,5})?(?:[/?#]${BODY}{0,${ADDRESS_MAX_CHARS}})?`
// Every repetition is bounded, and a match can only start at the beginning of a word: no text is slow.
const LINK = new RegExp(
  [
    String.raw`(?<![${LETTER}])https?:\/\/${BODY}{1,${ADDRESS_MAX_CHARS}}`,
    String.raw`(?<![${LETTER}@._-])www\.(?:${LABEL}\.){1,5}\p{L}{2,24}${TAIL}`,
    String.raw`(?<![${LETTER}@._-])(?:${LABEL}\.){1,5}(?:(?:${ENDINGS})(?![${LETTER}@-])${TAIL}|[a-z]{2}(?=\/[\p{L}\p{N}+@])${TAIL})`,
  ].join("|"),
  "giu",
)

const CLOSING: Record<string, string> = { ")": "(", "]": "[", "}": "{" }

/** Cuts what ends the sentence rather than the address; a closing bracket stays when its opening one is inside. */
function withoutPunctuation(text: string): string {
  let end = text.length
  for (; end > 0; end--) {
    const last = text[end - 1]!
    const opening = CLOSING[last]
    if (opening) {
      const inside = text.slice(0, end)
      if (inside.split(opening).length >= inside.split(last).length) break
    } else if (!/[.,;:!?*_~|…'’”»]/.test(last)) break
  }
  return text.slice(0, end)
}

/**
 * An address that may stand in `href`: http or https, a host with a dot, no user name in it, 2,000 characters at most.
 *
 * @param typed With or without a scheme; `https:` is put before one without.
 * @returns The address as the URL standard writes it, or `null`.
 */
export function safeHref(typed: string): string | null {
  const text = typed.trim()
  if (text.length > ADDRESS_MAX_CHARS || /[\s\u0000-\u001f\u007f]/.test(text)) return null
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+\.[^/:]+:\d/.test(text) ? text : `https://${text}`
  if (!/^https?:\/\//i.test(withScheme) || !URL.canParse(withScheme)) return null
  const { protocol, username, password, hostname, href } = new URL(withScheme)
  if (protocol !== "https:" && protocol !== "http:") return null
  if (username || password || !/[^.]\.[^.]/.test(hostname)) return null
  return href.length <= ADDRESS_MAX_CHARS ? href : null
}

/** Tells whether a word mixes letters that look alike: Latin with Cyrillic or Greek, as in a false `аpple`. */
export function mixesScripts(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
}

/** The web addresses of a text, in order, with or without a scheme. E-mail addresses are not among them. */
export function findLinks(text: string): FoundLink[] {
  const found: FoundLink[] = []
  for (const match of text.matchAll(LINK)) {
    const address = withoutPunctuation(match[0])
    const hasScheme = /^https?:\/\//i.test(address)
    const parsed = URL.parse(hasScheme ? address : `https://${address}`)
    if (!parsed || parsed.hostname === "") continue
    found.push({
      start: match.index,
      end: match.index + address.length,
      text: address,
      host: parsed.hostname,
      href: safeHref(address),
      hasScheme,
    })
  }
  return found
}
