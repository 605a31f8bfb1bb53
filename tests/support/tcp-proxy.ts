import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** How the way between two programs behaves. */
export type ProxyMode =
  /** Everything passes. */
  | "open"
  /** Connections are taken and nothing ever comes back. */
  | "stalled"
  /** New connections are refused, those that stand are cut. */
  | "cut"

/** A way to a server that can be slowed, stalled and cut. */
export type TcpProxy = { port: number; setMode: (mode: ProxyMode, delayMs?: number) => void; stop: () => Promise<void> }

/** Listens on loopback and passes everything on to `target`, as the mode allows. */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let mode: ProxyMode = "open"
  let delayMs = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    if (mode === "cut") return client.resetAndDestroy()
    const upstream = connect(target)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => socket.destroy())
      socket.on("close", () => sockets.delete(socket))
    }
    client.on("data", (data) => mode === "open" && upstream.write(data))
    upstream.on("data", (data) => {
      if (mode !== "open") return
      if (delayMs === 0) client.write(data)
      else setTimeout(() => client.writable && client.write(data), delayMs)
    })
    client.on("close", () => upstream.destroy())
    upstream.on("close", () => client.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("No port.")

  return {
    port: address.port,
    setMode(next, delay = 0) {
      mode = next
      delayMs = delay
      // What stood before the fault does not come back to life after it.
      for (const socket of sockets) if (next !== "open" || socket.pending) socket.resetAndDestroy()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, "close")
    },
  }
}
