import "server-only"
import { timingSafeEqual } from "node:crypto"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { enqueue, forgetMessages } from "#lib/domain/mail/commands"
import { tallyConfirmation } from "#lib/domain/signatures/confirmation-tally"
import { delayOf } from "#lib/domain/signatures/delays"
import { codeIndex, openDetails, receiptIndex } from "#lib/domain/signatures/details"
import { campaignOf, lockSignature } from "#lib/domain/signatures/lock"
import { offerReason } from "#lib/domain/signatures/reasons"
import { CODE_MAX_TRIES, CODE_TTL_MINUTES, CONFIRMED_LINK_DAYS } from "#lib/domain/signatures/rules"
import type { Signature } from "#lib/generated/prisma/client"
import { coalesce } from "#lib/platform/coalesce"
import { transaction, type Transaction } from "#lib/platform/db"
import { hashToken, newReceiptCode, newToken, normaliseReceiptCode } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"
import { toLocale } from "#lib/shared/locales"

/** What the thanks page shows. The code is shown once: only its fingerprint is stored. */
export type Confirmed = {
  campaignId: string
  slug: string
  number: number | null
  receiptCode: string | null
  /** The address that the press has proved. */
  email: string | null
}

export type ConfirmRefusal = "unknown" | "expired"

/** The public count at this moment with all changes in it that are not folded yet, this one included. */
async function currentNumber(tx: Transaction, campaignId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: number }[]>`
    select (coalesce((select confirmed from "CampaignCount" where "campaignId" = ${campaignId}::uuid), 0)
      + coalesce((select sum(confirmed) from "CountDelta" where "campaignId" = ${campaignId}::uuid), 0))::int as number`
  return row?.number ?? 0
}

/** The address of a signature whose details are still held. */
function emailOf(signature: Signature): string | null {
  return signature.sealed && openDetails(signature, signature.sealed).email
}

/** Turns a pending signature into a counted one. The caller holds its lock and has seen that it is pending. */
async function count(tx: Transaction, signature: Signature, now: Date): Promise<Confirmed> {
  if (!signature.sealed) throw new Error("A pending signature has no details.")
  const details = openDetails(signature, signature.sealed)
  const receiptCode = newReceiptCode()
  const index = receiptIndex(normaliseReceiptCode(receiptCode) ?? receiptCode)
  await tx.signature.update({
    where: { id: signature.id },
    data: {
      state: "CONFIRMED",
      confirmedAt: now,
      receiptIndex: new Uint8Array(index),
      publicName: signature.showName ? details.name : null,
    },
  })
  await recordCountChange(tx, signature.campaignId, { confirmed: 1 })
  if (details.reason !== "") await offerReason(tx, signature, details, now)
  const number = await currentNumber(tx, signature.campaignId)
  const { slug, title } = await campaignOf(tx, signature)
  await mailReceipt(tx, signature, { slug, title, name: details.name, number, email: details.email })
  if (details.email)
    tallyConfirmation(signature.campaignId, details.email, delayOf(now.getTime() - signature.createdAt.getTime()))
  return { campaignId: signature.campaignId, slug, number, receiptCode, email: details.email }
}

type ReceiptMail = { slug: string; title: string; name: string; number: number; email: string | null }

async function mailReceipt(tx: Transaction, signature: Signature, { email, ...receipt }: ReceiptMail): Promise<void> {
  if (!email) return
  const token = newToken()
  await tx.signatureToken.create({
    data: { hash: new Uint8Array(hashToken(token)), signatureId: signature.id, purpose: "RECEIPT", round: 0 },
  })
  await enqueue(tx, {
    template: "signature.receipt",
    locale: toLocale(signature.locale),
    isDiscreet: signature.isDiscreet,
    to: email,
    data: { ...receipt, token },
    subjectId: signature.id,
    priority: 1,
    isTriggerable: false,
  })
}

/**
 * Confirms by the link of a message. Pressing twice, at once or within 30 days, counts once and succeeds each time.
 *
 * Presses at the same moment share one answer, with the receipt code: the browser of somebody who pressed twice shows only the last.
 *
 * @returns `unknown` when the link is broken or a newer message took its place; `expired` after 7 days.
 */
export const confirmSignature = coalesce((token: string, _now: Date) => token, confirmByToken)

