// The least that a node server can do: the same bytes with the same headers for every request.
import { createServer, get, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"

/** Headers that node writes by itself. */
const OWN = new Set(["date", "connection", "keep-alive"])

const model = await new Promise<IncomingMessage>((resolve, reject) => {
  get(process.env.MODEL_URL ?? "", { headers: JSON.parse(process.env.MODEL_HEADERS ?? "{}") }, resolve).on(
    "error",
    reject,
  )
})
const body = Buffer.concat(await model.toArray())
const headers: string[] = []
for (let index = 0; index < model.rawHeaders.length; index += 2) {
  const name = model.rawHeaders[index] ?? ""
  if (!OWN.has(name.toLowerCase())) headers.push(name, model.rawHeaders[index + 1] ?? "")
}

const server = createServer({ keepAliveTimeout: 65_000 }, (_, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
