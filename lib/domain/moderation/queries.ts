import "server-only"
import type { Actor } from "#lib/domain/identity/policy"
import { UNDO_SECONDS } from "#lib/domain/moderation/limits"
import { canModerate, moderatedScopes } from "#lib/domain/moderation/policy"
import type { Action, Kind } from "#lib/domain/moderation/schema"
import { db } from "#lib/platform/db"
import type { Prisma } from "#lib/generated/prisma/client"

/** What is known of a text in the queue, without the text. */
export type ScreeningView = {
  kind: Kind
  subjectId: string
  campaignId: string
  round: number
  verdict: string
  /** 0 to 1: how sure the own filter is that a person should look. */
  score: number
  reasons: string[]
  /** What the outside service said; `null` when it was not asked. */
  outside: string | null
  /** `YYYY-MM-DD`; `null` when nothing is to be decided. */
  waitingSince: string | null
}

/** One decision, as the queue shows it. Who decided is an id: names of organisers are for owners. */
export type DecisionView = {
  id: string
  kind: Kind
  subjectId: string
  action: Action
  reason: string | null
  /** Decided by the software, e.g. for a known writer. */
  isAutomatic: boolean
  isOwn: boolean
  isUndone: boolean
  /** Milliseconds since 1970 until which it can be undone; `null` when it no longer can. */
  undoUntil: number | null
  decidedAt: Date
}

const allowed = (actor: Actor): Prisma.ScreeningWhereInput => {
  const scopes = moderatedScopes(actor)
  return scopes === null ? {} : { campaignId: { in: scopes } }
}

type Row = Omit<ScreeningView, "kind" | "waitingSince"> & { kind: string; waitingSince: Date | null }

const view = ({ kind, waitingSince, ...row }: Row): ScreeningView => ({
  ...row,
  kind: kind as Kind,
  waitingSince: waitingSince?.toISOString().slice(0, 10) ?? null,
})

const FIELDS = {
  ...{ kind: true, subjectId: true, campaignId: true, round: true, verdict: true, score: true },
  ...{ reasons: true, outside: true, waitingSince: true },
} as const

/** How many texts wait for the actor's decision. */
export async function countWaiting(actor: Actor): Promise<number> {
  return db().screening.count({ where: { ...allowed(actor), waitingSince: { not: null } } })
}

/** The same by kind of text. */
export async function countWaitingByKind(actor: Actor): Promise<Record<Kind, number>> {
  const found = await db().screening.groupBy({
    by: ["kind"],
    where: { ...allowed(actor), waitingSince: { not: null } },
    _count: true,
  })
  const of = (kind: Kind) => found.find((row) => row.kind === kind)?._count ?? 0
  return { comment: of("comment"), reason: of("reason"), letter: of("letter"), publication: of("publication") }
}

/**
 * The text that has waited longest, or the next one after a given one.
 *
 * @param after The text that is passed over for now.
 */
export async function findWaiting(
  actor: Actor,
  after: { kind: Kind; subjectId: string } | null,
): Promise<ScreeningView | null> {
  const passed = after && (await db().screening.findUnique({ where: { kind_subjectId: after } }))
  const beyond: Prisma.ScreeningWhereInput = passed?.waitingSince
    ? {
        OR: [
          { waitingSince: { gt: passed.waitingSince } },
          { waitingSince: passed.waitingSince, id: { gt: passed.id } },
        ],
      }
    : {}
  const found = await db().screening.findFirst({
    where: { ...allowed(actor), waitingSince: { not: null }, ...beyond },
    orderBy: [{ waitingSince: "asc" }, { id: "asc" }],
    select: FIELDS,
  })
  return found && view(found)
}

/** What is known of one text; `null` where nothing is, or the actor may not see it. */
export async function findScreening(actor: Actor, kind: Kind, subjectId: string): Promise<ScreeningView | null> {
  const found = await db().screening.findUnique({ where: { kind_subjectId: { kind, subjectId } }, select: FIELDS })
  return found && canModerate(actor, found.campaignId) ? view(found) : null
}

async function decisions(actor: Actor, where: Prisma.DecisionWhereInput, take: number): Promise<DecisionView[]> {
  const found = await db().decision.findMany({
    where: { ...where, screening: { ...(where.screening as Prisma.ScreeningWhereInput), ...allowed(actor) } },
    orderBy: { id: "desc" },
    include: { screening: { select: { kind: true, subjectId: true } } },
    take,
  })
  return found.map((decision) => ({
    id: decision.id,
    kind: decision.screening.kind as Kind,
    subjectId: decision.screening.subjectId,
    action: decision.action as Action,
    reason: decision.reason,
    isAutomatic: decision.organiserId === null,
    isOwn: decision.organiserId === actor.organiserId,
    isUndone: decision.undoneAt !== null,
    undoUntil:
      decision.settleAt && !decision.undoneAt && decision.organiserId === actor.organiserId
        ? decision.createdAt.getTime() + UNDO_SECONDS * 1_000
        : null,
    decidedAt: decision.createdAt,
  }))
}

/** Everything decided about one text, the newest first. */
export function listDecisionsAbout(actor: Actor, kind: Kind, subjectId: string): Promise<DecisionView[]> {
  return decisions(actor, { screening: { kind, subjectId } }, 50)
}

/** What people decided last in the actor's campaigns, the newest first. @param limit 1 to 100. */
export function listRecentDecisions(actor: Actor, limit: number): Promise<DecisionView[]> {
  return decisions(actor, { organiserId: { not: null } }, limit)
}

/** The decision just made, as long as its maker can undo it. */
export async function findDecision(actor: Actor, id: string): Promise<DecisionView | null> {
  const [found] = await decisions(actor, { id }, 1)
  return found ?? null
}
