import "server-only"
import { admitLetter } from "#lib/domain/letters/admit"
import { openLetter } from "#lib/domain/letters/details"
import { lockLetter } from "#lib/domain/letters/lock"
import { CONFIRMED_LINK_DAYS } from "#lib/domain/letters/rules"
import { addToken, hashOf } from "#lib/domain/letters/tokens"
import { forgetMessages } from "#lib/domain/mail/commands"
import type { Letter } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { isToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

/** What the page after the press shows. The token opens the letter's status page. */
export type LetterConfirmed = {
  campaignId: string
  slug: string
  state: "held" | "queued" | "done"
  statusToken: string | null
  /** The address that the press has proved. */
  email: string
}

async function slugOf(tx: Transaction, { campaignId }: Letter): Promise<string> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  return slug
}

/**
 * Sends a letter by the link of its message. Pressing twice, at once or within 30 days, sends once and succeeds each time.
 *
 * @returns `unknown` when the link is broken or a newer letter took its place; `expired` after 7 days.
 */
export async function confirmLetter(token: string, now: Date): Promise<Result<LetterConfirmed, "unknown" | "expired">> {
  return transaction(async (tx) => {
    const hash = hashOf(token)
    const found = await tx.letterToken.findUnique({ where: { hash } })
    if (found?.purpose !== "CONFIRM") return fail("unknown")
    const letter = await lockLetter(tx, found.letterId)
    // Read again under the lock: another press may have used it meanwhile.
    const current = await tx.letterToken.findUnique({ where: { hash } })
    if (!letter || !current || current.round !== letter.round) return fail("unknown")
    if (letter.state === "EXPIRED") return fail("expired")
    if (!letter.sealed) return fail("unknown")
    const { email } = openLetter(letter.id, letter.sealed)
    const shared = { campaignId: letter.campaignId, slug: await slugOf(tx, letter), email }
    if (current.usedAt) {
      const isOld = now.getTime() - current.usedAt.getTime() > CONFIRMED_LINK_DAYS * 86_400_000
      return isOld ? fail("expired") : ok({ ...shared, state: "done", statusToken: null })
    }
    if (letter.state !== "PENDING") return fail("unknown")
    if (current.expiresAt && current.expiresAt <= now) return fail("expired")
    const outcome = await admitLetter(tx, letter, now)
    await tx.letterToken.update({ where: { hash }, data: { usedAt: now } })
    const statusToken = await addToken(tx, letter, "STATUS", now)
    return ok({ ...shared, state: outcome === "HELD" ? "held" : "queued", statusToken })
  })
}

/**
 * Deletes a letter that waits and everything about it: "I did not do this".
 *
 * @returns `unknown` when nothing waits behind the link.
 */
export async function deletePendingLetter(token: string): Promise<Result<null, "unknown">> {
  return transaction(async (tx) => {
    const found = await tx.letterToken.findUnique({ where: { hash: hashOf(token) } })
    if (found?.purpose !== "CONFIRM") return fail("unknown")
    const letter = await lockLetter(tx, found.letterId)
    if (letter?.state !== "PENDING") return fail("unknown")
    await forgetMessages(tx, letter.id)
    await tx.letter.delete({ where: { id: letter.id } })
    return ok(null)
  })
}

/** What the confirm page shows of a letter before the button is pressed. */
export type LetterConfirmation =
  | { state: "unknown" }
  | { state: "expired"; slug: string }
  | { state: "done"; slug: string; campaignId: string }
  | {
      state: "pending"
      slug: string
      recipientName: string
      name: string
      subject: string
      text: string
      textLocale: string
      isDiscreet: boolean
      mayBeAnswered: boolean
    }

/** Describes the letter that a link would send. Reads only. */
export async function findLetterConfirmation(token: string, now: Date): Promise<LetterConfirmation> {
  if (!isToken(token)) return { state: "unknown" }
  const found = await db().letterToken.findUnique({
    where: { hash: hashOf(token) },
    include: { letter: { include: { target: true, campaign: { select: { slug: true } } } } },
  })
  if (found?.purpose !== "CONFIRM" || found.round !== found.letter.round) return { state: "unknown" }
  const { letter } = found
  const { slug } = letter.campaign
  if (found.usedAt) return { state: "done", slug, campaignId: letter.campaignId }
  if (letter.state === "EXPIRED" || (found.expiresAt && found.expiresAt <= now)) return { state: "expired", slug }
  if (letter.state !== "PENDING" || !letter.sealed) return { state: "unknown" }
  const { name, subject, text } = openLetter(letter.id, letter.sealed)
  return {
    state: "pending",
    slug,
    recipientName: letter.target.name,
    name,
    subject,
    text,
    textLocale: letter.textLocale,
    isDiscreet: letter.isDiscreet,
    mayBeAnswered: letter.route === "RELAY_REPLY",
  }
}
