import "server-only"
import { aliasHashOf } from "#lib/domain/letters/alias"
import { openLetter } from "#lib/domain/letters/details"
import { digestTime, isAlike } from "#lib/domain/letters/digest"
import { holdReasons } from "#lib/domain/letters/hold"
import { waitForReaders, waitForReview } from "#lib/domain/letters/screen"
import type { Judged } from "#lib/domain/letters/spam"
import type { Letter } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"

/**
 * Lets a confirmed letter in: it goes to its target's line at once, or waits for an organiser when something in it asks for that.
 *
 * The caller holds the letter's locks.
 *
 * @param judged What the own filter thinks of it, asked before the transaction: it has reading of its own to do.
 */
export async function admitLetter(
  tx: Transaction,
  letter: Letter,
  { score, verdict }: Judged,
  now: Date,
): Promise<"HELD" | "RELEASED"> {
  if (!letter.sealed) throw new Error("A letter that is let in has a text.")
  const { subject, text, name, email } = openLetter(letter.id, letter.sealed)
  const settings = await tx.letterSettings.findUnique({ where: { campaignId: letter.campaignId } })
  const known = { holdsAll: settings?.holdsAll ?? false, isDoubted: verdict !== "visible" }
  const heldFor = holdReasons({ subject, text, name, own: [email] }, known)
  const gallery = letter.publication === "NONE" ? "HIDDEN" : "WAITING"
  const data = { confirmedAt: now, heldFor, gallery } as const
  if (heldFor.length > 0) {
    await tx.letter.update({ where: { id: letter.id }, data: { ...data, state: "HELD" } })
    await waitForReview(tx, letter, heldFor, score, now)
    return "HELD"
  }
  await tx.letter.update({ where: { id: letter.id }, data })
  await releaseLetter(tx, letter, now)
  return "RELEASED"
}

/**
 * Puts a letter at the end of its target's line. Whether others may read it is asked from now on, not while it is held.
 *
 * @param notBefore When it may leave at the earliest: a decision can be undone for a moment.
 */
export async function releaseLetter(tx: Transaction, letter: Letter, now: Date, notBefore = now): Promise<void> {
  const placed = await placeInLine(tx, letter, now)
  const dueAt = placed > notBefore ? placed : notBefore
  const aliasHash = letter.route === "RELAY_ALIAS" ? aliasHashOf(letter.id) : null
  await tx.letter.update({ where: { id: letter.id }, data: { state: "RELEASED", releasedAt: now, aliasHash } })
  // A letter that comes again is another mail: its `Message-ID` is made of the row's id.
  await tx.letterDelivery.deleteMany({ where: { letterId: letter.id } })
  await tx.letterDelivery.create({
    data: { id: newId(), letterId: letter.id, targetId: letter.targetId, queuedAt: now, dueAt },
  })
  if (letter.publication !== "NONE") await waitForReaders(tx, letter, now)
  await notify(tx, "letter_queued", letter.targetId)
}

/** When a letter may go; makes the row of its target's line when it is the first. */
async function placeInLine(tx: Transaction, letter: Letter, now: Date): Promise<Date> {
  const { targetId } = letter
  await tx.targetLine.createMany({ data: [{ targetId }], skipDuplicates: true })
  const line = await tx.targetLine.findUniqueOrThrow({ where: { targetId } })
  return line.bundlesAlike && isAlike(letter) ? digestTime(line, now) : now
}
