import { type IncomingMessage, type ServerResponse, createServer } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { isIP } from "node:net"

/** What the server does with one request instead of answering normally. */
export type Behaviour =
  | { kind: "normal" }
  | { kind: "discard" }
  | { kind: "recheck"; seconds: string }
  | { kind: "headers"; headers: Record<string, string>; body?: string }
  | { kind: "body"; body: string; type?: string }
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string }
  | { kind: "hang" }
  | { kind: "later"; when: Promise<unknown>; body: string }
  | { kind: "drip" }
  | { kind: "reset" }

export type RecordedCall = {
  call: string
  method: string
  headers: Record<string, string>
  fields: [string, string][]
  /** The last value of a field. */
  field: (name: string) => string | undefined
}

export type FakeAkismet = {
  url: string
  key: string
  calls: RecordedCall[]
  /** What a caller may never do. A test ends with an empty list, or `close` throws. */
  problems: string[]
  /** How the next requests are answered, in turn; after them normally. */
  next: (...behaviours: Behaviour[]) => void
  /** Decides about comments without test values; at first everything is ham. */
  judge: (isSpam: (fields: Map<string, string>) => boolean) => void
  close: () => Promise<void>
}

const CHECK_FIELDS = new Set([
  ...["api_key", "blog", "user_ip", "user_agent", "referrer", "permalink", "comment_type", "comment_author"],
  ...["comment_author_email", "comment_author_url", "comment_content", "comment_date_gmt"],
  ...["comment_post_modified_gmt", "comment_parent", "comment_context", "comment_context[]", "blog_lang"],
  ...["blog_charset", "user_role", "is_test", "recheck_reason", "honeypot_field_name", "callback", "classify"],
])
const FEEDBACK_ONLY = new Set(["reporter", "comment_check_response"])
/** Feedback may lack these: they are facts of a connection that is over. */
const NOT_REPEATED = new Set(["user_ip", "user_agent", "referrer", "recheck_reason", "callback", "classify"])
const BODY_MAX_BYTES = 1024 * 1024
const THANKS = "Thanks for making the web a better place."

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > BODY_MAX_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function isAbsolute(url: string | undefined): boolean {
  return url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url)
}

