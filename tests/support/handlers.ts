import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createDispatch } from "#lib/web/dispatch"

/** The site's own handlers on a free port, without pages: what has none is 404, and a fault is 500. */
export async function startHandlers(): Promise<{ url: string; port: number; close: () => void }> {
  const { dispatch } = createDispatch({ baseUrl: "http://127.0.0.1", trustedHops: 0, commonHeaders: [] })
  const server = createServer((incoming, outgoing) => {
    const end = (status: number) => void outgoing.writeHead(status).end()
    const pathname = (incoming.url ?? "/").split("?", 1)[0] ?? "/"
    const answered = dispatch(incoming, outgoing, pathname)
    if (answered) answered.catch(() => end(500))
    else end(404)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
