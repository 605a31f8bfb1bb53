import { randomUUID } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { pipeline } from "node:stream/promises"
import { ReadableStream as NodeStream } from "node:stream/web"
import { bestLocale } from "#lib/shared/locales"
import {
  CLIENT_HEADER,
  clientAddress,
  FACT_PREFIX,
  isLocalVisitor,
  LOCAL_HEADER,
  REQUEST_ID_HEADER,
} from "#lib/web/client-address"
import { keepBody, readBody as readWhole } from "#lib/web/read-form"

/** The client went away before its request was complete. */
export class ClientGone extends Error {}

/** What is sure of a connection, as headers for those behind the front. */
export function factsOf(incoming: IncomingMessage, trustedHops: number): Record<string, string> {
  const peer = incoming.socket?.remoteAddress ?? ""
  const forwarded = incoming.headers["x-forwarded-for"]
  return {
    [CLIENT_HEADER]: clientAddress(peer, Array.isArray(forwarded) ? forwarded.join(",") : forwarded, trustedHops),
    [REQUEST_ID_HEADER]: randomUUID().slice(0, 8),
    ...(isLocalVisitor(peer, incoming.headers) && { [LOCAL_HEADER]: "1" }),
  }
}

/**
 * Reads a body into memory.
 *
 * @returns `null` when it is longer than allowed; the rest is then read and thrown away, so that the connection can be used again.
 * @throws ClientGone
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) {
    incoming.resume()
    return Promise.resolve(null)
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) chunks.push(chunk)
      else resolve(null)
    })
    incoming.on("end", () => resolve(chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)))
    incoming.on("error", (cause) => reject(new ClientGone("The request broke off.", { cause })))
    incoming.on("close", () => {
      // An error is made only when there is one: its stack costs as much as reading the form.
      if (!incoming.complete) reject(new ClientGone("The request broke off."))
    })
  })
}

/**
 * The request as handlers take it.
 *
 * Headers that only the front may set are taken out of what came from outside; the language is one of the site's or none;
 * the address is the site's own, whatever `Host` says.
 */
export function toRequest(
  incoming: IncomingMessage,
  body: Buffer | null,
  { baseUrl, facts }: { baseUrl: string; facts: Record<string, string> },
): Request {
  const headers: [string, string][] = Object.entries(facts)
  const raw = incoming.rawHeaders
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase()
    const value = raw[index + 1] ?? ""
    if (name.startsWith(FACT_PREFIX)) continue
    const kept = name === "accept-language" ? bestLocale(value) : value
    if (kept !== null) headers.push([name, kept])
  }
  const method = incoming.method === "HEAD" ? "GET" : (incoming.method ?? "GET")
  if (method === "GET" || !body) return new Request(baseUrl + incoming.url, { method, headers })
  // Forms are read from the bytes: making a stream of them and reading it back would cost more than parsing them.
  const isForm = incoming.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")
  const init = isForm ? { method, headers } : { method, headers, body: body as Buffer<ArrayBuffer> }
  const request = new Request(baseUrl + incoming.url, init)
  keepBody(request, body)
  return request
}

const unread = new WeakMap<Request, IncomingMessage>()

/** A request whose body is still on its way, and stays there until its handler asks for it. */
export function toUpload(incoming: IncomingMessage, request: Request): Request {
  unread.set(request, incoming)
  return request
}

/** The body of a form with a file. `null` when it is longer than allowed. @throws ClientGone */
export function readUpload(request: Request, maxBytes: number): Promise<Buffer | null> {
  const incoming = unread.get(request)
  return incoming ? readBody(incoming, maxBytes) : readWhole(request, maxBytes)
}

/** Headers that a browser heeds only in answers that it shows; an answer without a body does without their kilobyte. */
const FOR_DOCUMENTS = new Set([
  "Content-Security-Policy",
  "Permissions-Policy",
  "X-Frame-Options",
  "Cross-Origin-Opener-Policy",
  "X-DNS-Prefetch-Control",
])

const inPieces = new WeakSet<Response>()

/**
 * An answer whose body is sent piece by piece as the client takes it, so that a file of any size needs little memory.
 *
 * @param bytes Length of all pieces together.
 */
export function answerInPieces(
  pieces: AsyncIterable<Uint8Array>,
  { bytes, headers }: { bytes: number; headers: Record<string, string> },
): Response {
  const body = NodeStream.from(pieces) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>
  const response = new Response(body, { headers: { ...headers, "content-length": String(bytes) } })
  inPieces.add(response)
  return response
}

async function sendPieces({ body }: Response, outgoing: ServerResponse): Promise<void> {
  if (!body) return void outgoing.end()
  if (outgoing.req.method === "HEAD") {
    await body.cancel()
    return void outgoing.end()
  }
  try {
    await pipeline(body, outgoing)
  } catch (error) {
    // Cut off rather than ended: a client sees that the file is not whole.
    outgoing.destroy(error as Error)
  }
}

/** Sends a handler's answer. Its own headers win over the common ones. */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  commonHeaders: readonly (readonly [string, string])[],
): Promise<void> {
  const isPiecemeal = inPieces.has(response)
  const body = isPiecemeal || response.body === null ? null : Buffer.from(await response.arrayBuffer())
  const headers: string[] = []
  for (const [name, value] of response.headers) if (name !== "content-length") headers.push(name, value)
  for (const [name, value] of commonHeaders) {
    if (!(body === null && FOR_DOCUMENTS.has(name)) && !response.headers.has(name)) headers.push(name, value)
  }
  const length = isPiecemeal ? response.headers.get("content-length") : String(body?.length ?? 0)
  if (response.status !== 204 && response.status !== 304) headers.push("content-length", length ?? "0")
  outgoing.writeHead(response.status, headers)
  if (isPiecemeal) return sendPieces(response, outgoing)
  if (body) outgoing.end(body)
  else outgoing.end()
}
