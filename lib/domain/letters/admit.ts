import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import { digestTime, isAlike } from "#lib/domain/letters/digest"
import { holdReasons } from "#lib/domain/letters/hold"
import type { Letter } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"

/**
 * Lets a confirmed letter in: it goes to its target's line at once, or waits for an organiser when something in it asks for that.
 *
 * The caller holds the letter's lock.
 */
export async function admitLetter(tx: Transaction, letter: Letter, now: Date): Promise<"HELD" | "RELEASED"> {
  if (!letter.sealed) throw new Error("A letter that is let in has a text.")
  const { subject, text, name, email } = openLetter(letter.id, letter.sealed)
  const settings = await tx.letterSettings.findUnique({ where: { campaignId: letter.campaignId } })
  const heldFor = holdReasons({ subject, text, name, own: [email] }, settings?.holdsAll ?? false)
  const gallery = letter.publication === "NONE" ? "HIDDEN" : "WAITING"
  if (heldFor.length > 0) {
    await tx.letter.update({ where: { id: letter.id }, data: { state: "HELD", confirmedAt: now, heldFor, gallery } })
    return "HELD"
  }
  await tx.letter.update({ where: { id: letter.id }, data: { confirmedAt: now, heldFor: [], gallery } })
  await releaseLetter(tx, letter, now)
  return "RELEASED"
}

/** Puts a letter at the end of its target's line. */
export async function releaseLetter(tx: Transaction, letter: Letter, now: Date): Promise<void> {
  const dueAt = await placeInLine(tx, letter, now)
  await tx.letter.update({ where: { id: letter.id }, data: { state: "RELEASED", releasedAt: now } })
  // A letter that comes again is another mail: its `Message-ID` is made of the row's id.
  await tx.letterDelivery.deleteMany({ where: { letterId: letter.id } })
  await tx.letterDelivery.create({
    data: { id: newId(), letterId: letter.id, targetId: letter.targetId, queuedAt: now, dueAt },
  })
  await notify(tx, "letter_queued", letter.targetId)
}

/** When a letter may go; makes the row of its target's line when it is the first. */
async function placeInLine(tx: Transaction, letter: Letter, now: Date): Promise<Date> {
  const { targetId } = letter
  await tx.targetLine.createMany({ data: [{ targetId }], skipDuplicates: true })
  const line = await tx.targetLine.findUniqueOrThrow({ where: { targetId } })
  return line.bundlesAlike && isAlike(letter) ? digestTime(line, now) : now
}
