import "server-only"
import {
  MAX_TRIGGERABLE_PER_DAY,
  MAX_TRIGGERABLE_PER_SUBJECT,
  type MessageRow,
  type Outgoing,
  type SealedMessage,
} from "#lib/domain/mail/schema"
import type { Transaction } from "#lib/platform/db"
import { fingerprint } from "#lib/platform/fingerprints"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { seal } from "#lib/platform/seal"
import { canonicalAddress } from "#lib/shared/email-address"

/** How mail knows an address it does not store in plain: one fingerprint over all campaigns. */
export function recipientIndex(address: string): Buffer {
  return fingerprint("mail", "", canonicalAddress(address))
}

/** What the sealed part of a message is bound to. */
export function messageSeal(id: string): { table: string; column: string; row: string } {
  return { table: "Message", column: "sealed", row: id }
}

/**
 * Makes the outbox row of a message, with address and data sealed. Touches no database.
 *
 * Hot paths insert the row themselves; they must keep to the caps and notify `message_queued`.
 */
export function prepareMessage(outgoing: Outgoing): MessageRow {
  const { to, data, ...row } = outgoing
  const id = newId()
  const sealed: SealedMessage = { to, data }
  return { ...row, id, recipientIndex: recipientIndex(to), sealed: seal(messageSeal(id), sealed) }
}

/**
 * Puts a message into the outbox. Call inside the transaction that causes it: both happen or none.
 *
 * Mail that strangers can cause is capped by address and day and by subject, so that no form can flood a mailbox. Transactions
 * about the same address queue up behind each other until they commit, or each would count without the others.
 *
 * @returns Whether it was queued. Not an error when it was not: the visitor sees the same page.
 */
export async function enqueue(tx: Transaction, outgoing: Outgoing): Promise<boolean> {
  const row = prepareMessage(outgoing)
  if (row.isTriggerable && (await isCapped(tx, row))) return false
  await tx.message.create({
    data: { ...row, recipientIndex: new Uint8Array(row.recipientIndex), sealed: new Uint8Array(row.sealed) },
  })
  await notify(tx, "message_queued", "")
  return true
}

async function isCapped(tx: Transaction, { recipientIndex, subjectId }: MessageRow): Promise<boolean> {
  const address = recipientIndex.toString("hex")
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`mail ${address}`}, 0))`
  const [found] = await tx.$queryRaw<{ today: number; about: number }[]>`
    select
      (select count(*)::int from "Message"
        where "recipientIndex" = ${recipientIndex} and "isTriggerable" and "createdAt" > now() - interval '24 hours') as today,
      (select count(*)::int from "Message" where "subjectId" = ${subjectId}::uuid and "isTriggerable") as about`
  return !found || found.today >= MAX_TRIGGERABLE_PER_DAY || found.about >= MAX_TRIGGERABLE_PER_SUBJECT
}

/**
 * Forgets the mail about something that its owner erased: what waits is not sent, what was sent loses address and text.
 *
 * Queue a last message about it, such as "withdrawn", after this call.
 */
export async function forgetMessages(tx: Transaction, subjectId: string): Promise<void> {
  await tx.message.deleteMany({ where: { subjectId, state: "QUEUED" } })
  await tx.message.updateMany({ where: { subjectId }, data: { sealed: null } })
}

/** Deletes the messages about some rows, sent or not: what they were about is gone. */
export async function deleteMailAbout(tx: Transaction, subjectIds: readonly string[]): Promise<void> {
  await tx.message.deleteMany({ where: { subjectId: { in: [...subjectIds] } } })
}
