import { isUtf8 } from "node:buffer"

/** Contract: 64 kB at most. */
export const FORM_MAX_BYTES = 64 * 1024
const FIELDS_MAX = 100

/**
 * Form fields, the last value of each name; the object has no prototype, so that no name can reach one. Or why there are none:
 * bytes that are no such content (400), too many of them (413), a type of content that no form sends (415).
 */
export type Form = { ok: true; values: Record<string, string>; isJson: boolean } | { ok: false; status: Refusal }

type Refusal = 400 | 413 | 415

const refused = (status: Refusal): Form => ({ ok: false, status })

const buffered = new WeakMap<Request, Buffer>()

/** Remembers the body of a request that was read before the request was made; reading it again costs nothing then. */
export function keepBody(request: Request, body: Buffer): void {
  buffered.set(request, body)
}

/** The whole body; `null` when it is longer than allowed. */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer | null> {
  const known = buffered.get(request)
  if (known) return known.length > maxBytes ? null : known
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a posted form: `application/x-www-form-urlencoded`, `multipart/form-data` with text fields only, or a flat JSON object
 * (`true` is a ticked box).
 *
 * A second call for the same request gives the same answer when the front has read the body. Fields whose names begin
 * with `$` or `_` are the framework's and are left out.
 *
 * @returns 400 for what is not UTF-8, holds a NUL or more than 100 fields, or is not what it says it is; 413; 415, also for files.
 */
export async function readForm(
  request: Request,
  { maxBytes = FORM_MAX_BYTES }: { maxBytes?: number } = {},
): Promise<Form> {
  const body = await readBody(request, maxBytes)
  if (!body) return refused(413)
  const contentType = request.headers.get("content-type") ?? ""
  const [type = "", ...parameters] = contentType.toLowerCase().split(";")
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(one)?.[1]).find(Boolean)
  if (charset && charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii") return refused(415)
  if (!isUtf8(body)) return refused(400)

  switch (type.trim()) {
    case "application/x-www-form-urlencoded":
      return collect(urlencoded(body.toString()), false)
    case "multipart/form-data":
      return collect(await multipart(body, contentType), false)
    case "application/json":
      return collect(flatJson(body.toString()), true)
    case "":
      // A button without fields, sent by a script.
      return body.length === 0 ? collect([], false) : refused(415)
    default:
      return refused(415)
  }
}

type Pairs = Iterable<readonly [name: string, value: string]> | Refusal

function collect(pairs: Pairs, isJson: boolean): Form {
  if (typeof pairs === "number") return refused(pairs)
  const values = Object.create(null) as Record<string, string>
  let count = 0
  for (const [name, value] of pairs) {
    if ((count += 1) > FIELDS_MAX) return refused(400)
    if (name.includes("\u0000") || value.includes("\u0000") || !value.isWellFormed()) return refused(400)
    if (name === "" || name.startsWith("$") || name.startsWith("_")) continue
    values[name] = value
  }
  return { ok: true, values, isJson }
}

/** Splits and decodes (URL standard, "urlencoded parsing"), but refuses bytes that are not UTF-8 instead of replacing them. */
function urlencoded(text: string): Pairs {
  if (text === "") return []
  const parts = text.split("&", FIELDS_MAX + 1)
  if (parts.length > FIELDS_MAX) return 400
  const pairs: [string, string][] = []
  for (const part of parts) {
    if (part === "") continue
    const equals = part.indexOf("=")
    const name = decode(equals < 0 ? part : part.slice(0, equals))
    const value = equals < 0 ? "" : decode(part.slice(equals + 1))
    if (name === null || value === null) return 400
    pairs.push([name, value])
  }
  return pairs
}

function decode(text: string): string | null {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text
  if (!spaced.includes("%")) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    // A percent sign that begins no sequence stands for itself, as in browsers; only wrong bytes are refused.
    try {
      return decodeURIComponent(spaced.replace(/%(?![0-9a-f]{2})/gi, "%25"))
    } catch {
      return null
    }
  }
}

async function multipart(body: Buffer, contentType: string): Promise<Pairs> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData()
  } catch {
    return 400
  }
  const pairs: [string, string][] = []
  for (const [name, value] of form) {
    if (typeof value === "string") pairs.push([name, value])
    // Browsers send a file field without a file as an empty one.
    else if (value.size > 0 || value.name !== "") return 415
  }
  return pairs
}

function flatJson(text: string): Pairs {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return 400
  }
  if (typeof found !== "object" || found === null || Array.isArray(found)) return 400
  const pairs: [string, string][] = []
  for (const [name, value] of Object.entries(found)) {
    if (typeof value === "string") pairs.push([name, value])
    else if (typeof value === "number") pairs.push([name, String(value)])
    else if (value === true) pairs.push([name, "yes"])
    else if (value !== false && value !== null) return 400
  }
  return pairs
}
