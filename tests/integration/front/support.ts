import type { IncomingMessage, Server, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { createFront, type FrontOptions } from "#lib/front/front"
import { createHttpServer } from "#lib/front/http-server"
import type { Arrival, Opening } from "#lib/front/openings"
import { loadStaticFiles } from "#lib/front/static-files"
import { createDispatch } from "#lib/web/dispatch"
import { siteRules } from "#lib/web/front-rules"
import { factsOf } from "#lib/web/http"
import { securityHeaders } from "#lib/web/security-headers"

export const BASE_URL = "https://site.example"

export type Asking = { method: string; url: string; headers: IncomingMessage["headers"] }

/** A front on a free port with a stand-in for Next. `seen` is what the stand-in was asked. */
export async function startFront(
  page: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  options: {
    trustedHops?: number
    timeoutMs?: number
    caches?: boolean
    /** What the pages are made of is away. */
    isAway?: boolean
    limits?: Parameters<typeof createHttpServer>[2]
  } = {},
) {
  const seen: Asking[] = []
  const saved: Opening[] = []
  const arrived: Arrival[] = []
  const faults: { id: string; error: unknown }[] = []
  const { trustedHops = 0, timeoutMs = 2_000, caches = true } = options
  const commonHeaders = securityHeaders({ isHttps: true })
  const files = await loadStaticFiles({
    folder: "public",
    hashedUrls: ["/red-umbrella.svg?v=abc"],
    aliases: { "/favicon.ico": "/red-umbrella.svg" },
    commonHeaders,
  })
  const next: FrontOptions["next"] = (incoming, outgoing) => {
    seen.push({ method: incoming.method ?? "", url: incoming.url ?? "", headers: { ...incoming.headers } })
    page(incoming, outgoing)
  }
  const front = createFront({
    ...siteRules,
    ...createDispatch({ baseUrl: BASE_URL, trustedHops, commonHeaders }),
    next,
    renderShared: () => null,
    facts: (incoming) => factsOf(incoming, trustedHops),
    keepsScript: (src) => src.startsWith("/enhance.js"),
    commonHeaders,
    host: "site.example",
    findFile: (path) => files.get(path),
    saveOpenings: async (rows) => void saved.push(...rows),
    saveArrivals: async (rows) => void arrived.push(...rows),
    onFault: (error) => {
      const id = `fault-${faults.length}`
      faults.push({ id, error })
      return id
    },
    isPassing: async () => options.isAway ?? false,
    caches,
    timeoutMs,
  })
  const server = createHttpServer(front.listener, commonHeaders, options.limits)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { front, server, port: portOf(server), seen, saved, arrived, faults, stop: () => stop(server) }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}

/** A page as Next sends it, scripts and headers of the framework included. */
export function sendHtml(outgoing: ServerResponse, text: string, status = 200): void {
  outgoing.statusCode = status
  outgoing.setHeader("content-type", "text/html; charset=utf-8")
  outgoing.setHeader("cache-control", "private, no-cache, no-store, max-age=0, must-revalidate")
  outgoing.setHeader("x-powered-by", "Next.js")
  outgoing.setHeader("link", "</_next/a.js>; rel=preload; as=script")
  outgoing.setHeader("vary", "rsc, next-router-state-tree")
  outgoing.end(
    `<!DOCTYPE html><html><head><script src="/_next/a.js" async=""></script><script async="" src="/enhance.js?v=1"></script></head>` +
      `<body><p>${text}</p><script>self.__next_f.push([1])</script></body></html>`,
  )
}
