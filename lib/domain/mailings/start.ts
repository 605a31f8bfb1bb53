import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { AUDIENCE } from "#lib/domain/mailings/expand"
import { countReaders } from "#lib/domain/signatures/news"
import type { MailingKind } from "#lib/generated/prisma/enums"
import type { Transaction } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { newToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

/** Why a mailing cannot begin. */
export type StartFault = "mailing_demo" | "mailing_nobody" | "mailing_already" | "mailing_empty"

/** A mailing and what it says, before it begins. */
export type NewMailing = {
  campaignId: string
  kind: MailingKind
  updateId: string | null
  perMinute: number
  startedBy: string | null
  texts: readonly { locale: string; title: string; parts: string[] }[]
}

/** Random, short and without a hyphen at either end, for addresses. */
export function newPublicId(): string {
  return newToken()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "0")
    .slice(0, 16)
}

/** A demonstration sends nothing to anybody: only where all mail stays on the machine may it be played through. */
async function isOnlyDemo(tx: Transaction, campaignId: string): Promise<boolean> {
  const { isDemo } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { isDemo: true } })
  return isDemo && !env().isLocalMail
}

/**
 * Tells whether a mailing may begin, and for how many people. Two presses at once wait for each other here.
 *
 * @returns `mailing_already` when the same news, or this campaign's outcome, was mailed before and that was not stopped.
 */
export async function checkStart(
  tx: Transaction,
  { campaignId, kind, updateId }: Pick<NewMailing, "campaignId" | "kind" | "updateId">,
): Promise<Result<{ people: number }, StartFault>> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`mailing ${campaignId}`}, 0))`
  if (await isOnlyDemo(tx, campaignId)) return fail("mailing_demo")
  const before = await tx.mailing.findFirst({
    where: { campaignId, kind, updateId, state: { in: ["SENDING", "PAUSED", "DONE"] } },
    select: { id: true },
  })
  if (before && kind !== "EXPOSED") return fail("mailing_already")
  const people = await countReaders(tx, campaignId, AUDIENCE[kind])
  return people === 0 ? fail("mailing_nobody") : ok({ people })
}

/** Notes that a mailing has begun, and wakes the worker. */
export async function announceStart(
  tx: Transaction,
  { id, campaignId, startedBy, people }: { id: string; campaignId: string; startedBy: string | null; people: number },
): Promise<void> {
  await recordAudit(tx, startedBy, "mailing_started", { subjectId: id, campaignId, rows: people })
  await notify(tx, "mailing_due", id)
}

/**
 * Begins a mailing in the given transaction: its words are fixed now, its messages are written by the worker.
 *
 * The caller has asked for the right, and for a fresh sign-in.
 */
export async function startMailing(
  tx: Transaction,
  { texts, ...mailing }: NewMailing,
  now: Date,
): Promise<Result<{ id: string; people: number }, StartFault>> {
  if (texts.length === 0) return fail("mailing_empty")
  const checked = await checkStart(tx, mailing)
  if (!checked.ok) return checked
  const { people } = checked.value
  const id = newId()
  await tx.mailing.create({
    data: {
      ...mailing,
      ...{ id, publicId: newPublicId(), state: "SENDING", people, startedAt: now },
      texts: { create: texts.map((text) => ({ ...text, changedBy: mailing.startedBy, changedAt: now })) },
    },
  })
  await announceStart(tx, { id, people, ...mailing })
  return ok({ id, people })
}
