import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import type { LeasedLetter } from "#lib/domain/letters/line"
import { ALERT_AFTER_FAULTS, GIVE_UP_HOURS, linePauseMs, MAX_TRIES, retryDelayMs } from "#lib/domain/letters/rules"
import { alertOrganisers } from "#lib/domain/letters/alert"
import { addToken } from "#lib/domain/letters/tokens"
import { enqueue } from "#lib/domain/mail/commands"
import { transaction, type Transaction } from "#lib/platform/db"
import type { SendResult } from "#lib/platform/smtp"
import { dayOf } from "#lib/shared/dates"
import { toLocale } from "#lib/shared/locales"

/** The row of a leased letter under its lock; `null` when another worker has taken over. */
async function claim(tx: Transaction, leased: LeasedLetter) {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from "LetterDelivery"
    where id = ${leased.id}::uuid and attempts = ${leased.attempts} and state = 'SENDING' for update`
  return rows.length === 1
}

/** A delivery and those that travelled in its message. */
async function withBundled(tx: Transaction, deliveryId: string) {
  return tx.letterDelivery.findMany({
    where: { OR: [{ id: deliveryId }, { leadId: deliveryId }] },
    select: { letter: { include: { target: { select: { organisation: true } } } } },
  })
}

type Carried = Awaited<ReturnType<typeof withBundled>>[number]["letter"]

async function tellAccepted(tx: Transaction, letter: Carried, now: Date): Promise<void> {
  if (!letter.sealed) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  await enqueue(tx, {
    template: "letter.accepted",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: {
      name,
      organisation: letter.target.organisation,
      on: dayOf(now),
      token: await addToken(tx, letter, "STATUS", now),
    },
    subjectId: letter.id,
    priority: 2,
    isTriggerable: false,
  })
}

/** Gives a letter back to its writer, who can print it or send it alone. */
export async function tellFailed(tx: Transaction, letter: Carried, isBounced: boolean, now: Date): Promise<void> {
  await tx.letter.updateMany({
    where: { id: letter.id, state: "RELEASED" },
    data: { state: "RETURNED", returnedFor: isBounced ? "bounced" : "failed", returnedAt: now },
  })
  if (!letter.sealed) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  if (email === "") return // Its time is over; only what is published is kept.
  await enqueue(tx, {
    template: "letter.failed",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: {
      name,
      organisation: letter.target.organisation,
      token: await addToken(tx, letter, "STATUS", now),
      isBounced,
    },
    subjectId: letter.id,
    priority: 2,
    isTriggerable: false,
  })
}

async function accept(tx: Transaction, { id, targetId }: LeasedLetter, now: Date): Promise<void> {
  await tx.letterDelivery.updateMany({
    where: { OR: [{ id }, { leadId: id, state: "BUNDLED" }] },
    data: { state: "ACCEPTED", acceptedAt: now, leaseUntil: null, lastError: null },
  })
  await tx.$executeRaw`
    update "TargetLine" set "heldUntil" = null, faults = 0, "lastAcceptedAt" = ${now},
      alert = case when alert = 'down' then null else alert end
    where "targetId" = ${targetId}::uuid`
  for (const { letter } of await withBundled(tx, id)) await tellAccepted(tx, letter, now)
}

/** Stops a line because a letter came back: what goes on after a bounce harms everyone's letters. */
export async function stopLine(tx: Transaction, targetId: string, now: Date): Promise<void> {
  const stopped = await tx.targetLine.updateMany({
    where: { targetId, isPaused: false },
    data: { isPaused: true, pausedFor: "bounced", heldUntil: null, alert: "bounced", alertAt: now },
  })
  if (stopped.count > 0) await alertOrganisers(tx, targetId, "bounced")
}

/** A letter that will not be taken. Its own fault or the address's: the line stops until an organiser has looked. */
async function refuse(
  tx: Transaction,
  { id, targetId }: LeasedLetter,
  detail: string | null,
  now: Date,
): Promise<void> {
  await tx.letterDelivery.updateMany({
    where: { OR: [{ id }, { leadId: id, state: "BUNDLED" }] },
    data: { state: "BOUNCED", bouncedAt: now, leaseUntil: null, lastError: detail },
  })
  for (const { letter } of await withBundled(tx, id)) await tellFailed(tx, letter, true, now)
  await stopLine(tx, targetId, now)
}

async function giveUp(
  tx: Transaction,
  { id, targetId }: LeasedLetter,
  detail: string | null,
  now: Date,
): Promise<void> {
  await tx.letterDelivery.updateMany({
    where: { OR: [{ id }, { leadId: id, state: "BUNDLED" }] },
    data: { state: "FAILED", leaseUntil: null, lastError: detail },
  })
  for (const { letter } of await withBundled(tx, id)) await tellFailed(tx, letter, false, now)
  await tx.targetLine.update({ where: { targetId }, data: { heldUntil: null } })
}

async function wait(tx: Transaction, id: string, dueAt: Date, detail: string | null): Promise<void> {
  await tx.letterDelivery.update({
    where: { id },
    data: { state: "QUEUED", dueAt, leaseUntil: null, lastError: detail },
  })
}

const HOUR_MS = 3_600_000

/** "Not now" about this letter: it waits for its next try, and the others go on. */
async function defer(tx: Transaction, leased: LeasedLetter, detail: string | null, now: Date): Promise<void> {
  const { id, targetId, attempts, firstTriedAt } = leased
  const ageMs = now.getTime() - firstTriedAt.getTime()
  if (attempts >= MAX_TRIES && ageMs >= GIVE_UP_HOURS * HOUR_MS) return giveUp(tx, leased, detail, now)
  await wait(tx, id, new Date(now.getTime() + retryDelayMs(attempts)), detail)
  await tx.targetLine.update({ where: { targetId }, data: { heldUntil: null, faults: 0 } })
}

/**
 * The mail server is away, and it has nothing to do with this letter: the whole line holds still, and the letter keeps its place. One
 * that meets this fault again and again while others get through is the cause of it, and is given up as any other.
 */
async function holdStill(tx: Transaction, leased: LeasedLetter, detail: string | null, now: Date): Promise<void> {
  const { id, targetId, attempts, firstTriedAt } = leased
  const line = await tx.targetLine.findUniqueOrThrow({ where: { targetId } })
  const isSuspect = attempts >= MAX_TRIES
  const others = line.lastAcceptedAt !== null && line.lastAcceptedAt > firstTriedAt
  const ageMs = now.getTime() - firstTriedAt.getTime()
  if (isSuspect && others && ageMs >= GIVE_UP_HOURS * HOUR_MS) return giveUp(tx, leased, detail, now)
  await wait(tx, id, isSuspect ? new Date(now.getTime() + retryDelayMs(MAX_TRIES - 2)) : now, detail)
  const faults = line.faults + 1
  const heldUntil = new Date(now.getTime() + linePauseMs(faults))
  const isNew = faults >= ALERT_AFTER_FAULTS && line.alert === null
  await tx.targetLine.update({
    where: { targetId },
    data: { faults, heldUntil, ...(isNew && { alert: "down", alertAt: now }) },
  })
  if (isNew) await alertOrganisers(tx, targetId, "down")
}

/** Gives a letter back untried, e.g. when the worker stops. */
async function release(tx: Transaction, { id, targetId }: LeasedLetter): Promise<void> {
  await tx.letterDelivery.update({
    where: { id },
    data: { state: "QUEUED", attempts: { decrement: 1 }, leaseUntil: null },
  })
  await tx.targetLine.update({ where: { targetId }, data: { heldUntil: null } })
}

/** Writes down what became of a try, with everything that follows from it, in one transaction. */
export async function recordOutcome(
  leased: LeasedLetter,
  { outcome, detail }: SendResult,
  { now, isStopping }: { now: Date; isStopping: boolean },
): Promise<void> {
  await transaction(async (tx) => {
    if (!(await claim(tx, leased))) return
    switch (outcome) {
      case "accepted":
        return accept(tx, leased, now)
      case "bounced":
      case "refused":
        return refuse(tx, leased, detail, now)
      case "deferred":
        return isStopping ? release(tx, leased) : defer(tx, leased, detail, now)
      case "down":
        return isStopping ? release(tx, leased) : holdStill(tx, leased, detail, now)
    }
  })
}
