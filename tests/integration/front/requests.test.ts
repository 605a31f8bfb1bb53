import { Agent, get } from "node:http"
import { afterEach, describe, expect, it } from "vitest"
import { startStopping, stopStopping } from "#lib/platform/readiness"
import { drain } from "#lib/front/http-server"
import { forgetReadiness } from "#lib/web/handlers/ready"
import { ask, exchange } from "#tests/support/http"
import { sendHtml, startFront } from "./support"

let running: Awaited<ReturnType<typeof startFront>> | undefined

async function start(...args: Parameters<typeof startFront>) {
  running = await startFront(...args)
  return running
}

afterEach(async () => {
  await running?.stop()
  running = undefined
})

const page: Parameters<typeof startFront>[0] = (incoming, outgoing) =>
  sendHtml(outgoing, incoming.url === "/nowhere" ? "" : "words", incoming.url === "/nowhere" ? 404 : 200)

const FORM = { "content-type": "application/x-www-form-urlencoded" }

/** One request; its error tells which connection broke. */
function askOnce(port: number, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    let localPort: number | undefined
    const asked = get({ host: "127.0.0.1", port, path: "/c/x", agent }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0))
      answer.on("error", (error) => reject(Object.assign(error, { localPort })))
    })
    asked.on("socket", (socket) => {
      localPort = socket.localPort
      socket.once("connect", () => (localPort = socket.localPort))
    })
    asked.on("error", (error) => reject(Object.assign(error, { localPort })))
  })
}

