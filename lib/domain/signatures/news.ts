import "server-only"
import { openDetails } from "#lib/domain/signatures/details"
import { db, type Transaction } from "#lib/platform/db"
import { hashToken, isToken, newToken } from "#lib/platform/tokens"
import { type Locale, toLocale } from "#lib/shared/locales"

/**
 * Who a mailing is for: those who asked for news and whose signature counts, or everybody whose address is held. Never sample data.
 */
export type Audience = "asked" | "concerned"

/** A person that a mailing goes to. */
export type Reader = { id: string; email: string; name: string; locale: Locale; isDiscreet: boolean }

const statesOf = (audience: Audience) =>
  audience === "asked" ? ["CONFIRMED", "DELIVERED"] : ["PENDING", "CONFIRMED", "DELIVERED", "DISPUTED"]

/** How many people of a campaign a mailing is for. Addresses that came back are among them: they are left out while sending. */
export async function countReaders(tx: Transaction, campaignId: string, audience: Audience): Promise<number> {
  const [found] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from "Signature"
    where "campaignId" = ${campaignId}::uuid and state::text = any(${statesOf(audience)}) and sealed is not null
      and "emailIndex" is not null and not "isSample" and ("wantsUpdates" or ${audience === "concerned"})`
  return found?.n ?? 0
}

type Row = { id: string; emailIndex: Uint8Array; sealed: Uint8Array; locale: string; isDiscreet: boolean }

/**
 * The next people that a mailing is for, in the order of their ids.
 *
 * @param after The id of the last one before, `null` for the first ones.
 * @param limit Rows, 1 to 1000.
 */
export async function listReaders(
  tx: Transaction,
  campaignId: string,
  audience: Audience,
  { after, limit }: { after: string | null; limit: number },
): Promise<Reader[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select id, "emailIndex", sealed, locale, "isDiscreet" from "Signature"
    where id > ${after ?? "00000000-0000-0000-0000-000000000000"}::uuid and "campaignId" = ${campaignId}::uuid
      and state::text = any(${statesOf(audience)}) and sealed is not null and "emailIndex" is not null
      and not "isSample" and ("wantsUpdates" or ${audience === "concerned"})
    order by id limit ${limit}`
  return rows.flatMap(({ id, emailIndex, sealed, locale, isDiscreet }) => {
    const { email, name } = openDetails({ id, emailIndex }, sealed)
    return email === null ? [] : [{ id, email, name, locale: toLocale(locale), isDiscreet }]
  })
}

/** Makes a link for each of some people by which one press stops news. @returns the secrets, in the same order. */
export function newStopTokens(count: number): string[] {
  return Array.from({ length: count }, newToken)
}

/** Keeps what is needed to know those links again. */
export async function addStopTokens(
  tx: Transaction,
  mailingId: string,
  given: readonly { signatureId: string; token: string }[],
): Promise<void> {
  await tx.signatureToken.createMany({
    data: given.map(({ signatureId, token }) => ({
      ...{ hash: new Uint8Array(hashToken(token)), signatureId, purpose: "STOP" as const, round: 0, mailingId },
    })),
  })
}

/** What a stop link opens. */
export type StopLink = { signatureId: string; wantsUpdates: boolean; mailingId: string | null }

async function readStopLink(tx: Transaction, token: string): Promise<StopLink | null> {
  if (!isToken(token)) return null
  const found = await tx.signatureToken.findUnique({
    where: { hash: new Uint8Array(hashToken(token)) },
    select: { purpose: true, signatureId: true, mailingId: true, signature: { select: { wantsUpdates: true } } },
  })
  if (found?.purpose !== "STOP") return null
  const { signatureId, mailingId, signature } = found
  return { signatureId, mailingId, wantsUpdates: signature.wantsUpdates }
}

/** Whose news a stop link stops; `null` when it is none, or the signature is gone. Reads only. */
export function findStopLink(token: string): Promise<StopLink | null> {
  return readStopLink(db(), token)
}

/**
 * Ends news to the person whose link it is. Works at once, also for messages that wait: they are asked before they leave.
 *
 * @returns The mailing that it came with, when news was still wanted; `null` when there was nothing left to stop.
 */
export async function stopNews(tx: Transaction, token: string): Promise<{ mailingId: string | null } | null> {
  const link = await readStopLink(tx, token)
  if (!link) return null
  const { count } = await tx.signature.updateMany({
    where: { id: link.signatureId, wantsUpdates: true },
    data: { wantsUpdates: false },
  })
  return count === 0 ? null : { mailingId: link.mailingId }
}
