import { openMessage, type StoredMessage } from "#lib/domain/mail/delivery"
import { recipientIndex } from "#lib/domain/mail/commands"
import { db } from "#lib/platform/db"

/** The templates of all messages to an address, oldest first, whatever became of them. */
export async function templatesSentTo(address: string): Promise<string[]> {
  const rows = await messagesTo(address)
  return rows.map(({ template }) => template)
}

/** The newest message to an address, opened. @throws when there is none. */
export async function lastMessageTo(address: string) {
  const row = (await messagesTo(address)).at(-1)
  const open = row && openMessage({ ...row, sealed: row.sealed && Buffer.from(row.sealed) } satisfies StoredMessage)
  if (!open) throw new Error("No message was written to that address.")
  return open
}

/** The rows of the outbox for an address, oldest first. */
export function messagesTo(address: string) {
  const index = new Uint8Array(recipientIndex(address))
  return db().message.findMany({ where: { recipientIndex: index }, orderBy: { id: "asc" } })
}
