import "server-only"
import { readAlias } from "#lib/domain/letters/alias"
import { openLetter } from "#lib/domain/letters/details"
import { lockLetter } from "#lib/domain/letters/lock"
import { readReply, type ReplyMail } from "#lib/domain/letters/reply-mail"
import { addToken } from "#lib/domain/letters/tokens"
import { enqueue } from "#lib/domain/mail/commands"
import type { Letter } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { seal, unseal } from "#lib/platform/seal"
import { toLocale } from "#lib/shared/locales"

/** Answers that one letter's writer gets, at most: an alias that has got about is no way to flood a mailbox. */
const REPLIES_MAX = 10

/** What came of a mail to an alias: its writer is told; it came before; it is no answer of a person; or nobody has this alias. */
export type ReplyOutcome = "recorded" | "known" | "ignored" | "unknown"

/** An answer as the letter's writer reads it. */
export type ReplyView = { from: string; subject: string; text: string; receivedOn: string }

type Kept = Pick<ReplyMail, "from" | "subject" | "text">

const context = (id: string) => ({ table: "LetterReply", column: "sealed", row: id })

async function findByAlias(recipients: readonly string[]): Promise<string | null> {
  for (const address of recipients) {
    const aliasHash = readAlias(address)
    const found = aliasHash && (await db().letter.findUnique({ where: { aliasHash }, select: { id: true } }))
    if (found) return found.id
  }
  return null
}

/** The text waits behind the writer's private link, so that a message to a mailbox that others may see says nothing of it. */
async function tellWriter(tx: Transaction, letter: Letter, now: Date): Promise<void> {
  if (!letter.sealed) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  const { target } = await tx.letter.findUniqueOrThrow({ where: { id: letter.id }, select: { target: true } })
  await enqueue(tx, {
    template: "letter.reply",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: { name, organisation: target.organisation, token: await addToken(tx, letter, "STATUS", now) },
    subjectId: letter.id,
    priority: 2,
    isTriggerable: false,
  })
}

/**
 * Takes a mail that came to one of our aliases: keeps it for the letter's writer, encrypted, and tells them. Automatic answers, files
 * and everything beyond a few answers are left out; nothing is ever sent back to the sender, so that no loop can begin.
 *
 * @param message The mail as it came, with its headers.
 */
export async function recordReply(message: Buffer, now: Date): Promise<ReplyOutcome> {
  const { recipients, hash: messageHash, isAutomatic, ...kept } = readReply(message)
  const letterId = await findByAlias(recipients)
  if (letterId === null) return "unknown"
  if (isAutomatic || kept.text === "") return "ignored"
  return transaction(async (tx) => {
    const letter = await lockLetter(tx, letterId)
    if (!letter?.aliasHash || !letter.sealed) return "unknown"
    const known = await tx.letterReply.findMany({
      where: { letterId },
      select: { messageHash: true },
      take: REPLIES_MAX,
    })
    if (known.some((one) => Buffer.compare(one.messageHash, messageHash) === 0)) return "known"
    if (known.length >= REPLIES_MAX) return "ignored"
    const id = newId()
    const sealed = new Uint8Array(seal(context(id), kept satisfies Kept))
    await tx.letterReply.create({ data: { id, letterId, messageHash, sealed, receivedAt: now } })
    await tx.letterDelivery.updateMany({ where: { letterId, answeredAt: null }, data: { answeredAt: now } })
    await tellWriter(tx, letter, now)
    return "recorded"
  })
}

/** What the office answered to a letter, the oldest first. For its writer only. */
export async function listReplies(letterId: string): Promise<ReplyView[]> {
  const found = await db().letterReply.findMany({ where: { letterId }, orderBy: { receivedAt: "asc" } })
  return found.map(({ id, sealed, receivedAt }) => ({
    ...unseal<Kept>(context(id), sealed),
    receivedOn: receivedAt.toISOString().slice(0, 10),
  }))
}