async function confirmByToken(token: string, now: Date): Promise<Result<Confirmed, ConfirmRefusal>> {
  return transaction(async (tx) => {
    const hash = new Uint8Array(hashToken(token))
    const found = await tx.signatureToken.findUnique({ where: { hash } })
    if (found?.purpose !== "CONFIRM") return fail("unknown")
    const signature = await lockSignature(tx, found.signatureId)
    if (!signature) return fail("unknown")
    // Read again under the lock: another press may have used it meanwhile.
    const current = await tx.signatureToken.findUnique({ where: { hash } })
    if (!current || current.round !== signature.round) return fail("unknown")
    if (current.usedAt) return again(tx, signature, current.usedAt, now)
    if (signature.state === "EXPIRED") return fail("expired")
    if (signature.state !== "PENDING") return fail("unknown")
    if (current.expiresAt && current.expiresAt <= now) return fail("expired")
    const confirmed = await count(tx, signature, now)
    await tx.signatureToken.update({ where: { hash }, data: { usedAt: now } })
    return ok(confirmed)
  })
}

/** The answer to a press after the first one: the thanks without the code, which is shown once. */
async function again(
  tx: Transaction,
  signature: Signature,
  usedAt: Date,
  now: Date,
): Promise<Result<Confirmed, ConfirmRefusal>> {
  if (signature.state === "WITHDRAWN") return fail("unknown")
  if (now.getTime() - usedAt.getTime() > CONFIRMED_LINK_DAYS * 86_400_000) return fail("expired")
  const { slug } = await campaignOf(tx, signature)
  return ok({ campaignId: signature.campaignId, slug, number: null, receiptCode: null, email: emailOf(signature) })
}

/**
 * Confirms by the six-digit code on the page that asked.
 *
 * @param asked What the draft behind that page knows: the signature and the round whose message holds the code; `null`s where
 * no signature waits, and then every code is a wrong one.
 * @returns `wrong`, also when it is too late or an earlier message's; `dead` after five wrong tries.
 */
export async function confirmByCode(
  asked: { signatureId: string | null; round: number | null },
  code: string,
  now: Date,
): Promise<Result<Confirmed, "wrong" | "dead">> {
  return transaction(async (tx) => {
    const signature = asked.signatureId ? await lockSignature(tx, asked.signatureId) : null
    const token = await tx.signatureToken.findFirst({
      where: {
        signatureId: signature?.id ?? "00000000-0000-0000-0000-000000000000",
        purpose: "CONFIRM",
        round: asked.round ?? -1,
      },
    })
    const typed = codeIndex(signature?.emailIndex ?? Buffer.alloc(32), code)
    const expected = Buffer.from(token?.codeIndex ?? Buffer.alloc(32))
    const isRight = timingSafeEqual(typed, expected)
    if (!signature?.mailedAt || !token || signature.round !== token.round) return fail("wrong")
    if (token.codeTries >= CODE_MAX_TRIES) return fail("dead")
    const isLate = now.getTime() - signature.mailedAt.getTime() > CODE_TTL_MINUTES * 60_000
    if (!isRight || isLate) {
      const { codeTries } = await tx.signatureToken.update({
        where: { hash: token.hash },
        data: { codeTries: { increment: 1 } },
      })
      return fail(codeTries >= CODE_MAX_TRIES ? "dead" : "wrong")
    }
    if (token.usedAt) {
      const { slug } = await campaignOf(tx, signature)
      return ok({ campaignId: signature.campaignId, slug, number: null, receiptCode: null, email: emailOf(signature) })
    }
    if (signature.state !== "PENDING") return fail("wrong")
    const confirmed = await count(tx, signature, now)
    await tx.signatureToken.update({ where: { hash: token.hash }, data: { usedAt: now } })
    return ok(confirmed)
  })
}

/**
 * Deletes a pending signature and everything about it: "I did not do this".
 *
 * @returns `unknown` when there is nothing pending behind the link, e.g. after it was deleted or confirmed.
 */
export async function deletePendingSignature(token: string): Promise<Result<null, "unknown">> {
  return transaction(async (tx) => {
    const found = await tx.signatureToken.findUnique({ where: { hash: new Uint8Array(hashToken(token)) } })
    if (found?.purpose !== "CONFIRM") return fail("unknown")
    const signature = await lockSignature(tx, found.signatureId)
    // An older link of the same address may delete, too: it can only take away what nobody has confirmed.
    if (signature?.state !== "PENDING") return fail("unknown")
    await forgetMessages(tx, signature.id)
    await tx.signature.delete({ where: { id: signature.id } })
    return ok(null)
  })
}