/** What is wrong with a request in the service's own view; it answers `invalid` then. */
function whatIsInvalid(call: RecordedCall, key: string): string | null {
  if (call.call === "usage-limit") return call.field("api_key") === key ? null : "Wrong key."
  if (call.method !== "POST") return "Only POST is taken."
  if (!call.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "The body is not a form."
  const subDomain = /^([a-z0-9]+)\.rest\./i.exec(call.headers.host ?? "")?.[1]
  const given = call.field("api_key") ?? call.field("key") ?? subDomain
  if (!given) return "Empty key."
  if (given !== key) return "Wrong key."
  if (!isAbsolute(call.field("blog"))) return "Missing or relative blog."
  if (call.call === "comment-check" && !isIP(call.field("user_ip") ?? "")) return "Missing user_ip."
  if (call.call.startsWith("submit-") && call.field("user_ip") === undefined) return "Missing user_ip."
  return null
}

/** What no caller of this project may send, whatever the service thinks of it. */
function whatIsForbidden({ call, fields, field }: RecordedCall): string[] {
  const found: string[] = []
  const names = fields.map(([name]) => name)
  const trap = field("honeypot_field_name")
  const isFeedback = call.startsWith("submit-")
  for (const name of names) {
    if (/^(?:HTTP_|POST_|REMOTE_|REQUEST_|SERVER_)/.test(name)) found.push(`${call}: server variable ${name}`)
    else if (call === "verify-key" && ["key", "api_key", "blog"].includes(name)) continue
    else if (call === "usage-limit" && ["api_key", "extended"].includes(name)) continue
    else if (isFeedback && FEEDBACK_ONLY.has(name)) continue
    else if (name === trap) continue
    else if (!CHECK_FIELDS.has(name)) found.push(`${call}: unknown field ${name}`)
  }
  if (names.includes("comment_author_email")) found.push(`${call}: an e-mail address was sent`)
  if (fields.some(([, value]) => /[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(value) && value === field("comment_author"))) {
    found.push(`${call}: the name is an e-mail address`)
  }
  if (isFeedback && (names.includes("callback") || names.includes("classify"))) {
    found.push(`${call}: callback or classify in feedback`)
  }
  if (names.includes("comment_context") && names.includes("comment_context[]")) found.push(`${call}: two contexts`)
  if (trap && (CHECK_FIELDS.has(trap) || FEEDBACK_ONLY.has(trap))) found.push(`${call}: trap named ${trap}`)
  for (const name of new Set(names)) {
    const isRepeated = names.filter((other) => other === name).length > 1
    if (isRepeated && name !== "comment_context[]") found.push(`${call}: ${name} twice`)
  }
  return found
}

/** Compares feedback with the check it corrects. */
function whatDiffers(feedback: RecordedCall, calls: RecordedCall[]): string[] {
  const content = feedback.field("comment_content")
  const check = calls.find((call) => call.call === "comment-check" && call.field("comment_content") === content)
  if (!check) return [`${feedback.call}: no check had this comment`]
  const kept = (call: RecordedCall) =>
    call.fields.filter(([name]) => !NOT_REPEATED.has(name) && !FEEDBACK_ONLY.has(name)).map((pair) => pair.join("="))
  const before = kept(check).sort().join("\n")
  const now = kept(feedback).sort().join("\n")
  return before === now ? [] : [`${feedback.call}: values differ from the check`]
}

function isSpamByTestValue(call: RecordedCall): boolean | null {
  if (call.field("user_role") === "administrator") return false
  if (call.field("comment_author_email") === "akismet-guaranteed-spam@example.com") return true
  if (["akismet-guaranteed-spam", "viagra-test-123"].includes(call.field("comment_author") ?? "")) return true
  return null
}

/**
 * A strict stand-in for Akismet on loopback: it answers as the service does, records each field, and lists whatever a caller
 * may never send. Wrong requests get 200 with `invalid` and a debug header, as with the real one.
 */
export async function startFakeAkismet(key = "123abc456def"): Promise<FakeAkismet> {
  const calls: RecordedCall[] = []
  const problems: string[] = []
  const queue: Behaviour[] = []
  const sockets = new Set<Socket>()
  let isSpam: (fields: Map<string, string>) => boolean = () => false
  let checks = 0

  function normalAnswer(call: RecordedCall): { body: string; headers: Record<string, string> } {
    const wrong = whatIsInvalid(call, key)
    if (wrong) return { body: "invalid", headers: { "X-akismet-debug-help": wrong } }
    if (call.call === "verify-key") return { body: "valid", headers: {} }
    if (call.call === "usage-limit") {
      const body = { limit: 10_000, usage: calls.length, percentage: "0.10", throttled: false }
      return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }
    }
    if (call.call.startsWith("submit-")) {
      problems.push(...whatDiffers(call, calls))
      return { body: THANKS, headers: {} }
    }
    checks += 1
    const verdict = isSpamByTestValue(call) ?? isSpam(new Map(call.fields))
    return { body: String(verdict), headers: { "X-akismet-guid": `guid-${checks}` } }
  }

  function answer(call: RecordedCall, response: ServerResponse, behaviour: Behaviour): void {
    const { body, headers } = normalAnswer(call)
    const send = (status: number, text: string, more: Record<string, string> = {}) =>
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers, ...more }).end(text)
    switch (behaviour.kind) {
      case "normal":
        return void send(200, body)
      case "discard":
        return void send(200, "true", { "X-akismet-pro-tip": "discard" })
      case "recheck":
        return void send(200, "false", { "X-akismet-recheck-after": behaviour.seconds })
      case "headers":
        return void send(200, behaviour.body ?? body, behaviour.headers)
      case "body":
        return void send(200, behaviour.body, behaviour.type ? { "Content-Type": behaviour.type } : {})
      case "status":
        return void send(behaviour.status, behaviour.body ?? "", behaviour.headers)
      case "hang":
        return
      case "later":
        return void behaviour.when.then(() => send(200, behaviour.body))
      case "reset":
        return void response.socket?.resetAndDestroy()
      case "drip":
        return drip(response)
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? "/", "http://127.0.0.1")
      const text = await readBody(request)
      const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true
      const fields = [...(isForm ? new URLSearchParams(text) : path.searchParams)]
      const call: RecordedCall = {
        call: /^\/1\.[12]\/([a-z-]+)$/.exec(path.pathname)?.[1] ?? path.pathname,
        method: request.method ?? "",
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        fields,
        field: (name) => fields.findLast(([other]) => other === name)?.[1],
      }
      if (request.headers.cookie) problems.push(`${call.call}: a cookie was sent`)
      problems.push(...whatIsForbidden(call))
      calls.push(call)
      answer(call, response, queue.shift() ?? { kind: "normal" })
    })()
  })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    calls,
    problems,
    next: (...behaviours) => void queue.push(...behaviours),
    judge: (next) => {
      isSpam = next
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
      if (problems.length > 0) throw new Error(`A caller broke the protocol:\n${problems.join("\n")}`)
    },
  }
}

/** A byte every 50 ms for at most 30 s: each read succeeds, the answer never ends. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/plain" })
  let left = 600
  const timer = setInterval(() => {
    left -= 1
    if (left === 0 || response.destroyed) return clearInterval(timer)
    response.write("f")
  }, 50)
  response.on("close", () => clearInterval(timer))
}
