/** A header line, unfolded. */
export type Header = { name: string; value: string }

const DEPTH_MAX = 5
const PARTS_MAX = 50

/** Header lines of a block, unfolded, up to its first blank line. */
export function headersOf(block: string): Header[] {
  const [head = ""] = block.split(/\r?\n\r?\n/, 1)
  return head
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .flatMap((line) => {
      const at = line.indexOf(":")
      return at > 0 ? [{ name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() }] : []
    })
}

/** The first header of a name; "" where there is none. */
export function headerOf(headers: readonly Header[], name: string): string {
  return headers.find((header) => header.name === name)?.value ?? ""
}

function decoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset || "utf-8")
  } catch {
    return new TextDecoder("utf-8")
  }
}

function unquote(text: string): Buffer {
  const joined = text.replace(/[ \t]*=\r?\n/g, "")
  return Buffer.from(
    joined.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  )
}

/** Words in other scripts in a header (RFC 2047). */
export function decodeWords(value: string): string {
  return value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, "$1")
    .replace(/=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi, (_, charset: string, kind: string, text: string) => {
      const bytes = kind.toLowerCase() === "b" ? Buffer.from(text, "base64") : unquote(text.replace(/_/g, " "))
      return decoder(charset).decode(bytes)
    })
}

/** One part of a mail that is text. */
export type TextPart = { type: "text/plain" | "text/html"; text: string }

function parameterOf(value: string, name: string): string {
  const [, quoted, plain] = new RegExp(String.raw`;\s*${name}\s*=\s*(?:"([^"]*)"|([^\s;]+))`, "i").exec(value) ?? []
  return quoted ?? plain ?? ""
}

function bodyOf(entity: string): string {
  const at = /\r?\n\r?\n/.exec(entity)
  return at ? entity.slice(at.index + at[0].length) : ""
}

function decodeBody(body: string, encoding: string, charset: string): string {
  const name = encoding.trim().toLowerCase()
  const bytes =
    name === "base64"
      ? Buffer.from(body, "base64")
      : name === "quoted-printable"
        ? unquote(body)
        : Buffer.from(body, "latin1")
  return decoder(charset).decode(bytes)
}

/**
 * The text parts of a mail in their order (RFC 2045, 2046). Files, and what is deeper than five levels, are left out.
 *
 * @param entity The mail with one character for each of its bytes (`latin1`).
 */
export function textParts(entity: string, depth = 0): TextPart[] {
  const headers = headersOf(entity)
  const type = headerOf(headers, "content-type") || "text/plain"
  const kind = (type.split(";", 1)[0] ?? "").trim().toLowerCase()
  if (/^attachment\b/i.test(headerOf(headers, "content-disposition"))) return []
  if (kind.startsWith("multipart/")) {
    const boundary = parameterOf(type, "boundary")
    if (!boundary || depth >= DEPTH_MAX) return []
    const parts = `\n${bodyOf(entity)}`.split(`\n--${boundary}`).slice(1, PARTS_MAX + 1)
    return parts
      .filter((part) => !part.startsWith("--"))
      .flatMap((part) => textParts(part.replace(/^[ \t]*\r?\n/, ""), depth + 1))
  }
  if (kind !== "text/plain" && kind !== "text/html") return []
  const text = decodeBody(bodyOf(entity), headerOf(headers, "content-transfer-encoding"), parameterOf(type, "charset"))
  return [{ type: kind, text }]
}
