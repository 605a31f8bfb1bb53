import "server-only"
import { hasLeft, isHeldByWriter } from "#lib/domain/letters/rules"
import { lockModerated } from "#lib/domain/letters/lock"
import { forgetMessages } from "#lib/domain/mail/commands"
import { forgetScreening } from "#lib/domain/moderation/screenings"
import type { Letter } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

export type Withdrawn = {
  slug: string
  /** The recipient may have it; only our copy is gone. */
  hadLeft: boolean
}

/** Takes a letter out of its line, also as one of a bundle. The one that carries a bundle hands it to the next. */
async function leaveLine(tx: Transaction, letterId: string): Promise<boolean> {
  const [delivery] = await tx.$queryRaw<{ id: string; state: Parameters<typeof hasLeft>[0] }[]>`
    select id, state::text as state from "LetterDelivery" where "letterId" = ${letterId}::uuid for update`
  if (!delivery) return false
  if (hasLeft(delivery.state)) return true
  await tx.letterDelivery.updateMany({ where: { leadId: delivery.id }, data: { state: "QUEUED", leadId: null } })
  await tx.letterDelivery.delete({ where: { id: delivery.id } })
  return false
}

async function announce(tx: Transaction, letter: Letter): Promise<string> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: letter.campaignId }, select: { slug: true } })
  if (letter.gallery === "PUBLIC") await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
  return slug
}

/** What moderators know of it goes with it. */
async function leaveModerators(tx: Transaction, id: string): Promise<void> {
  for (const kind of ["letter", "publication"] as const) await forgetScreening(tx, kind, [id])
}

const FORGOTTEN = {
  sealed: null,
  emailIndex: null,
  aliasHash: null,
  country: null,
  publicName: null,
  publicText: null,
  publishedAt: null,
} as const

/**
 * Withdraws a letter: it does not go any more unless it has left, and its text and details are deleted here.
 *
 * @returns `gone` when there is nothing to withdraw, `sending` at the very moment in which it is handed to the mail server.
 */
export async function withdrawLetter(id: string, now: Date): Promise<Result<Withdrawn, "gone" | "sending">> {
  return transaction(async (tx) => {
    const { letter } = await lockModerated(tx, id)
    if (!letter || !isHeldByWriter(letter.state)) return fail("gone")
    const delivery = await tx.letterDelivery.findUnique({ where: { letterId: id }, select: { state: true } })
    if (delivery?.state === "SENDING") return fail("sending")
    const hadLeft = await leaveLine(tx, id)
    const slug = await announce(tx, letter)
    await forgetMessages(tx, id)
    if (letter.state === "PENDING") {
      await tx.letter.delete({ where: { id } })
      return ok({ slug, hadLeft })
    }
    await leaveModerators(tx, id)
    await tx.letterToken.deleteMany({ where: { letterId: id } })
    await tx.letterReply.deleteMany({ where: { letterId: id } })
    await tx.letter.update({
      where: { id },
      data: { ...FORGOTTEN, state: "WITHDRAWN", withdrawnAt: now, gallery: "HIDDEN", publication: "NONE" },
    })
    return ok({ slug, hadLeft })
  })
}

/** Deletes a letter with its row. Nothing says any more that it was there; what has left cannot be taken back. */
export async function eraseLetter(id: string): Promise<Result<Withdrawn, "gone" | "sending">> {
  return transaction(async (tx) => {
    const { letter } = await lockModerated(tx, id)
    if (!letter || !isHeldByWriter(letter.state)) return fail("gone")
    const delivery = await tx.letterDelivery.findUnique({ where: { letterId: id }, select: { state: true } })
    if (delivery?.state === "SENDING") return fail("sending")
    const hadLeft = await leaveLine(tx, id)
    const slug = await announce(tx, letter)
    await forgetMessages(tx, id)
    await leaveModerators(tx, id)
    await tx.letter.delete({ where: { id } })
    return ok({ slug, hadLeft })
  })
}

/** Takes a published letter off the site, or withdraws the wish to publish it. */
export async function hideLetter(id: string): Promise<Result<{ slug: string }, "gone">> {
  return transaction(async (tx) => {
    const { letter } = await lockModerated(tx, id)
    if (!letter || !isHeldByWriter(letter.state)) return fail("gone")
    await forgetScreening(tx, "publication", [id])
    const slug = await announce(tx, letter)
    await tx.letter.update({
      where: { id },
      data: { gallery: "HIDDEN", publication: "NONE", publicName: null, publicText: null, publishedAt: null },
    })
    return ok({ slug })
  })
}
