const URL_MAX_CHARS = 2_048

/** A request's address, checked: safe to decode, to match and to hand on. */
export type RequestAddress = { ok: true; pathname: string; query: string } | { ok: false; status: 400 | 404 | 414 }

const CONTROL = /[\u0000-\u001f\u007f]/

/** Tells whether every percent sequence is well formed, valid UTF-8 and no control character. */
function decodes(text: string): boolean {
  if (!text.includes("%")) return true
  try {
    return !CONTROL.test(decodeURIComponent(text))
  } catch {
    return false
  }
}

/**
 * Checks the target of a request (RFC 9112 §3.2.1), so that nothing behind it meets bytes it cannot read.
 *
 * 414 is for addresses over 2,048 characters, 404 for empty segments (`//host` must never become part of a redirect),
 * 400 for everything else that no link of this site can hold: other forms of target, backslashes, raw bytes beyond
 * ASCII, broken or overlong UTF-8, control characters.
 */
export function readAddress(url: string | undefined): RequestAddress {
  if (url === undefined || !url.startsWith("/")) return { ok: false, status: 400 }
  if (url.length > URL_MAX_CHARS) return { ok: false, status: 414 }
  if (!/^[!-[\]-~]*$/.test(url)) return { ok: false, status: 400 }
  const cut = url.indexOf("?")
  const pathname = cut < 0 ? url : url.slice(0, cut)
  const query = cut < 0 ? "" : url.slice(cut + 1)
  if (pathname.includes("#") || !decodes(pathname) || !decodes(query)) return { ok: false, status: 400 }
  if (pathname.includes("//")) return { ok: false, status: 404 }
  // An encoded slash or backslash would change the meaning of a path that is decoded once more further on.
  if (/%(?:2f|5c)/i.test(pathname)) return { ok: false, status: 404 }
  return { ok: true, pathname, query }
}
