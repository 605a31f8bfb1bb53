import "server-only"
import { LEASE_SECONDS, MAX_TRIES } from "#lib/domain/mail/rules"
import { hotPool } from "#lib/platform/sql"

/** A message that this worker holds. `attempts` is part of the claim: after a take-over the old holder changes nothing. */
export type LeasedMessage = {
  id: string
  template: string
  locale: string
  isDiscreet: boolean
  sealed: Buffer | null
  subjectId: string | null
  attempts: number
  createdAt: Date
  /** Its address must not be mailed. */
  isSuppressed: boolean
}

type Claim = Pick<LeasedMessage, "id" | "attempts">

/** Takes the messages that are due, the most urgent and oldest first. Several workers never get the same one. */
export async function leaseMessages(limit: number): Promise<LeasedMessage[]> {
  const { rows } = await hotPool().query<LeasedMessage>(
    `with due as (
      select id from "Message" where state = 'QUEUED' and "dueAt" <= now()
      order by priority, "dueAt" limit $1 for update skip locked
    )
    update "Message" m
    set state = 'SENDING', attempts = m.attempts + 1, "leaseUntil" = now() + $2 * interval '1 second'
    from due where m.id = due.id
    returning m.id, m.template, m.locale, m."isDiscreet", m.sealed, m."subjectId", m.attempts, m."createdAt",
      exists (select from "Suppression" s where s."recipientIndex" = m."recipientIndex") as "isSuppressed"`,
    [limit, LEASE_SECONDS],
  )
  return rows
}

/** Puts back what a worker held when it died. A message that was there at every death is given up: it may be the cause. */
export async function reclaimMessages(): Promise<void> {
  await hotPool().query(
    `update "Message" set "leaseUntil" = null, "dueAt" = now(), "lastError" = 'worker stopped',
      state = (case when attempts < $1 then 'QUEUED' else 'FAILED' end)::"MessageState"
    where state = 'SENDING' and "leaseUntil" < now()`,
    [MAX_TRIES],
  )
}

async function settle(claim: Claim, changes: string, values: unknown[] = []): Promise<boolean> {
  const { rowCount } = await hotPool().query(
    `update "Message" set "leaseUntil" = null, ${changes} where id = $1 and attempts = $2 and state = 'SENDING'`,
    [claim.id, claim.attempts, ...values],
  )
  return rowCount === 1
}

/** The server took it. */
export async function markSent(claim: Claim): Promise<void> {
  await settle(claim, `state = 'SENT', "sentAt" = now(), "lastError" = null`)
}

/** It is not sent, because the address must not be mailed; nothing of it is kept. */
export async function markSuppressed(claim: Claim): Promise<void> {
  await settle(claim, `state = 'SUPPRESSED', sealed = null, "dueAt" = now()`)
}

/** It waits for another try. */
export async function markDeferred(claim: Claim, delayMs: number, reason: string | null): Promise<void> {
  await settle(claim, `state = 'QUEUED', "dueAt" = now() + $3 * interval '1 millisecond', "lastError" = $4`, [
    delayMs,
    reason,
  ])
}

/** It is given up. From now on `dueAt` tells when that was. */
export async function markFailed(claim: Claim, reason: string | null): Promise<void> {
  await settle(claim, `state = 'FAILED', "dueAt" = now(), "lastError" = $3`, [reason])
}

/** It is given up, and its address is never mailed again. */
export async function markBounced(claim: Claim, reason: string | null): Promise<void> {
  await hotPool().query(
    `with failed as (
      update "Message" set state = 'FAILED', "dueAt" = now(), "leaseUntil" = null, "lastError" = $3
      where id = $1 and attempts = $2 and state = 'SENDING' returning "recipientIndex"
    )
    insert into "Suppression" ("recipientIndex", reason) select "recipientIndex", 'bounced' from failed
    on conflict do nothing`,
    [claim.id, claim.attempts, reason],
  )
}

/** Gives a message back untried: somebody else may take it at once. */
export async function releaseMessage(claim: Claim): Promise<void> {
  await settle(claim, `state = 'QUEUED', attempts = attempts - 1`)
}

/**
 * Where mail stays on this machine: everything that is due counts as sent.
 *
 * @returns How many messages that were.
 */
export async function keepMessages(): Promise<number> {
  const { rowCount } = await hotPool().query(
    `with due as (
      select m.id, exists (select from "Suppression" s where s."recipientIndex" = m."recipientIndex") as suppressed
      from "Message" m where state = 'QUEUED' and "dueAt" <= now()
      order by priority, "dueAt" limit 1000 for update skip locked
    )
    update "Message" m set "sentAt" = case when due.suppressed then null else now() end,
      sealed = case when due.suppressed then null else m.sealed end,
      state = (case when due.suppressed then 'SUPPRESSED' else 'SENT' end)::"MessageState"
    from due where m.id = due.id`,
  )
  return rowCount ?? 0
}
