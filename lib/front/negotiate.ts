import type { IncomingMessage } from "node:http"

/** What of a request decides which stored bytes answer it. */
export type Wishes = {
  cookie: string
  acceptEncoding: string
  acceptLanguage: string
  ifNoneMatch: string
  isPrefetch: boolean
  /** Where somebody comes from, for the totals alone. */
  referer: string
  fetchSite: string
}

/**
 * Reads the few headers that the page cache looks at, without building Node's header object.
 *
 * Joins repeated fields as RFC 9110 §5.3 says, so that a second Cookie line cannot hide one of ours.
 */
export function readWishes(incoming: IncomingMessage, wishes: Wishes): void {
  wishes.cookie = wishes.acceptEncoding = wishes.acceptLanguage = wishes.ifNoneMatch = ""
  wishes.referer = wishes.fetchSite = ""
  wishes.isPrefetch = false
  const raw = incoming.rawHeaders
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ""
    switch (name.length) {
      case 6:
        if (name.toLowerCase() === "cookie") wishes.cookie = join(wishes.cookie, raw[index + 1], "; ")
        break
      case 7:
        if (name.toLowerCase() === "referer") wishes.referer = raw[index + 1] ?? ""
        break
      case 11:
        if (name.toLowerCase() === "sec-purpose") wishes.isPrefetch = true
        break
      case 13:
        if (name.toLowerCase() === "if-none-match") wishes.ifNoneMatch = join(wishes.ifNoneMatch, raw[index + 1], ", ")
        break
      case 14:
        if (name.toLowerCase() === "sec-fetch-site") wishes.fetchSite = raw[index + 1] ?? ""
        break
      case 15: {
        const lower = name.toLowerCase()
        if (lower === "accept-encoding") wishes.acceptEncoding = join(wishes.acceptEncoding, raw[index + 1], ", ")
        else if (lower === "accept-language") wishes.acceptLanguage = join(wishes.acceptLanguage, raw[index + 1], ", ")
      }
    }
  }
}

function join(known: string, more: string | undefined, separator: string): string {
  return known === "" ? (more ?? "") : known + separator + (more ?? "")
}

/** The encodings in which bodies are stored. */
export type Encoding = "identity" | "gzip" | "br"

function bestEncoding(header: string): Encoding {
  const weights = new Map(
    header.split(",", 20).map((part) => {
      const [name = "", parameter = ""] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameter === "" ? 1 : Number(/^q=([\d.]+)$/.exec(parameter)?.[1] ?? 0)
      return [name, Number.isNaN(quality) ? 0 : quality] as const
    }),
  )
  const weight = (name: string) => weights.get(name) ?? weights.get("*") ?? 0
  if (weight("br") > 0 && weight("br") >= weight("gzip")) return "br"
  return weight("gzip") > 0 ? "gzip" : "identity"
}

const REMEMBERED_MAX = 500

/** Remembers the answers of a pure function for a few hundred short inputs; browsers send few different headers. */
export function remember<Value>(work: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const value = work(text)
    if (known.size >= REMEMBERED_MAX) known.clear()
    if (text.length <= 200) known.set(text, value)
    return value
  }
}

/** The stored encoding that suits an `Accept-Encoding` header; Brotli when both are welcome (RFC 9110 §12.5.3). */
export const chooseEncoding = remember(bestEncoding)

/** Tells whether an `If-None-Match` header names one of these tags (weak comparison, RFC 9110 §13.1.2). */
export function namesTag(ifNoneMatch: string, tags: readonly string[]): boolean {
  if (ifNoneMatch === "*") return true
  return ifNoneMatch.split(",", 50).some((tag) => tags.includes(tag.trim().replace(/^W\//, "")))
}
