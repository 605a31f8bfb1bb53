import { Readable } from "node:stream"
import { createTransport } from "nodemailer"

/** A name and an address, always apart: joined into one string, a hostile name can add recipients (trust.md F7). */
export type MailAddress = { name: string; address: string }

/** A piece of mail, ready to be sent. */
export type Mail = {
  from: MailAddress
  to: MailAddress
  /** Where answers go, when not to the sender. */
  replyTo?: MailAddress
  subject: string
  text: string
  /** The same words as HTML; a letter has none. */
  html?: string
  messageId: string
  headers: Record<string, string>
  /** Address that the post office of the other side gives a mail back to (RFC 5321 §4.1.1.2), when not the sender's. */
  returnPath?: string
}

/**
 * What became of a mail.
 *
 * `accepted` – the server took it. `bounced` – there is no such mailbox: the address must not be mailed again. `refused` – this mail
 * will not be taken, now or later. `deferred` – not now; try again. `down` – the same, and it has nothing to do with this mail: no
 * connection, or the server does not let us in.
 */
export type Outcome = "accepted" | "bounced" | "refused" | "deferred" | "down"

/** `detail`: SMTP code and kind of fault, e.g. `451 RCPT`; never an address or the server's text, which may quote one. */
export type SendResult = { outcome: Outcome; detail: string | null }

/** @param beforeEnd Done when the server has everything but the end of the mail. When it fails, the mail is not sent. */
type SendOptions = { beforeEnd?: () => Promise<void> }

export type Mailer = {
  send(mail: Mail, options?: SendOptions): Promise<SendResult>
  close(): void
}

const CONNECT_TIMEOUT_MS = 10_000
const GREETING_TIMEOUT_MS = 10_000
const SOCKET_TIMEOUT_MS = 60_000

/** All of one delivery. Shorter than a lease, so that no two workers send the same message because one of them is slow. */
const SEND_TIMEOUT_MS = 90_000

export type MailerOptions = {
  /** How we introduce ourselves (RFC 5321 §4.1.1.1): the domain we send from, not the name of this machine. */
  hostname: string
  connections: number
  /** How long the server may be silent in the middle of a mail. */
  silenceMs?: number
  /** Signs every mail (RFC 6376). `privateKey` is PEM text. */
  dkim?: { domainName: string; keySelector: string; privateKey: string }
}

// What others could change on the way without anyone noticing, the two headers of one-click unsubscribing among it (RFC 8058 §4).
const SIGNED_HEADERS =
  "From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post"

/**
 * Opens a pool of connections to a mail server; each is made when it is first needed.
 *
 * @param url `smtp://` or `smtps://`, with user, password and port as needed.
 */
export function openMailer(
  url: string,
  { hostname, connections, silenceMs = SOCKET_TIMEOUT_MS, dkim }: MailerOptions,
): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    name: hostname,
    maxConnections: connections,
    maxMessages: 100,
    // One try on a fresh connection when the server has closed an idle one; everything else is for the outbox to decide.
    maxRequeues: 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim: { ...dkim, headerFieldNames: SIGNED_HEADERS } }),
  })
  transport.use("stream", (sending, done) => {
    const { beforeEnd } = sending.data as SendOptions
    const { message } = sending
    if (beforeEnd) {
      const open = message.createReadStream.bind(message)
      // Asked for once the server has agreed to take the mail, after it was signed.
      message.createReadStream = (options) => withLastStep(open(options), beforeEnd)
    }
    done()
  })
  return {
    async send({ returnPath, ...mail }, options = {}) {
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), SEND_TIMEOUT_MS)
      try {
        const envelope = returnPath === undefined ? undefined : { from: returnPath, to: mail.to.address }
        await transport.sendMail({ ...mail, ...options, envelope, signal: late.signal })
        return { outcome: "accepted", detail: null }
      } catch (error) {
        return judge(error)
      } finally {
        clearTimeout(timer)
      }
    },
    close: () => transport.close({ force: true }),
  }
}

/** The same bytes; before the last of them are followed by the end, a step is taken. Nothing is read ahead. */
function withLastStep(mail: AsyncIterable<Buffer>, step: () => Promise<void>): Readable {
  async function* parts() {
    yield* mail
    await step()
  }
  return Readable.from(parts(), { objectMode: false, highWaterMark: 1 })
}

type SmtpError = {
  code?: unknown
  originalCode?: unknown
  timeoutType?: unknown
  command?: unknown
  responseCode?: unknown
  response?: unknown
}

/** Before `MAIL FROM` nothing has been said about a mail, so a refusal there concerns all of them. */
const BEFORE_ANY_MAIL = new Set(["CONN", "EHLO", "HELO", "LHLO", "STARTTLS", "AUTH"])

const NO_CONNECTION = new Set([
  "EDNS",
  "ETLS",
  "EAUTH",
  "ENOAUTH",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "CONNECT_TIMEOUT",
  "GREETING_TIMEOUT",
  "UPGRADE_TIMEOUT",
])

/**
 * Reads a fault of a delivery (RFC 5321 §4.2.1: 4yz may pass later, 5yz will not; RFC 3463: what it is about).
 *
 * Only the refusal of a recipient says something about an address, and not even that always: 5.7.x is a rule, often one about
 * us or the relay's settings, and 5.2.2 or 552 is a full mailbox.
 */
export function judge(error: unknown): SendResult {
  const { code, originalCode, timeoutType, command, responseCode, response } = (error ?? {}) as SmtpError
  const word = (value: unknown) =>
    typeof value === "string" ? (/^[A-Z0-9_]{1,40}(?= |$)/.exec(value.toUpperCase())?.[0] ?? "") : ""
  const step = word(command)
  const kind = word(timeoutType) || word(originalCode) || word(code) || "ERROR"
  const reply = typeof responseCode === "number" ? responseCode : 0
  if (!reply) return { outcome: NO_CONNECTION.has(kind) ? "down" : "deferred", detail: kind }

  const detail = `${reply} ${step || kind}`
  if (reply === 421 || BEFORE_ANY_MAIL.has(step)) return { outcome: "down", detail }
  if (reply < 500) return { outcome: "deferred", detail }
  if (step === "MAIL") return { outcome: "down", detail }
  if (step !== "RCPT") return { outcome: "refused", detail }
  const status = typeof response === "string" ? (/^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? "") : ""
  if (status.startsWith("5.7.")) return { outcome: "deferred", detail }
  return { outcome: reply === 552 || status === "5.2.2" ? "refused" : "bounced", detail }
}
