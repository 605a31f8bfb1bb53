import "server-only"
import { mayGo } from "#lib/domain/mail/bulk"
import { mailDomain } from "#lib/domain/mail/compose"
import { keepMessages, leaseMessages, markSent, markSuppressed, takeBack } from "#lib/domain/mail/leases"
import { FAILED_BODY_HOURS, MAX_PER_SECOND, ROW_DAYS, SENT_BODY_HOURS, WAITING_MAX_DAYS } from "#lib/domain/mail/rules"
import { CONCURRENCY, createSender, type OutboxRunner } from "#lib/domain/mail/sender"
import { readDkim } from "#lib/platform/dkim"
import { env } from "#lib/platform/env"
import { openMailer } from "#lib/platform/smtp"
import { hotPool } from "#lib/platform/sql"

/** The runner that fits the settings: mail is sent when there is a mail server, and kept for the mailbox page when there is none. */
export function createOutboxRunner(): OutboxRunner {
  const { SMTP_URL, isLocalMail } = env()
  // In a demonstration nothing is sent, whatever the settings say.
  if (SMTP_URL === undefined || isLocalMail) return { run: keepAll, stop: async () => undefined }
  const mailer = openMailer(SMTP_URL, { hostname: mailDomain(), connections: CONCURRENCY, dkim: readDkim() })
  return createSender(mailer, { perSecond: MAX_PER_SECOND })
}

async function keepAll(): Promise<void> {
  while ((await keepMessages()) > 0);
  while ((await keepMailings()) > 0);
}

/** Keeps the messages of mailings that may go. @returns How many there were. */
async function keepMailings(): Promise<number> {
  const messages = await leaseMessages(100)
  for (const message of messages) {
    if (message.isSuppressed) await markSuppressed(message)
    else await ((await mayGo(message)) ? markSent(message) : takeBack(message))
  }
  return messages.length
}

/** Rows changed by one statement, so that none runs long or locks much. */
const BATCH = 2_000

async function inBatches(statement: string, values: unknown[]): Promise<void> {
  for (let changed: number | null = BATCH; changed === BATCH;) {
    changed = (await hotPool().query(statement, [...values, BATCH])).rowCount
  }
}

/**
 * Deletes what mail leaves behind: address and text 24 hours after sending, rows after 30 days (trust.md P12). Safe to run twice.
 *
 * @param now Everything is judged as of this moment.
 */
export async function deleteOldMail(now: Date): Promise<void> {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  await inBatches(
    `update "Message" set sealed = null where id in (
      select id from "Message" where sealed is not null and
        (state = 'SENT' and "sentAt" <= $1 or state in ('FAILED', 'SUPPRESSED') and "dueAt" <= $2) limit $3)`,
    [before(SENT_BODY_HOURS), before(FAILED_BODY_HOURS)],
  )
  await inBatches(
    `update "Message" set state = 'FAILED', sealed = null, "lastError" = 'TOO_OLD', "dueAt" = $2 where id in (
      select id from "Message" where state = 'QUEUED' and "createdAt" <= $1 limit $3 for update skip locked)`,
    [before(24 * WAITING_MAX_DAYS), now],
  )
  await inBatches(`delete from "Message" where id in (select id from "Message" where "createdAt" <= $1 limit $2)`, [
    before(24 * ROW_DAYS),
  ])
}
