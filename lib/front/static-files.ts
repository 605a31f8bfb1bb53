import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import type { ServerResponse } from "node:http"
import { compress, isCompressible } from "#lib/front/stored-page"
import { namesTag, type Encoding } from "#lib/front/negotiate"

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
}

const FILE_MAX_BYTES = 1_000_000

type Form = { headers: readonly string[]; body: Buffer }

/** One file ready to be sent: under its hashed address for a year, under its plain one with a question each time. */
export type StaticFile = { path: string; hashedUrl: string | null; tag: string; forms: Record<Encoding, Form> }

export type StaticFilesOptions = {
  folder: string
  /** Addresses with a hash in them, e.g. `/site.css?v=…`: what they name never changes. */
  hashedUrls: readonly string[]
  /** Other addresses of a file, e.g. `/favicon.ico` for `/red-umbrella.svg`. */
  aliases: Readonly<Record<string, string>>
  commonHeaders: readonly (readonly [string, string])[]
}

/** Reads the files of the public folder into memory and compresses them as well as can be. Not its subfolders. */
export async function loadStaticFiles(options: StaticFilesOptions): Promise<Map<string, StaticFile>> {
  const names = readdirSync(options.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TYPES[extname(entry.name)])
    .map((entry) => entry.name)
  const files = await Promise.all(names.map((name) => loadFile(name, options)))
  const byPath = new Map(files.filter((file) => file !== null).map((file) => [file.path, file]))
  for (const [alias, path] of Object.entries(options.aliases)) {
    const file = byPath.get(path)
    if (file && !byPath.has(alias)) byPath.set(alias, file)
  }
  return byPath
}

async function loadFile(name: string, options: StaticFilesOptions): Promise<StaticFile | null> {
  const body = readFileSync(join(options.folder, name))
  if (body.length > FILE_MAX_BYTES) return null
  const path = `/${name}`
  const type = TYPES[extname(name)] ?? "application/octet-stream"
  const tag = createHash("sha256").update(body).digest("base64url").slice(0, 22)
  const bodies = isCompressible(type) ? await compress(body, 11) : null
  const form = (bytes: Buffer, encoding: Encoding): Form => ({
    headers: [
      ...options.commonHeaders.flat(),
      ...["content-type", type, "content-length", String(bytes.length), "vary", "Accept-Encoding"],
      ...(encoding === "identity" ? [] : ["content-encoding", encoding]),
      ...["etag", `"${tag}${encoding === "identity" ? "" : `-${encoding}`}"`],
    ],
    body: bytes,
  })
  const identity = form(body, "identity")
  return {
    path,
    hashedUrl: options.hashedUrls.find((url) => url.startsWith(`${path}?`)) ?? null,
    tag,
    forms: {
      identity,
      gzip: bodies ? form(bodies.gzip, "gzip") : identity,
      br: bodies ? form(bodies.br, "br") : identity,
    },
  }
}

/** Sends a file: kept for a year under the hashed address of this build, asked for each time under any other. */
export function sendFile(
  file: StaticFile,
  url: string,
  outgoing: ServerResponse,
  wishes: { encoding: Encoding; ifNoneMatch: string },
): void {
  const { headers, body } = file.forms[wishes.encoding]
  const isHashed = url === file.hashedUrl
  const extra = ["cache-control", isHashed ? "public, max-age=31536000, immutable" : "public, no-cache"]
  const tags = [`"${file.tag}"`, `"${file.tag}-gzip"`, `"${file.tag}-br"`]
  if (wishes.ifNoneMatch !== "" && namesTag(wishes.ifNoneMatch, tags)) {
    outgoing.writeHead(304, ["etag", headers.at(-1) ?? "", "vary", "Accept-Encoding", ...extra])
    outgoing.end()
    return
  }
  outgoing.writeHead(200, [...headers, ...extra])
  outgoing.end(body)
}
