import "server-only"
import { countBulk } from "#lib/domain/mail/bulk-rows"
import { AUDIENCE } from "#lib/domain/mailings/expand"
import { COUNTED_DAYS } from "#lib/domain/mailings/rules"
import { countReaders } from "#lib/domain/signatures/news"
import type { Mailing } from "#lib/generated/prisma/client"
import type { MailingKind, MailingState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"

/** How a mailing does, in numbers only. */
export type MailingView = {
  id: string
  kind: MailingKind
  state: MailingState
  updateId: string | null
  perMinute: number
  /** How many it was for when it began. */
  people: number
  sent: number
  inDoubt: number
  failed: number
  bounced: number
  suppressed: number
  unsubscribed: number
  /** For their turn, or for another try. */
  waiting: number
  startedOn: string | null
  endedOn: string | null
}

const DAY_MS = 86_400_000

async function toView(mailing: Mailing): Promise<MailingView> {
  const { id, kind, state, updateId, perMinute, people, unsubscribed, startedAt, endedAt } = mailing
  const isCounted = endedAt === null || Date.now() - endedAt.getTime() < COUNTED_DAYS * DAY_MS
  const { sent, failed, bounced, suppressed } = mailing
  const figures = isCounted ? await countBulk(db(), id) : { sent, failed, bounced, suppressed, waiting: 0, inDoubt: 0 }
  return {
    ...{ id, kind, state, updateId, perMinute, people, unsubscribed, ...figures },
    startedOn: startedAt && dayOf(startedAt),
    endedOn: endedAt && dayOf(endedAt),
  }
}

/** A mailing of a campaign; `null` when there is none with that id. The caller has asked who may see it. */
export async function findMailing(campaignId: string, id: string): Promise<MailingView | null> {
  const found = await db().mailing.findFirst({ where: { id, campaignId, state: { not: "DRAFT" } } })
  return found && toView(found)
}

/** The mailings of a campaign that have begun, the newest first. */
export async function listMailings(campaignId: string): Promise<MailingView[]> {
  const found = await db().mailing.findMany({
    where: { campaignId, state: { not: "DRAFT" } },
    orderBy: { createdAt: "desc" },
    take: 50,
  })
  return Promise.all(found.map(toView))
}

/** How many people a mailing of a kind would go to now. Addresses that came back are among them: they are left out while sending. */
export function countPeople(campaignId: string, kind: MailingKind): Promise<number> {
  return countReaders(db(), campaignId, AUDIENCE[kind])
}

/** Whether some news, or a campaign's outcome, has been mailed or is being mailed. */
export async function isMailed(campaignId: string, kind: MailingKind, updateId: string | null): Promise<boolean> {
  const where = { campaignId, kind, updateId, state: { in: ["SENDING", "PAUSED", "DONE"] as MailingState[] } }
  return (await db().mailing.findFirst({ where, select: { id: true } })) !== null
}
