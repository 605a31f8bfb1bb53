import "server-only"
import { CONFIRM_TTL_DAYS, FRESH_STATUS_TTL_MINUTES } from "#lib/domain/letters/rules"
import type { LetterTokenPurpose } from "#lib/generated/prisma/enums"
import type { Transaction } from "#lib/platform/db"
import { hashToken, newToken } from "#lib/platform/tokens"

const MINUTE_MS = 60_000

function expiryOf(purpose: LetterTokenPurpose, now: Date): Date | null {
  if (purpose === "CONFIRM") return new Date(now.getTime() + CONFIRM_TTL_DAYS * 24 * 60 * MINUTE_MS)
  if (purpose === "FRESH_STATUS") return new Date(now.getTime() + FRESH_STATUS_TTL_MINUTES * MINUTE_MS)
  return null
}

/**
 * Makes a secret for a letter; only its hash is kept.
 *
 * @param token One that is in a message already.
 * @returns the secret, to be mailed or shown once.
 */
export async function addToken(
  tx: Transaction,
  letter: { id: string; round: number },
  purpose: LetterTokenPurpose,
  now: Date,
  token = newToken(),
): Promise<string> {
  await tx.letterToken.create({
    data: {
      hash: hashOf(token),
      letterId: letter.id,
      purpose,
      round: letter.round,
      expiresAt: expiryOf(purpose, now),
    },
  })
  return token
}

/** What is stored of a secret, as the database takes it. */
export function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hashToken(token))
}
