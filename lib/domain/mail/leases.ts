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
  mailingId: string | null
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
    returning m.id, m.template, m.locale, m."isDiscreet", m.sealed, m."subjectId", m."mailingId", m.attempts, m."createdAt",
      exists (select from "Suppression" s where s."recipientIndex" = m."recipientIndex") as "isSuppressed"`,
    [limit, LEASE_SECONDS],
  )
  return rows
}

/**
 * Puts back what a worker held when it died. A message that was there at every death is given up: it may be the cause. One of a
 * mailing that was handed over but for its end counts as sent: a second copy is worse than the small doubt.
 */
export async function reclaimMessages(): Promise<void> {
  await hotPool().query(
    `update "Message" set "leaseUntil" = null, "dueAt" = now(),
      "sentAt" = case when "isHandedOver" then now() end,
      "lastError" = case when "isHandedOver" then 'IN_DOUBT' else 'worker stopped' end,
      state = (case when "isHandedOver" then 'SENT' when attempts < $1 then 'QUEUED' else 'FAILED' end)::"MessageState"
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

/**
 * Notes that the mail server has all of a message but its end.
 *
 * @throws when another worker has taken the message over meanwhile: then this one must not end it.
 */
export async function markHandedOver(claim: Claim): Promise<void> {
  const { rowCount } = await hotPool().query({
    name: "message handed over",
    text: `update "Message" set "isHandedOver" = true where id = $1 and attempts = $2 and state = 'SENDING'`,
    values: [claim.id, claim.attempts],
  })
  if (rowCount !== 1) throw new Error("Another worker has this message.")
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
  await settle(
    claim,
    `state = 'QUEUED', "isHandedOver" = false, "dueAt" = now() + $3 * interval '1 millisecond', "lastError" = $4`,
    [delayMs, reason],
  )
}

/** It is given up. From now on `dueAt` tells when that was. */
export async function markFailed(claim: Claim, reason: string | null): Promise<void> {
  await settle(claim, `state = 'FAILED', "dueAt" = now(), "lastError" = $3`, [reason])
}

/** It is given up, and its address is never mailed again. */
export async function markBounced(claim: Claim, reason: string | null): Promise<void> {
  await hotPool().query(
    `with failed as (
      update "Message" set state = 'FAILED', "isBounced" = true, "dueAt" = now(), "leaseUntil" = null, "lastError" = $3
      where id = $1 and attempts = $2 and state = 'SENDING' returning "recipientIndex"
    )
    insert into "Suppression" ("recipientIndex", reason) select "recipientIndex", 'bounced' from failed
    on conflict do nothing`,
    [claim.id, claim.attempts, reason],
  )
}

/** Gives a message back untried: somebody else may take it at once. */
export async function releaseMessage(claim: Claim): Promise<void> {
  await settle(claim, `state = 'QUEUED', "isHandedOver" = false, attempts = attempts - 1`)
}

/** Takes a message of a mailing back that must not go any more. Nothing of it stays. */
export async function takeBack(claim: Claim): Promise<void> {
  await hotPool().query(`delete from "Message" where id = $1 and attempts = $2 and state = 'SENDING'`, [
    claim.id,
    claim.attempts,
  ])
}

/**
 * Where mail stays on this machine: everything that is due counts as sent, but mailings, which are asked one message at a time.
 *
 * @returns How many messages that were.
 */
export async function keepMessages(): Promise<number> {
  const { rowCount } = await hotPool().query(
    `with due as (
      select m.id, exists (select from "Suppression" s where s."recipientIndex" = m."recipientIndex") as suppressed
      from "Message" m where state = 'QUEUED' and "dueAt" <= now() and "mailingId" is null
      order by priority, "dueAt" limit 1000 for update skip locked
    )
    update "Message" m set "sentAt" = case when due.suppressed then null else now() end,
      sealed = case when due.suppressed then null else m.sealed end,
      state = (case when due.suppressed then 'SUPPRESSED' else 'SENT' end)::"MessageState"
    from due where m.id = due.id`,
  )
  return rowCount ?? 0
}
