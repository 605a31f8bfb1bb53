import "server-only"
import { enqueue } from "#lib/domain/mail/commands"
import { openOrganiser, organiserIndex } from "#lib/domain/identity/details"
import { SIGN_IN_MAX, SIGN_IN_TTL_MINUTES, SIGN_IN_WINDOW_MINUTES } from "#lib/domain/identity/rules"
import { openSession, type SessionClaim } from "#lib/domain/identity/sessions"
import type { LoginPurpose } from "#lib/generated/prisma/enums"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { hashToken, isToken, newToken } from "#lib/platform/tokens"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)

/**
 * Mails a sign-in link to an organiser's address, three in a quarter of an hour at most.
 *
 * The caller's answer is the same whether the address is an organiser's. So is the work, as far as it can be felt: a link that
 * leads nowhere is written for other addresses.
 */
export async function requestSignIn(address: string, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const organiser = await tx.organiser.findUnique({ where: { emailIndex: organiserIndex(address) } })
    await mailLink(tx, organiser, null, now)
  })
}

/**
 * Mails a link to an organiser who is signed in and has to prove it once more.
 *
 * @param returnTo The page of this site that the link leads back to.
 * @returns `false` when three links went out in the last quarter of an hour.
 */
export async function requestProof(organiserId: string, returnTo: string, now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    const organiser = await tx.organiser.findUniqueOrThrow({ where: { id: organiserId } })
    return mailLink(tx, organiser, returnTo, now)
  })
}

async function mailLink(
  tx: Transaction,
  organiser: { id: string; sealed: Uint8Array; locale: string } | null,
  returnTo: string | null,
  now: Date,
): Promise<boolean> {
  const organiserId = organiser?.id ?? null
  const recent = await tx.loginToken.count({
    where: {
      organiserId: organiserId ?? "00000000-0000-0000-0000-000000000000",
      purpose: "SIGN_IN",
      createdAt: { gt: later(now, -SIGN_IN_WINDOW_MINUTES) },
    },
  })
  if (organiserId && recent >= SIGN_IN_MAX) return false
  const token = newToken()
  await tx.loginToken.create({
    data: {
      hash: new Uint8Array(hashToken(token)),
      purpose: "SIGN_IN",
      organiserId,
      returnTo,
      createdAt: now,
      expiresAt: later(now, SIGN_IN_TTL_MINUTES),
    },
  })
  if (!organiser) return false
  await enqueue(tx, {
    template: "organiser.sign-in",
    locale: toLocale(organiser.locale),
    isDiscreet: false,
    to: openOrganiser(organiser).email,
    data: { token },
    subjectId: organiser.id,
    priority: 0,
    isTriggerable: false, // It has a cap of its own; the cap of public forms would let a stranger lock organisers out.
  })
  return true
}

/** The page that a link leads back to, as a path of this site; `null` for the first page. */
export async function findReturn(token: string): Promise<string | null> {
  if (!isToken(token)) return null
  const found = await db().loginToken.findUnique({ where: { hash: new Uint8Array(hashToken(token)) } })
  return found?.returnTo ?? null
}

/** Tells whether a sign-in link would work. Reads only. */
export async function findSignInLink(token: string, now: Date): Promise<"fine" | "used" | "expired" | "unknown"> {
  if (!isToken(token)) return "unknown"
  const found = await db().loginToken.findUnique({ where: { hash: new Uint8Array(hashToken(token)) } })
  if (found?.purpose !== "SIGN_IN" || !found.organiserId) return "unknown"
  if (found.usedAt) return "used"
  return found.expiresAt <= now ? "expired" : "fine"
}

/** Uses up a link of that purpose: of several presses at once, one succeeds. */
export async function takeToken(
  tx: Transaction,
  token: string,
  purpose: LoginPurpose,
  now: Date,
): Promise<{ organiserId: string | null } | null> {
  if (!isToken(token)) return null
  const hash = new Uint8Array(hashToken(token))
  const { count } = await tx.loginToken.updateMany({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1 ? tx.loginToken.findUnique({ where: { hash }, select: { organiserId: true } }) : null
}

/**
 * Signs in by the link of a message: the press on its page. The link works once.
 *
 * @returns `unknown` for a link that was used, is older than ten minutes or was never made.
 */
export async function signIn(token: string, now: Date): Promise<Result<SessionClaim, "unknown">> {
  return transaction(async (tx) => {
    const taken = await takeToken(tx, token, "SIGN_IN", now)
    if (!taken?.organiserId) return fail("unknown")
    const organiser = await tx.organiser.findUnique({ where: { id: taken.organiserId }, select: { id: true } })
    return organiser ? ok(await openSession(tx, organiser.id, now)) : fail("unknown")
  })
}
