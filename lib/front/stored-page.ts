import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { headerOf, type Answer, type PageAsk } from "#lib/front/answer"
import type { Encoding } from "#lib/front/negotiate"
import type { OpeningCounter } from "#lib/front/openings"

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

/** One body, the headers of its 200 and of its 304 as `writeHead` takes them: names and values in turn, the age last. */
export type Variant = { headers: string[]; unchanged: string[]; body: Buffer }

/** A page as it is kept: ready to send in three encodings. */
export type StoredPage = {
  ask: PageAsk
  status: number
  variants: Record<Encoding, Variant>
  tags: readonly string[]
  /** Of status, headers and body: the same one means that nothing changed. */
  fingerprint: string
  sizeBytes: number
  /** When its making began: it shows no older state than this. */
  filledAt: number
  /** From when on it is no longer fresh. */
  staleAt: number
  /** Nothing in it is for one visitor only. */
  isShareable: boolean
  /** When it was last tried to make it anew. */
  triedAt: number
  /** The last try failed or takes long; what is here is shown as it is. */
  isTroubled: boolean
  opening: OpeningCounter | null
}

const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript)|image\/svg\+xml)/

/** Tells whether compressing a type of content is worth it. */
export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(contentType)
}

/**
 * Compresses a body, off the main thread.
 *
 * Quality 5 of Brotli is within a few per cent of 11 on pages and takes a millisecond instead of thirty.
 */
export async function compress(body: Buffer, brotliQuality = 5): Promise<{ gzip: Buffer; br: Buffer }> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  }
  const [zipped, br] = await Promise.all([compressGzip(body, { level: 7 }), compressBrotli(body, { params })])
  return { gzip: zipped, br }
}

/** A digest of everything that readers see of an answer. */
export function fingerprintOf(answer: Answer): string {
  return createHash("sha256")
    .update(JSON.stringify([answer.status, answer.headers]))
    .update(answer.body)
    .digest("base64url")
    .slice(0, 22)
}

/** The page with new times when the answer is the one it was made from; `null` when it is another. */
export function renewPage(
  old: StoredPage,
  answer: Answer,
  times: { filledAt: number; staleAt: number },
): StoredPage | null {
  if (fingerprintOf(answer) !== old.fingerprint) return null
  return { ...old, ...times, triedAt: times.filledAt, isTroubled: false }
}

/** What all pages of a site have in common. */
export type PageSettings = {
  /** Headers of every answer, names and values in turn; those of the answer itself win. */
  commonHeaders: readonly (readonly [string, string])[]
  /** `Cache-Control` where the answer says nothing. */
  cacheControl: string
}

function isShareable(answer: Answer): boolean {
  return !headerOf(answer, "set-cookie") && !/\b(?:no-store|private)\b/.test(headerOf(answer, "cache-control"))
}

/**
 * Makes an answer ready to be sent many times. A cookie in it is left out: nobody may get one that was made for someone else.
 */
export async function storePage(
  ask: PageAsk,
  answer: Answer,
  times: { filledAt: number; staleAt: number },
  settings: PageSettings,
): Promise<StoredPage> {
  const fingerprint = fingerprintOf(answer)
  const headers = answer.headers.filter(([name]) => name !== "set-cookie")
  const own = new Set(headers.map(([name]) => name))
  const shared = [
    ...headers,
    ...settings.commonHeaders.filter(([name]) => !own.has(name.toLowerCase())),
    ...(own.has("cache-control") ? [] : [["cache-control", settings.cacheControl] as const]),
    ["vary", "Accept-Language, Accept-Encoding"] as const,
  ].flat()

  const variant = (body: Buffer, encoding: Encoding): Variant => {
    const tag = ["etag", tagOf(fingerprint, encoding)]
    const coding = encoding === "identity" ? [] : ["content-encoding", encoding]
    return {
      headers: [...shared, ...coding, ...tag, "content-length", String(body.length), "age", "0"],
      unchanged: [...shared, ...tag, "age", "0"],
      body,
    }
  }
  const identity = variant(answer.body, "identity")
  const bodies = isCompressible(headerOf(answer, "content-type")) ? await compress(answer.body) : null
  const variants = {
    identity,
    gzip: bodies ? variant(bodies.gzip, "gzip") : identity,
    br: bodies ? variant(bodies.br, "br") : identity,
  }
  return {
    ask,
    status: answer.status,
    variants,
    tags: (["identity", "gzip", "br"] as const).map((encoding) => tagOf(fingerprint, encoding)),
    fingerprint,
    sizeBytes: answer.body.length + (bodies ? bodies.gzip.length + bodies.br.length : 0) + 4_096,
    filledAt: times.filledAt,
    staleAt: times.staleAt,
    triedAt: times.filledAt,
    isShareable: isShareable(answer),
    isTroubled: false,
    opening: null,
  }
}

/** Strong tags: each encoding is another sequence of bytes (RFC 9110 §8.8.3.3). */
function tagOf(fingerprint: string, encoding: Encoding): string {
  return encoding === "identity" ? `"${fingerprint}"` : `"${fingerprint}-${encoding}"`
}
