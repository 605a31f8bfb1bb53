import { type Header, headersOf } from "#lib/domain/letters/mime"

/** What a mail to a bounce address says. */
export type Dsn = {
  /** Addresses it came to, as the mail server noted them. */
  recipients: string[]
  /** The other side gave the letter up. False for notes of delay, and for mail that is no such report. */
  failed: boolean
  /** RFC 3463, e.g. `5.1.1`. */
  status: string | null
}

const RECIPIENT_HEADERS = new Set(["to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to"])
const ADDRESS = /[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g
const MESSAGE_MAX_CHARS = 200_000

/** Addresses that a mail came to, as the mail server noted them, each once. */
export function recipientsOf(headers: readonly Header[]): string[] {
  const found = headers.filter(({ name }) => RECIPIENT_HEADERS.has(name))
  return [...new Set(found.flatMap(({ value }) => value.match(ADDRESS) ?? []))]
}

/** The machine-readable part of a report, which the post offices of the world have agreed on. */
function statusPart(message: string): string | null {
  const start = /content-type:\s*message\/delivery-status\b/i.exec(message)
  if (!start) return null
  const body = message.slice(start.index).split(/\r?\n\r?\n/)
  // The part's own headers come first; each later block is about the message or about one recipient.
  return body.slice(1).join("\n\n")
}

/** Reads a delivery status notification (RFC 3464). Never fails: what it does not understand is no failure. */
export function readDsn(message: string): Dsn {
  const text = message.slice(0, MESSAGE_MAX_CHARS)
  const recipients = recipientsOf(headersOf(text))
  const part = statusPart(text)
  const action = part && /^action:\s*([a-z]+)/im.exec(part)?.[1]?.toLowerCase()
  const status = part && (/^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(part)?.[1] ?? null)
  return { recipients, failed: action === "failed", status: status || null }
}
