import { createSocket } from "node:dgram"
import { once } from "node:events"

const TXT = 16

/** A name server on loopback that knows TXT records and nothing else (RFC 1035 §4). `silent` names get no answer. */
export async function startNameServer(
  records: Record<string, readonly string[] | "silent">,
): Promise<{ server: string; asked: string[]; close: () => void }> {
  const socket = createSocket("udp4")
  const asked: string[] = []
  socket.on("message", (query, peer) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at]!; length > 0; length = query[at]!) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString())
      at += length + 1
    }
    const name = labels.join(".").toLowerCase()
    asked.push(name)
    const texts = records[name]
    if (texts === "silent") return
    const question = query.subarray(12, at + 5)
    const answers = (texts ?? []).map((text) => {
      const parts = text.match(/.{1,255}/g) ?? [""]
      const data = Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])))
      const head = Buffer.from([0xc0, 12, 0, TXT, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255])
      return Buffer.concat([head, data])
    })
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    // An answer, with authority; "no such name" when nothing is known of it.
    header.writeUInt16BE(texts ? 0x8400 : 0x8403, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(answers.length, 6)
    socket.send(Buffer.concat([header, question, ...answers]), peer.port, peer.address)
  })
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")
  return { server: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() }
}
