import { createServer, type RequestListener, type Server } from "node:http"
import { Server as NetServer, type Socket } from "node:net"

/** For the headers, and for a whole request with its body. Looked after once a second. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 14_000, connectionsCheckingInterval: 1_000 }
/** Longer than the 60 s of usual proxies, so that they never send on a connection that is just being closed. */
const KEEP_ALIVE_MS = 65_000
const HEADER_MAX_BYTES = 16 * 1024
/** How long requests are still taken after the stop was asked for, so that balancers see it and turn away. */
const LAME_DUCK_MS = 1_000
const DRAIN_MAX_MS = 7_000
const SWEEP_MS = 100

/**
 * An HTTP server with bounded patience: 10 s for headers, 15 s for a whole request, 16 KiB of headers.
 *
 * @param commonHeaders Sent with the answers to requests that cannot even be read.
 */
export function createHttpServer(
  listener: RequestListener,
  commonHeaders: readonly (readonly [string, string])[],
  limits: Partial<typeof LIMITS> = {},
): Server {
  const server = createServer(
    {
      ...LIMITS,
      ...limits,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: HEADER_MAX_BYTES,
      requireHostHeader: false,
    },
    listener,
  )
  const head = commonHeaders.map(([name, value]) => `${name}: ${value}\r\n`).join("")
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    // Bytes of an answer that is under way must not be mixed with ours.
    if (!socket.writable || error.code === "ECONNRESET" || socket.bytesWritten > 0) return void socket.destroy()
    const status = {
      HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
      ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
    }[error.code ?? ""]
    socket.end(
      `HTTP/1.1 ${status ?? "400 Bad Request"}\r\n${head}Cache-Control: no-store\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )
  })
  return server
}

/**
 * Stops a server without breaking off what it is doing.
 *
 * For a second it answers as before and closes each connection after the answer. Then it takes no new connections and
 * waits for the answers under way; after seven seconds in all it breaks off what is left.
 *
 * @param onStart Called at once: readiness turns red, answers close their connections.
 */
export async function drain(server: Server, onStart: () => void, lameDuckMs = LAME_DUCK_MS): Promise<void> {
  onStart()
  await pause(lameDuckMs)
  await quietTurn()
  // Not the HTTP server's own close: it breaks off connections that were taken a moment ago and have not said anything yet.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  // The same holds for this call, so they get a little time to speak up.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MAX_MS - lameDuckMs)
  await closed
  clearInterval(sweep)
  clearTimeout(limit)
}

const QUIET_MS = 0.2
const TURNS_MAX = 200

/**
 * Waits for a turn of the event loop in which nothing happened: then all connections that the system holds for us are taken.
 *
 * Those that it still holds when the port is closed would be reset. There is no way to ask for their number.
 */
async function quietTurn(): Promise<void> {
  let before = performance.now()
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    const now = performance.now()
    if (now - before < QUIET_MS) return
    before = now
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
