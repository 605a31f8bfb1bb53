import "server-only"
import { CONFIRM_TTL_DAYS, ERROR_DAYS, EXPIRED_ROW_DAYS } from "#lib/domain/letters/rules"
import { createLetterRunner, type LetterRunner, LINES_AT_ONCE } from "#lib/domain/letters/sender"
import { mailDomain } from "#lib/domain/mail/compose"
import { transaction } from "#lib/platform/db"
import { readDkim } from "#lib/platform/dkim"
import { env } from "#lib/platform/env"
import { type Mailer, openMailer } from "#lib/platform/smtp"

/** Less than the outbox may take: confirmations come first, and visitors before both. */
const MAX_PER_SECOND = 60

/** Where mail stays on this machine, letters count as taken; the mailbox page shows them. */
const keeper: Mailer = { send: async () => ({ outcome: "accepted", detail: null }), close: () => undefined }

/** The runner that fits the settings. */
export function createLetters(): Pick<LetterRunner, "run" | "stop"> {
  const { SMTP_URL } = env()
  if (SMTP_URL === undefined) return createLetterRunner(keeper)
  const mailer = openMailer(SMTP_URL, { hostname: mailDomain(), connections: LINES_AT_ONCE, dkim: readDkim() })
  return createLetterRunner(mailer, { perSecond: MAX_PER_SECOND })
}

const DAY_MS = 86_400_000
const before = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS)

/**
 * Deletes what letters leave behind: details of unconfirmed ones after 7 days and their bare rows 14 days later, saved letters after 7
 * days, details of faults after 30 days (trust.md P12). Safe to run twice.
 */
export async function expireLetters(now: Date): Promise<{ expired: number; erased: number }> {
  const expiry = before(now, CONFIRM_TTL_DAYS)
  return transaction(async (tx) => {
    const { count: expired } = await tx.letter.updateMany({
      where: { state: "PENDING", mailedAt: { lt: expiry } },
      data: { state: "EXPIRED", sealed: null, emailIndex: null, country: null, publication: "NONE" },
    })
    const { count: erased } = await tx.letter.deleteMany({
      where: { state: "EXPIRED", mailedAt: { lt: before(expiry, EXPIRED_ROW_DAYS) } },
    })
    await tx.savedLetter.deleteMany({ where: { expiresAt: { lte: now } } })
    await tx.letterToken.deleteMany({ where: { purpose: "FRESH_STATUS", expiresAt: { lte: now } } })
    await tx.letterDelivery.updateMany({
      where: { lastError: { not: null }, lastTriedAt: { lt: before(now, ERROR_DAYS) } },
      data: { lastError: null },
    })
    return { expired, erased }
  })
}
