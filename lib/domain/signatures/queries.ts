import "server-only"
import { findDeliveryDayOf } from "#lib/domain/signatures/delivered"
import { openDetails } from "#lib/domain/signatures/details"
import { campaignOf } from "#lib/domain/signatures/lock"
import { isHeld, SHOWN_STATES } from "#lib/domain/signatures/rules"
import type { SignatureState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { hashToken, isToken } from "#lib/platform/tokens"

/** What a visitor may see of a signature: no address, no moment. */
export type ListedSigner = { name: string; country: string | null; /** `YYYY-MM-DD` of its batch. */ listedOn: string }

/**
 * Signers who chose to be shown, the newest batch first, in random order inside a batch.
 *
 * @param limit Rows, 1 to 100.
 */
export async function listRecentSigners(campaignId: string, limit: number): Promise<ListedSigner[]> {
  const found = await db().signature.findMany({
    where: { campaignId, state: { in: [...SHOWN_STATES] }, publicName: { not: null }, listedAt: { not: null } },
    select: { publicName: true, country: true, listedAt: true },
    orderBy: [{ listedAt: "desc" }, { listedOrder: "asc" }],
    take: limit,
  })
  return found.flatMap(({ publicName, country, listedAt }) =>
    publicName && listedAt ? [{ name: publicName, country, listedOn: listedAt.toISOString().slice(0, 10) }] : [],
  )
}

/** Why somebody signed, as others read it: no place, no moment, and a name only where its owner shows it. */
export type ListedReason = { reason: string; name: string | null; locale: string }

/**
 * Reasons that an organiser has read and published, the newest signatures first. A name that waits for its batch is not told by its
 * reason either.
 *
 * @param limit Rows, 1 to 100.
 */
export async function listPublishedReasons(campaignId: string, limit: number): Promise<ListedReason[]> {
  const found = await db().signatureReason.findMany({
    where: { campaignId, state: "PUBLIC", signature: { state: { in: [...SHOWN_STATES] } } },
    select: { text: true, signature: { select: { publicName: true, listedAt: true, locale: true } } },
    orderBy: { signatureId: "desc" },
    take: limit,
  })
  return found.flatMap(({ text, signature: { publicName, listedAt, locale } }) =>
    text === null ? [] : [{ reason: text, name: listedAt ? publicName : null, locale }],
  )
}

/** What the confirm page shows before the button is pressed. */
export type Confirmation =
  | { state: "unknown" }
  | { state: "expired"; slug: string }
  | { state: "done"; slug: string }
  | { state: "pending"; slug: string; title: string; name: string; showName: boolean; isDiscreet: boolean }

/** Describes what a confirmation link would confirm. Reads only. */
export async function findConfirmation(token: string, now: Date): Promise<Confirmation> {
  if (!isToken(token)) return { state: "unknown" }
  const found = await db().signatureToken.findUnique({
    where: { hash: new Uint8Array(hashToken(token)) },
    include: { signature: true },
  })
  if (found?.purpose !== "CONFIRM" || found.round !== found.signature.round) return { state: "unknown" }
  const { signature } = found
  const { slug, title } = await campaignOf(db(), signature)
  if (found.usedAt) return { state: "done", slug }
  if (signature.state === "EXPIRED" || (found.expiresAt && found.expiresAt <= now)) return { state: "expired", slug }
  if (signature.state !== "PENDING" || !signature.sealed) return { state: "unknown" }
  const { name } = openDetails(signature, signature.sealed)
  return { state: "pending", slug, title, name, showName: signature.showName, isDiscreet: signature.isDiscreet }
}

/** What the holder of a receipt sees of a signature. */
export type ReceiptView = {
  state: SignatureState
  slug: string
  title: string
  signedOn: string
  name: string
  town: string
  country: string | null
  email: string | null
  showName: boolean
  reason: string
  wantsUpdates: boolean
  isDiscreet: boolean
  addressedTo: string
  /** Day of the last hand-over that it was in. */
  deliveredOn: string | null
}

/** Everything held about a signature, for its holder; `null` when it is withdrawn or gone. */
export async function findReceipt(signatureId: string): Promise<ReceiptView | null> {
  const signature = await db().signature.findUnique({ where: { id: signatureId } })
  if (!signature?.sealed || !isHeld(signature.state)) return null
  const [{ slug, title, addressedTo }, deliveredOn] = [
    await campaignOf(db(), signature),
    await findDeliveryDayOf(signatureId),
  ]
  const details = openDetails(signature, signature.sealed)
  return {
    state: signature.state,
    slug,
    title,
    signedOn: signature.createdAt.toISOString().slice(0, 10),
    ...details,
    country: signature.country,
    showName: signature.showName,
    wantsUpdates: signature.wantsUpdates,
    isDiscreet: signature.isDiscreet,
    addressedTo,
    deliveredOn,
  }
}
