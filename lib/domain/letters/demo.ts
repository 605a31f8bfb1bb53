import "server-only"
import type { Prisma } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

/** Gives a demonstration the sample letters and talking points of the campaign that it is a copy of. Its line has no address: letters are collected. */
export async function copyLettersForDemo(tx: Transaction, fromId: string, campaignId: string): Promise<void> {
  const templates = await tx.letterTemplate.findMany({ where: { campaignId: fromId } })
  const points = await tx.talkingPointSet.findMany({ where: { campaignId: fromId } })
  const targets = await tx.target.findMany({ where: { campaignId }, select: { id: true } })
  await tx.letterTemplate.createMany({ data: templates.map((template) => ({ ...template, id: newId(), campaignId })) })
  await tx.talkingPointSet.createMany({
    data: points.map((set) => ({ ...set, campaignId, points: set.points as Prisma.InputJsonValue })),
  })
  await tx.targetLine.createMany({ data: targets.map(({ id }) => ({ targetId: id })), skipDuplicates: true })
}
