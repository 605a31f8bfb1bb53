import "server-only"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { dayOf } from "#lib/shared/dates"

const DECISION_DAYS = 14

/** The real campaigns as they were before a demonstration was opened. */
export type RealState = { mainId: string | null; pausedIds: string[] }

const atMidnight = (now: Date, days: number) => new Date(Date.parse(`${dayOf(now)}T00:00:00Z`) + days * 86_400_000)

/**
 * Makes a copy of the main campaign to try things on: open, its decision 14 days ahead, at `{slug}-demo`. Texts and target are copied;
 * nobody's data is.
 *
 * @returns `null` when there is no campaign to copy.
 */
export async function copyForDemo(tx: Transaction, now: Date): Promise<{ campaignId: string; fromId: string } | null> {
  const from = await tx.campaign.findFirst({
    where: { isDemo: false },
    orderBy: [{ isMain: "desc" }, { createdAt: "asc" }],
    include: { texts: true, appeals: true, targets: true },
  })
  if (!from) return null
  const campaignId = newId()
  // A day that is named in words would be the real one's.
  const texts = from.texts.map(({ campaignId: _of, decisionNote: _day, outcomeNote: _out, ...text }) => text)
  const appeals = from.appeals.map(({ campaignId: _of, ...appeal }) => appeal)
  const { asksCountry, asksTown, asksReason, asksUpdates, isAtRisk, allowsNoEmail } = from
  await tx.campaign.create({
    data: {
      id: campaignId,
      slug: `${from.slug}-demo`,
      status: "OPEN",
      isDemo: true,
      decisionOn: atMidnight(now, DECISION_DAYS),
      openedOn: atMidnight(now, -DECISION_DAYS),
      ...{ asksCountry, asksTown, asksReason, asksUpdates, isAtRisk, allowsNoEmail },
      texts: { create: texts },
      appeals: { create: appeals },
      targets: {
        create: from.targets.map(({ id: _id, campaignId: _of, ...target }) => ({ ...target, id: newId() })),
      },
      count: { create: {} },
    },
  })
  return { campaignId, fromId: from.id }
}

/** Puts the demonstration in front: it is the site's first page, and no real campaign takes signatures while it is open. */
export async function standAside(tx: Transaction, demoId: string): Promise<RealState> {
  const main = await tx.campaign.findFirst({ where: { isMain: true, isDemo: false }, select: { id: true } })
  const open = await tx.campaign.findMany({ where: { status: "OPEN", isDemo: false }, select: { id: true } })
  const pausedIds = open.map(({ id }) => id)
  await tx.campaign.updateMany({ where: { id: { in: pausedIds } }, data: { status: "PAUSED" } })
  await tx.campaign.updateMany({ where: { isMain: true }, data: { isMain: false } })
  await tx.campaign.update({ where: { id: demoId }, data: { isMain: true } })
  return { mainId: main?.id ?? null, pausedIds }
}

/** Puts the real campaigns back as they were, but for those that somebody has moved on meanwhile. */
export async function stepBack(tx: Transaction, { mainId, pausedIds }: RealState): Promise<void> {
  await tx.campaign.updateMany({ where: { id: { in: pausedIds }, status: "PAUSED" }, data: { status: "OPEN" } })
  if (mainId) await tx.campaign.updateMany({ where: { id: mainId }, data: { isMain: true } })
}

/** Deletes every demonstration and all that was entered in it. */
export async function deleteDemos(tx: Transaction): Promise<void> {
  await tx.campaign.deleteMany({ where: { isDemo: true } })
}
