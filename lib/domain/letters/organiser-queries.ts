import "server-only"
import { addressOf } from "#lib/domain/letters/queries"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import type { TargetLine } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"

/** What letters of a campaign are doing. A letter is in one of the figures, but for `answered`, `readers` and `published`. */
export const LETTER_FIGURES = [
  ...(["pending", "held", "waiting", "sending", "accepted", "answered", "bounced", "failed", "returned"] as const),
  ...(["batched", "handedOver", "selfSent", "readers", "published"] as const),
] as const

export type LetterFigure = (typeof LETTER_FIGURES)[number]

type Counted = { state: string; delivery: string | null; isTold: boolean; letters: number }

function figureOf({ state, delivery }: Counted): LetterFigure | null {
  if (state === "PENDING") return "pending"
  if (state === "HELD") return "held"
  switch (delivery) {
    case "QUEUED":
    case "BUNDLED":
      return "waiting"
    case "SENDING":
      return "sending"
    case "ACCEPTED":
      return "accepted"
    case "BOUNCED":
      return "bounced"
    case "FAILED":
      return "failed"
    case "BATCHED":
      return "batched"
    case "HANDED_OVER":
      return "handedOver"
    default:
      return state === "RETURNED" ? "returned" : null
  }
}

/** How many letters of a campaign are where; `null` to those who have no part in it. */
export async function findLetterFigures(actor: Actor, campaignId: string): Promise<Map<LetterFigure, number> | null> {
  if (!isAtLeast(actor, campaignId, "VIEWER")) return null
  const [rows, settings, gallery] = await Promise.all([
    db().$queryRaw<Counted[]>`
      select l.state::text as state, d.state::text as delivery, d."answeredAt" is not null as "isTold", count(*)::int as letters
      from "Letter" l left join "LetterDelivery" d on d."letterId" = l.id
      where l."campaignId" = ${campaignId}::uuid group by 1, 2, 3`,
    db().letterSettings.findUnique({ where: { campaignId } }),
    db().letter.groupBy({ by: ["gallery"], where: { campaignId, state: { not: "HELD" } }, _count: true }),
  ])
  const figures = new Map<LetterFigure, number>()
  const add = (figure: LetterFigure | null, letters: number) => {
    if (figure !== null && letters > 0) figures.set(figure, (figures.get(figure) ?? 0) + letters)
  }
  for (const row of rows) {
    add(figureOf(row), row.letters)
    if (row.isTold) add("answered", row.letters)
  }
  add("selfSent", settings?.selfSent ?? 0)
  for (const { gallery: state, _count } of gallery) {
    if (state === "WAITING") add("readers", _count)
    if (state === "PUBLIC") add("published", _count)
  }
  return figures
}

/** One hand-over: when it was prepared, when it happened, and how it is printed. */
export type HandOverView = { id: string; preparedOn: string; handedOn: string | null; letters: number; parts: number }

/** A target and its line, for who edits it. */
export type LineView = {
  targetId: string
  name: string
  organisation: string
  /** Where letters go; `null` where they are collected. */
  address: string | null
  line: Omit<TargetLine, "targetId" | "updatedAt">
  waiting: number
  /** Of what waits, the day of the first one. */
  since: string | null
  triedLastHour: number
  triedLastDay: number
  failed: number
  handOvers: HandOverView[]
}

const DEFAULTS: LineView["line"] = {
  ...{ email: null, timeZone: "UTC", keepsOfficeHours: true, officeDays: [1, 2, 3, 4, 5], officeFrom: 540 },
  ...{ officeUntil: 1020, perHour: 60, perDay: 300, perCampaign: null, bundlesAlike: false, isPaused: false },
  ...{ pausedFor: null, faults: 0, heldUntil: null, lastAcceptedAt: null, alert: null, alertAt: null },
}

const day = (date: Date) => date.toISOString().slice(0, 10)

async function listHandOvers(targetId: string): Promise<HandOverView[]> {
  const found = await db().letterHandOver.findMany({ where: { targetId }, orderBy: { createdAt: "desc" }, take: 20 })
  return Promise.all(
    found.map(async ({ id, createdAt, handedOn }) => {
      const { _count, _max } = await db().letterDelivery.aggregate({
        where: { handOverId: id },
        ...{ _count: true, _max: { part: true } },
      })
      return {
        id,
        preparedOn: day(createdAt),
        handedOn: handedOn && day(handedOn),
        letters: _count,
        parts: _max.part ?? 0,
      }
    }),
  )
}

/** The lines of a campaign's targets, for its editors; `null` to all others. */
export async function listLines(actor: Actor, campaignId: string, now: Date): Promise<LineView[] | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const targets = await db().target.findMany({
    where: { campaignId },
    orderBy: { id: "asc" },
    include: { line: true, campaign: { select: { isMain: true } } },
  })
  const since = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  return Promise.all(
    targets.map(async ({ id: targetId, name, organisation, line, campaign }) => {
      const waiting = { targetId, state: { in: ["QUEUED" as const, "BUNDLED" as const] } }
      const tried = (hours: number) =>
        db().letterDelivery.count({ where: { targetId, lastTriedAt: { gt: since(hours) } } })
      const [count, oldest, triedLastHour, triedLastDay, failed, handOvers] = await Promise.all([
        db().letterDelivery.count({ where: waiting }),
        db().letterDelivery.findFirst({ where: waiting, orderBy: { queuedAt: "asc" }, select: { queuedAt: true } }),
        tried(1),
        tried(24),
        db().letterDelivery.count({ where: { targetId, state: { in: ["BOUNCED", "FAILED"] } } }),
        listHandOvers(targetId),
      ])
      return {
        ...{ targetId, name, organisation, address: addressOf(line, campaign.isMain), line: line ?? DEFAULTS },
        ...{ waiting: count, since: oldest && day(oldest.queuedAt), triedLastHour, triedLastDay, failed, handOvers },
      }
    }),
  )
}

/** Whether every letter of a campaign waits for a person. */
export async function findHoldsAll(campaignId: string): Promise<boolean> {
  return (await db().letterSettings.findUnique({ where: { campaignId } }))?.holdsAll ?? false
}

/** The campaign of a target, of a hand-over or of a letter, so that an address can be checked against the campaign that it names. */
export async function campaignIdOf(about: { targetId: string } | { handOverId: string } | { letterId: string }) {
  if ("targetId" in about) {
    return (await db().target.findUnique({ where: { id: about.targetId }, select: { campaignId: true } }))?.campaignId
  }
  if ("letterId" in about) {
    return (await db().letter.findUnique({ where: { id: about.letterId }, select: { campaignId: true } }))?.campaignId
  }
  const found = await db().letterHandOver.findUnique({
    where: { id: about.handOverId },
    select: { line: { select: { target: { select: { campaignId: true } } } } },
  })
  return found?.line.target.campaignId
}
