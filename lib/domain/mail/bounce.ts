import "server-only"
import { createHmac, timingSafeEqual } from "node:crypto"
import { deriveKey } from "#lib/platform/keys"
import { log } from "#lib/platform/log"
import { hotPool } from "#lib/platform/sql"

const MAC_HEX = 10

function macOf(hex: string): string {
  return createHmac("sha256", deriveKey("message bounce address")).update(hex).digest("hex").slice(0, MAC_HEX)
}

/** The address to which a message comes back: it says which one, in a form that others cannot make (VERP). */
export function messageBounceAddress(messageId: string, domain: string): string {
  const hex = messageId.replaceAll("-", "")
  return `news+${hex}${macOf(hex)}@${domain}`
}

function readMessageBounce(address: string): string | null {
  const [, hex, mac] = new RegExp(`^news\\+([0-9a-f]{32})([0-9a-f]{${MAC_HEX}})@`, "i").exec(address) ?? []
  if (!hex || !mac) return null
  if (!timingSafeEqual(Buffer.from(macOf(hex.toLowerCase())), Buffer.from(mac.toLowerCase()))) return null
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

/** A rule of the other side, often about us, and a full mailbox say nothing about an address (RFC 3463; as with SMTP answers). */
const SAYS_NOTHING = /^5\.(?:7\.\d+|2\.2)$/

/**
 * Takes the report that a message of a mailing has come back: it counts as failed, and its address is never mailed again. Safe to
 * repeat.
 *
 * @returns `null` when the report names no message of a mailing.
 */
export async function recordMessageBounce(dsn: {
  recipients: readonly string[]
  failed: boolean
  status: string | null
}): Promise<"recorded" | "known" | "ignored" | null> {
  const id = dsn.recipients.map(readMessageBounce).find((found) => found !== null)
  if (!id) return null
  if (!dsn.failed) return "ignored"
  const isAddressDead = dsn.status === null || !SAYS_NOTHING.test(dsn.status)
  const { rowCount } = await hotPool().query(
    `with back as (
      update "Message" set state = 'FAILED', "isBounced" = $2, sealed = null, "dueAt" = now(), "lastError" = $3
      where id = $1 and state = 'SENT' returning "recipientIndex"
    ), listed as (
      insert into "Suppression" ("recipientIndex", reason) select "recipientIndex", 'bounced' from back where $2
      on conflict do nothing
    )
    select from back`,
    [id, isAddressDead, `DSN ${dsn.status ?? "failed"}`],
  )
  if (rowCount === 0) return "known"
  log().warn({ messageId: id, status: dsn.status }, "a message came back")
  return "recorded"
}