describe("every answer", () => {
  it("has the security headers, whatever it says", async () => {
    const { port } = await start(page)
    const answers = [
      await ask(port, "/c/x"),
      await ask(port, "/c/x/check"),
      await ask(port, "/nowhere"),
      await ask(port, "/%00"),
      await ask(port, "/c/x", { method: "PUT" }),
      await ask(port, "/healthz"),
      await ask(port, "/exit"),
      await ask(port, "/red-umbrella.svg"),
      await ask(port, "/_next/static/x.js"),
      await ask(port, "/c/x/signatures", { method: "POST", headers: FORM, body: "a".repeat(70_000) }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 405, 200, 303, 200, 200, 413])
    for (const { status, headers } of answers) {
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "strict-transport-security": "max-age=63072000",
      })
      // A redirect shows nothing that a policy could hold for.
      if (status !== 303) {
        expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
        expect(headers["content-security-policy"]).not.toContain("unsafe")
        expect(headers).toMatchObject({ "cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY" })
        expect(headers["permissions-policy"]).toContain("geolocation=()")
      }
      expect(headers["referrer-policy"]).toMatch(/^(?:same-origin|no-referrer)$/)
      if (headers["content-type"]?.startsWith("text/")) expect(headers["content-type"]).toContain("charset=utf-8")
    }
  })

  it("is clear about what cannot be read, and never a fault of ours", async () => {
    const { port, faults } = await start(page)
    const lines: [string, number][] = [
      ["GET /%00 HTTP/1.1", 400],
      ["GET /c/%ff HTTP/1.1", 400],
      ["GET /?a=%c0%80 HTTP/1.1", 400],
      ["GET /c/\u00e9 HTTP/1.1", 400],
      ["GET /a\\b HTTP/1.1", 400],
      ["GET http://other.example/ HTTP/1.1", 400],
      ["GET //other.example/%2e%2e HTTP/1.1", 404],
      ["GET /c/..%2f..%2fetc HTTP/1.1", 404],
      [`GET /${"a".repeat(2_100)} HTTP/1.1`, 414],
      [`GET /${"a".repeat(20_000)} HTTP/1.1`, 431],
      [`GET / HTTP/1.1\r\nX: ${"a".repeat(20_000)}`, 431],
      ["OPTIONS * HTTP/1.1", 400],
      ["TRACE /c HTTP/1.1", 405],
      ["BREW / HTTP/1.1", 400],
      ["GET / HTTP/9.9", 400],
      ["nonsense", 400],
      ["GET / HTTP/1.1\r\nBad\u0000Name: 1", 400],
      ["POST /c/x/signatures HTTP/1.1\r\nContent-Length: x", 400],
      ["POST /c/x/signatures HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked", 400],
    ]
    for (const [line, status] of lines) {
      const received = await exchange(port, Buffer.from(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`, "latin1"))
      expect(`${line.slice(0, 60)} ${received.slice(9, 12)}`).toBe(`${line.slice(0, 60)} ${status}`)
      expect(received).toMatch(/content-security-policy/i)
    }
    expect(faults).toEqual([])
  })

  it("names the methods that an address takes", async () => {
    const { port } = await start(page)
    for (const [method, path, allow] of [
      ["POST", "/c/x", "GET, HEAD"],
      ["DELETE", "/es/c/x", "GET, HEAD"],
      ["OPTIONS", "/c/x/signatures", "POST"],
      ["GET", "/c/x/signatures", "POST"],
      ["PUT", "/r", "GET, HEAD, POST"],
      ["PATCH", "/healthz", "GET, HEAD"],
      ["POST", "/red-umbrella.svg", "GET, HEAD"],
    ] as const) {
      const answer = await ask(port, path, { method })
      expect([path, answer.status, answer.headers.allow]).toEqual([path, 405, allow])
    }
    expect((await ask(port, "/nowhere/at/all", { method: "POST" })).status).toBe(404)
    const json = await ask(port, "/c/x", { method: "POST", headers: { "content-type": "application/json" } })
    expect(JSON.parse(json.text)).toMatchObject({ type: "about:blank", status: 405, title: expect.any(String) })
  })
})

describe("posted forms", () => {
  it("over 64 kB are refused, and the next request on the connection is fine", async () => {
    const { port } = await start(page)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (const size of [65_537, 1_000_000, 10_000_000]) {
      const startedAt = performance.now()
      const answer = await ask(port, "/c/x/signatures", {
        method: "POST",
        headers: FORM,
        body: Buffer.alloc(size, 97),
        agent,
      })
      expect(answer.status).toBe(413)
      expect(answer.text).toContain("64 kB")
      expect(performance.now() - startedAt).toBeLessThan(2_000)
      expect((await ask(port, "/healthz", { agent })).status).toBe(200)
    }
    const chunked = await ask(port, "/c/x/signatures", {
      method: "POST",
      headers: { ...FORM, "transfer-encoding": "chunked" },
      body: Buffer.alloc(300_000, 97),
      agent,
    })
    expect(chunked.status).toBe(413)
    expect((await ask(port, "/healthz", { agent })).status).toBe(200)
    agent.destroy()
  })

  it("that no form sends are refused with the status that says why", async () => {
    const { port } = await start(page)
    const post = (type: string, body: string) =>
      ask(port, "/c/x/signatures", { method: "POST", headers: { "content-type": type }, body })
    expect((await post("text/plain", "name=Ana")).status).toBe(415)
    expect((await post("application/x-www-form-urlencoded", "name=%ff")).status).toBe(400)
    expect((await post("application/json", "{")).status).toBe(400)
    expect((await post("application/x-www-form-urlencoded", "a=1&".repeat(10_000))).status).toBe(400)
  })
})

describe("a slow client", () => {
  it("does not keep others waiting, and is let go", async () => {
    const limits = { headersTimeout: 400, requestTimeout: 600, connectionsCheckingInterval: 100 }
    const { port } = await start(page, { limits })
    const slow = Array.from({ length: 200 }, () => exchange(port, "GET / HTTP/1.1\r\nHost: x\r\n"))
    const slowBody = exchange(port, "POST /c/x/signatures HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab")
    const startedAt = performance.now()
    expect((await ask(port, "/c/x")).status).toBe(200)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    for (const received of await Promise.all(slow)) expect(received).toMatch(/^HTTP\/1.1 408 /)
    expect(await slowBody).toMatch(/^$|^HTTP\/1.1 408 /)
  })
})

describe("stopping", () => {
  it("turns readiness red at once, finishes what is under way and breaks nothing off", async () => {
    const { port, server, front } = await start((incoming, outgoing) => {
      setTimeout(() => sendHtml(outgoing, "words"), incoming.url === "/c/x/check" ? 900 : 5)
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    const underWay = ask(port, "/c/x/check", { agent })
    let isDone = false
    const statuses: number[] = []
    const broken: { code?: string; wasTaken: boolean }[] = []
    const taken = new Set<number | undefined>()
    server.on("connection", (socket) => taken.add(socket.remotePort))
    const visitors = Array.from({ length: 20 }, async () => {
      while (!isDone && statuses.length < 20_000) {
        await askOnce(port, agent).then(
          (status) => statuses.push(status),
          ({ code, localPort }: NodeJS.ErrnoException & { localPort?: number }) => {
            broken.push({ code, wasTaken: localPort !== undefined && taken.has(localPort) })
            isDone = true
          },
        )
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    const startedAt = performance.now()
    const stopped = drain(server, () => (startStopping(), front.startClosing()), 300)
    forgetReadiness()
    const ready = await ask(port, "/readyz")
    expect(ready).toMatchObject({ status: 503, headers: { connection: "close" } })
    expect(JSON.parse(ready.text)).toEqual({ status: "unready", down: ["stopping"] })
    await stopped
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    isDone = true
    await Promise.all(visitors)
    expect(statuses.length).toBeGreaterThan(200)
    expect(new Set(statuses)).toEqual(new Set([200]))
    // New connections are refused in the end, or reset by the system when it holds them for a server that is gone.
    expect(broken.filter(({ wasTaken }) => wasTaken)).toEqual([])
    expect((await underWay).status).toBe(200)
    agent.destroy()
    stopStopping()
    forgetReadiness()
  })
})
