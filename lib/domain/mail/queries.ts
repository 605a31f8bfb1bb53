import "server-only"
import { withMailingWords } from "#lib/domain/mail/bulk"
import { recipientIndex } from "#lib/domain/mail/commands"
import { composeMail } from "#lib/domain/mail/compose"
import { openMessage } from "#lib/domain/mail/delivery"
import type { MessageTemplate } from "#lib/domain/mail/schema"
import type { MessageState } from "#lib/generated/prisma/enums"
import { withOwnName } from "#lib/domain/mail/late-names"
import { db } from "#lib/platform/db"
import { log } from "#lib/platform/log"
import { siteNames } from "#lib/platform/settings"
import type { Mail } from "#lib/platform/smtp"
import { hotPool } from "#lib/platform/sql"

/** A message that was not sent but kept on this machine, as the recipient would see it. */
export type KeptMail = Mail & { id: string; sentAt: Date }

/**
 * The mail kept on this machine, newest first. Only for its own visitors: it shows addresses and links.
 *
 * @param limit Messages at most, 1 to 1000.
 * @param to From `parseEmailAddress`; `null` shows mail to all addresses.
 */
export async function listKeptMail({ limit, to }: { limit: number; to: string | null }): Promise<KeptMail[]> {
  const rows = await db().message.findMany({
    where: {
      sealed: { not: null },
      state: { in: ["QUEUED", "SENT"] },
      ...(to !== null && { recipientIndex: new Uint8Array(recipientIndex(to)) }),
    },
    orderBy: { id: "desc" }, // Ids begin with the time.
    take: limit,
  })
  const names = await siteNames()
  const kept: KeptMail[] = []
  for (const row of rows) {
    try {
      const open = openMessage({ ...row, sealed: row.sealed && Buffer.from(row.sealed) })
      if (!open) continue
      const mail = composeMail(await withMailingWords(await withOwnName(open, row.subjectId), row.mailingId), names)
      kept.push({ ...mail, id: row.id, sentAt: row.sentAt ?? row.createdAt })
    } catch (error) {
      log().error({ err: error, messageId: row.id }, "a kept message could not be composed")
    }
  }
  return kept
}

/** Whether mail to an address is given up, e.g. because it came back. Whoever asks must have proved that the address is theirs. */
export async function isSuppressed(address: string): Promise<boolean> {
  const index = new Uint8Array(recipientIndex(address))
  return (await db().suppression.findUnique({ where: { recipientIndex: index } })) !== null
}

/** When the last message was accepted by the mail server, or kept on this machine; `null` when none was in the last weeks. */
export async function findLastSent(): Promise<Date | null> {
  const found = await db().message.aggregate({ where: { state: "SENT" }, _max: { sentAt: true } })
  return found._max.sentAt
}

/** What became of the newest message of one kind about something: its state and, where it failed, the SMTP code; `null` without one. */
export async function findDelivery(
  template: MessageTemplate,
  subjectId: string,
): Promise<{ state: MessageState; detail: string | null; createdAt: Date } | null> {
  const found = await db().message.findFirst({ where: { template, subjectId }, orderBy: { id: "desc" } })
  return found && { state: found.state, detail: found.lastError, createdAt: found.createdAt }
}

/** How the outbox does: `waiting` and `oldestSeconds` count what is due, `failed` the last 24 hours. */
export type Backlog = { waiting: number; oldestSeconds: number; failed: number }

/** Queue depth and age, for readiness, metrics and the organisers' page. */
export async function readBacklog(): Promise<Backlog> {
  const { rows } = await hotPool().query<Backlog>(
    `select
      count(*) filter (where state in ('QUEUED', 'SENDING'))::int as waiting,
      coalesce(extract(epoch from now() - min("createdAt") filter (where state in ('QUEUED', 'SENDING'))), 0)::int as "oldestSeconds",
      count(*) filter (where state = 'FAILED' and "dueAt" > now() - interval '24 hours')::int as failed
    from "Message" where state in ('QUEUED', 'SENDING', 'FAILED')`,
  )
  return rows[0] ?? { waiting: 0, oldestSeconds: 0, failed: 0 }
}
