import "server-only"
import { messageSeal, recipientIndex } from "#lib/domain/mail/commands"
import type { BulkTemplate } from "#lib/domain/mail/schema"
import type { Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { seal } from "#lib/platform/seal"
import type { Locale } from "#lib/shared/locales"

/** One message of a mailing, before it is written. */
export type BulkOutgoing = {
  to: string
  name: string
  token: string
  locale: Locale
  isDiscreet: boolean
  subjectId: string
  dueAt: Date
}

const PRIORITY = 3

/**
 * Puts messages of a mailing into the outbox, after everything else that waits there. An address that has one of this mailing already
 * gets no second one, whatever became of the first.
 *
 * @param idOf The id of the message to an address.
 * @returns the subjects of those that were added.
 */
export async function enqueueBulk(
  tx: Transaction,
  { mailingId, template, idOf }: { mailingId: string; template: BulkTemplate; idOf: (index: Buffer) => string },
  many: readonly BulkOutgoing[],
): Promise<Set<string>> {
  const rows = many.map(({ to, name, token, ...row }) => {
    const index = recipientIndex(to)
    const id = idOf(index)
    return { ...row, id, index, sealed: seal(messageSeal(id), { to, data: { name, token } }) }
  })
  const added = await tx.$queryRaw<{ subjectId: string }[]>`
    insert into "Message" (id, template, priority, locale, "isDiscreet", "recipientIndex", sealed, "subjectId", "mailingId", "dueAt")
    select r.id, ${template}, ${PRIORITY}, r.locale, r.discreet, r.recipient, r.sealed, r.subject, ${mailingId}::uuid, r.due
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ locale }) => locale)}::text[],
      ${rows.map(({ isDiscreet }) => isDiscreet)}::boolean[], ${rows.map(({ index }) => new Uint8Array(index))}::bytea[],
      ${rows.map(({ sealed }) => new Uint8Array(sealed))}::bytea[], ${rows.map(({ subjectId }) => subjectId)}::uuid[],
      ${rows.map(({ dueAt }) => dueAt)}::timestamptz[]
    ) as r(id, locale, discreet, recipient, sealed, subject, due)
    on conflict do nothing
    returning "subjectId"`
  if (added.length > 0) await notify(tx, "message_queued", "")
  return new Set(added.map(({ subjectId }) => subjectId))
}

/** How many messages of a mailing wait for their turn; counts no further than `upTo`. */
export async function countWaiting(tx: Transaction, mailingId: string, upTo: number): Promise<number> {
  const [found] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from (
      select from "Message" where state in ('QUEUED', 'SENDING') and priority = ${PRIORITY} and "mailingId" = ${mailingId}::uuid
      limit ${upTo}
    ) waiting`
  return found?.n ?? 0
}

/**
 * Takes everything of a mailing back that has not begun to leave.
 *
 * @returns The first subject, in the order of ids, whose message has not left for certain: where a mailing goes on.
 */
export async function takeBackAll(
  tx: Transaction,
  mailingId: string,
): Promise<{ first: string | null; count: number }> {
  const [found] = await tx.$queryRaw<{ first: string | null; n: number }[]>`
    with gone as (
      delete from "Message" where state = 'QUEUED' and "mailingId" = ${mailingId}::uuid returning id
    )
    -- As they were before the deletion: one that a worker takes at this moment is among them in either state.
    select min("subjectId"::text) as first, (select count(*)::int from gone) as n from "Message"
    where state in ('QUEUED', 'SENDING') and "mailingId" = ${mailingId}::uuid`
  return { first: found?.first ?? null, count: found?.n ?? 0 }
}

/** What became of a mailing's messages. `waiting`: for their turn or another try. */
export type BulkFigures = {
  sent: number
  /** Of those sent: the worker ended at the very moment, so whether they left is not quite certain. */
  inDoubt: number
  failed: number
  bounced: number
  suppressed: number
  waiting: number
}

/** Counts a mailing's messages while they are kept, which is 30 days. */
export async function countBulk(tx: Transaction, mailingId: string): Promise<BulkFigures> {
  const [found] = await tx.$queryRaw<BulkFigures[]>`
    select count(*) filter (where state = 'SENT')::int as sent,
      count(*) filter (where state = 'SENT' and "lastError" = 'IN_DOUBT')::int as "inDoubt",
      count(*) filter (where state = 'FAILED' and not "isBounced")::int as failed,
      count(*) filter (where "isBounced")::int as bounced,
      count(*) filter (where state = 'SUPPRESSED')::int as suppressed,
      count(*) filter (where state in ('QUEUED', 'SENDING'))::int as waiting
    from "Message" where "mailingId" = ${mailingId}::uuid`
  return found ?? { sent: 0, inDoubt: 0, failed: 0, bounced: 0, suppressed: 0, waiting: 0 }
}
