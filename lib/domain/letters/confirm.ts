import "server-only"
import { admitLetter } from "#lib/domain/letters/admit"
import { openLetter } from "#lib/domain/letters/details"
import { lockLetter, lockModerated } from "#lib/domain/letters/lock"
import { CONFIRMED_LINK_DAYS, takesLetters } from "#lib/domain/letters/rules"
import { type Judged, judgeLetter } from "#lib/domain/letters/spam"
import { addToken, hashOf } from "#lib/domain/letters/tokens"
import { forgetMessages } from "#lib/domain/mail/commands"
import type { Letter } from "#lib/generated/prisma/client"
import type { LetterRoute } from "#lib/generated/prisma/enums"
import { coalesce } from "#lib/platform/coalesce"
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

function campaignOf(tx: Transaction, { campaignId }: Letter) {
  return tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true, status: true } })
}

/** What is judged is what goes: other words would be another round, whose link is another one. */
async function judgeStored({ id, campaignId, sealed }: Letter): Promise<Judged> {
  return sealed ? judgeLetter(campaignId, openLetter(id, sealed)) : { score: 0, verdict: "visible" }
}

/**
 * Sends a letter by the link of its message. Pressing twice, at once or within 30 days, sends once and succeeds each time. Presses at the
 * same moment share one answer.
 *
 * @returns `unknown` when the link is broken or a newer letter took its place; `expired` after 7 days; `closed` when the campaign takes
 * no letters any more or just now: then nothing changes, and the link still shows the words.
 */
export const confirmLetter = coalesce((token: string, _now: Date) => token, confirmByToken)

async function confirmByToken(
  token: string,
  now: Date,
): Promise<Result<LetterConfirmed, "unknown" | "expired" | "closed">> {
  const hash = hashOf(token)
  const found = await db().letterToken.findUnique({ where: { hash }, include: { letter: true } })
  if (found?.purpose !== "CONFIRM") return fail("unknown")
  const judged = await judgeStored(found.letter)
  return transaction(async (tx) => {
    const { letter } = await lockModerated(tx, found.letterId)
    // Read again under the lock: another press may have used it meanwhile.
    const current = await tx.letterToken.findUnique({ where: { hash } })
    if (!letter || !current || current.round !== letter.round) return fail("unknown")
    if (letter.state === "EXPIRED") return fail("expired")
    if (!letter.sealed) return fail("unknown")
    const { email } = openLetter(letter.id, letter.sealed)
    const { slug, status } = await campaignOf(tx, letter)
    const shared = { campaignId: letter.campaignId, slug, email }
    if (current.usedAt) {
      const isOld = now.getTime() - current.usedAt.getTime() > CONFIRMED_LINK_DAYS * 86_400_000
      return isOld ? fail("expired") : ok({ ...shared, state: "done", statusToken: null })
    }
    if (letter.state !== "PENDING") return fail("unknown")
    if (current.expiresAt && current.expiresAt <= now) return fail("expired")
    if (!takesLetters(status)) return fail("closed")
    const outcome = await admitLetter(tx, letter, judged, now)
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
      route: LetterRoute
      /** The campaign takes letters: it can be sent. Otherwise its writer can only read, copy or delete it. */
      canBeSent: boolean
    }

/** Describes the letter that a link would send. Reads only. */
export async function findLetterConfirmation(token: string, now: Date): Promise<LetterConfirmation> {
  if (!isToken(token)) return { state: "unknown" }
  const found = await db().letterToken.findUnique({
    where: { hash: hashOf(token) },
    include: { letter: { include: { target: true, campaign: { select: { slug: true, status: true } } } } },
  })
  if (found?.purpose !== "CONFIRM" || found.round !== found.letter.round) return { state: "unknown" }
  const { letter } = found
  const { slug, status } = letter.campaign
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
    route: letter.route,
    canBeSent: takesLetters(status),
  }
}
