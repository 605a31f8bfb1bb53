import { type Agent, type IncomingHttpHeaders, request, type RequestOptions } from "node:http"
import { connect } from "node:net"

export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }

type Asked = { method?: string; headers?: RequestOptions["headers"]; body?: string | Buffer; agent?: Agent }

/** One request to a server on this machine, exactly as given: nothing is added, followed or decoded. */
export function ask(
  port: number,
  path: string,
  { method = "GET", headers = {}, body, agent }: Asked = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: agent ?? false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("error", reject)
      answer.on("end", () => {
        const whole = Buffer.concat(chunks)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: whole, text: whole.toString() })
      })
    })
    asked.on("error", reject)
    asked.setTimeout(20_000, () => asked.destroy(new Error("No answer within 20 s.")))
    asked.end(body)
  })
}

/** Sends bytes as they are and gives back what comes until the other side closes. */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    socket.setTimeout(20_000, () => socket.destroy(new Error("Still open after 20 s.")))
    socket.on("data", (chunk) => (received += chunk.toString("latin1")))
    socket.on("error", reject)
    socket.on("close", () => resolve(received))
  })
}
