import "server-only"
import { SAVED_TTL_DAYS } from "#lib/domain/letters/rules"
import { hashOf } from "#lib/domain/letters/tokens"
import { enqueue } from "#lib/domain/mail/commands"
import { db, transaction } from "#lib/platform/db"
import { seal, unseal } from "#lib/platform/seal"
import { isToken, newToken } from "#lib/platform/tokens"
import type { Locale } from "#lib/shared/locales"

/** A letter as its form holds it. */
export type SavedForm = { values: Record<string, string>; locale: Locale }

const context = (hash: Uint8Array) => ({ table: "SavedLetter", column: "sealed", row: Buffer.from(hash) })

/**
 * Keeps an unfinished letter for seven days and mails a link to it. Under the daily cap of messages that anyone can trigger; over
 * it nothing is kept. The caller's answer is the same.
 */
export async function saveForLater(
  campaign: { id: string; isAtRisk: boolean },
  form: SavedForm,
  email: string,
  now: Date,
): Promise<void> {
  const token = newToken()
  const hash = hashOf(token)
  await transaction(async (tx) => {
    const isQueued = await enqueue(tx, {
      template: "letter.draft",
      locale: form.locale,
      isDiscreet: campaign.isAtRisk,
      to: email,
      data: { token },
      subjectId: null,
      priority: 0,
      isTriggerable: true,
    })
    if (!isQueued) return
    const expiresAt = new Date(now.getTime() + SAVED_TTL_DAYS * 86_400_000)
    const sealed = new Uint8Array(seal(context(hash), form))
    await tx.savedLetter.create({ data: { hash, campaignId: campaign.id, sealed, expiresAt } })
  })
}

/** The letter behind a link; `null` when the link is broken, old, or the letter was deleted. */
export async function findSaved(token: string, now: Date): Promise<(SavedForm & { slug: string }) | null> {
  if (!isToken(token)) return null
  const found = await db().savedLetter.findUnique({
    where: { hash: hashOf(token) },
    include: { campaign: { select: { slug: true } } },
  })
  if (!found || found.expiresAt <= now) return null
  return { ...unseal<SavedForm>(context(found.hash), found.sealed), slug: found.campaign.slug }
}

/** Deletes the letter behind a link. Safe to repeat. */
export async function deleteSaved(token: string): Promise<void> {
  await db().savedLetter.deleteMany({ where: { hash: hashOf(token) } })
}
