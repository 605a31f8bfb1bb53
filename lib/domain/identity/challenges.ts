import "server-only"
import { PASSKEY_TTL_MINUTES } from "#lib/domain/identity/rules"
import { db } from "#lib/platform/db"
import { hashToken } from "#lib/platform/tokens"

/** What a challenge is for, and whose; `null` before anybody is known. */
export type ChallengeOwner = { purpose: "PASSKEY_ADD" | "PASSKEY_USE"; organiserId: string | null }

const hashOf = (challenge: string) => new Uint8Array(hashToken(challenge))

/** Remembers a challenge for five minutes; only its hash is kept. */
export async function keepChallenge(challenge: string, owner: ChallengeOwner, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + PASSKEY_TTL_MINUTES * 60_000)
  await db().loginToken.create({ data: { hash: hashOf(challenge), ...owner, createdAt: now, expiresAt } })
}

/** Uses up a challenge: of several answers to it one is heard, and none when it was made for another purpose or organiser. */
export async function takeChallenge(challenge: string, owner: ChallengeOwner, now: Date): Promise<boolean> {
  const { count } = await db().loginToken.updateMany({
    where: { hash: hashOf(challenge), ...owner, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1
}
