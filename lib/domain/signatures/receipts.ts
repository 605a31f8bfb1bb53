import "server-only"
import { enqueue } from "#lib/domain/mail/commands"
import { openDetails, receiptIndex, sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import { lockScreening } from "#lib/domain/moderation/screenings"
import { retractName } from "#lib/domain/signatures/delivered"
import { campaignOf, lockSignature } from "#lib/domain/signatures/lock"
import { FRESH_RECEIPT_TTL_MINUTES, isCounted, isHeld, SHOWN_STATES } from "#lib/domain/signatures/rules"
import { offerReason } from "#lib/domain/signatures/reasons"
import type { ReceiptFields } from "#lib/domain/signatures/schema"
import type { Signature } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { hashToken, newToken, normaliseReceiptCode } from "#lib/platform/tokens"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** Secrets of other purposes open no receipt. */
const RECEIPT_PURPOSES: ReadonlySet<string> = new Set(["RECEIPT", "FRESH_RECEIPT"])

/** Who holds a receipt may see and change; with the code or a fresh link also download and erase. */
export type ReceiptAccess = { signatureId: string; isFresh: boolean }

/** Finds the signature behind a receipt code, as typed. `null` when we do not know the code. */
export async function findByReceiptCode(typed: string): Promise<ReceiptAccess | null> {
  const code = normaliseReceiptCode(typed)
  const index = new Uint8Array(receiptIndex(code ?? ""))
  const found = await db().signature.findUnique({ where: { receiptIndex: index }, select: { id: true, state: true } })
  return code && found && isHeld(found.state) ? { signatureId: found.id, isFresh: true } : null
}

/** Finds the signature behind a link of a message. `expired` for links that live 30 minutes. */
export async function findByReceiptToken(
  token: string,
  now: Date,
): Promise<Result<ReceiptAccess, "unknown" | "expired">> {
  const found = await db().signatureToken.findUnique({
    where: { hash: new Uint8Array(hashToken(token)) },
    include: { signature: { select: { state: true } } },
  })
  if (!found || !RECEIPT_PURPOSES.has(found.purpose) || !isHeld(found.signature.state)) return fail("unknown")
  if (found.expiresAt && found.expiresAt <= now) return fail("expired")
  return ok({ signatureId: found.signatureId, isFresh: found.purpose === "FRESH_RECEIPT" })
}

/**
 * Sends a fresh receipt link to an address, for each signature it has. The caller's answer is the same whether there are any.
 *
 * Under the daily cap of messages that anyone can trigger.
 *
 * @returns Ids of the campaigns that the links are about.
 */
export async function sendReceiptLink(address: string, now: Date): Promise<string[]> {
  return transaction(async (tx) => {
    const campaigns = await tx.campaign.findMany({ select: { id: true } })
    const indexes = campaigns.map(({ id }) => new Uint8Array(signatureIndex(id, address)))
    const found = await tx.signature.findMany({
      where: { emailIndex: { in: indexes } },
      orderBy: { createdAt: "desc" },
    })
    const held = found.filter(({ state }) => isHeld(state))
    for (const signature of held) await sendLink(tx, signature, address, now)
    return held.map(({ campaignId }) => campaignId)
  })
}

async function sendLink(tx: Transaction, signature: Signature, address: string, now: Date): Promise<void> {
  const token = newToken()
  const isQueued = await enqueue(tx, {
    template: "receipt.link",
    locale: toLocale(signature.locale),
    isDiscreet: signature.isDiscreet,
    to: address,
    data: { token },
    subjectId: signature.id,
    priority: 0,
    isTriggerable: true,
  })
  if (!isQueued) return
  await tx.signatureToken.create({
    data: {
      hash: new Uint8Array(hashToken(token)),
      signatureId: signature.id,
      purpose: "FRESH_RECEIPT",
      round: 0,
      expiresAt: new Date(now.getTime() + FRESH_RECEIPT_TTL_MINUTES * 60_000),
    },
  })
}

/**
 * Changes name, visibility, reason and mail choices of a signature. Caches are emptied at once.
 *
 * @returns `gone` when it was withdrawn meanwhile.
 */
export async function updateSignature(
  id: string,
  fields: ReceiptFields,
  now = new Date(),
): Promise<Result<{ slug: string }, "gone">> {
  return transaction(async (tx) => {
    await lockScreening(tx, "reason", id)
    const signature = await lockSignature(tx, id)
    if (!signature?.sealed || !isHeld(signature.state)) return fail("gone")
    const before = openDetails(signature, signature.sealed)
    const details = { ...before, name: fields.name, reason: fields.reason }
    const isShown = fields.showName && (SHOWN_STATES as readonly string[]).includes(signature.state)
    await tx.signature.update({
      where: { id },
      data: {
        sealed: new Uint8Array(sealDetails(signature, details)),
        showName: fields.showName,
        publicName: isShown ? fields.name : null,
        // A name that leaves the list and comes back waits for a batch again.
        ...(!isShown && { listedAt: null, listedOrder: null }),
        wantsUpdates: fields.updates && details.email !== null,
        isDiscreet: fields.discreet,
      },
    })
    // Who received the name as it was is asked to delete it.
    if (!fields.showName || fields.name !== before.name) await retractName(tx, id)
    // Other words are read again before they can appear.
    if (before.reason !== fields.reason && isCounted(signature.state)) await offerReason(tx, signature, details, now)
    const { slug } = await campaignOf(tx, signature)
    await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
    return ok({ slug })
  })
}
