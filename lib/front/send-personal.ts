import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import type { ServerResponse } from "node:http"
import { headerOf, type Answer } from "#lib/front/answer"
import type { Encoding } from "#lib/front/negotiate"
import { isCompressible } from "#lib/front/stored-page"

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)

async function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "br") return compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
  return encoding === "gzip" ? compressGzip(body, { level: 4 }) : body
}

/** Sends an answer that is for one visitor: never stored anywhere, with the same headers as every page. */
export async function sendPersonal(
  answer: Answer,
  outgoing: ServerResponse,
  { commonHeaders, encoding }: { commonHeaders: readonly (readonly [string, string])[]; encoding: Encoding },
): Promise<void> {
  const own = new Set(answer.headers.map(([name]) => name))
  const chosen = isCompressible(headerOf(answer, "content-type")) ? encoding : "identity"
  const body = await encode(answer.body, chosen)
  const headers = [
    ...answer.headers.filter(([name]) => name !== "cache-control"),
    ...commonHeaders.filter(([name]) => !own.has(name.toLowerCase())),
    ["cache-control", "no-store"],
    ["vary", "Accept-Encoding"],
    ...(chosen === "identity" ? [] : [["content-encoding", chosen]]),
    ["content-length", String(body.length)],
  ]
  outgoing.writeHead(answer.status, headers.flat())
  outgoing.end(body)
}
