import type { Actor } from "#lib/domain/identity/policy"
import type { Action, Kind } from "#lib/domain/moderation/schema"
import { db } from "#lib/platform/db"
import { sourceOf } from "#lib/web/moderation-sources"

/** What is known to moderators of a text; `null` when it was never before them. */
export function screeningAbout(kind: Kind, subjectId: string) {
  return db().screening.findUnique({ where: { kind_subjectId: { kind, subjectId } } })
}

/** Decides about a text as somebody who sees it as it is now. */
export async function decide(
  actor: Actor,
  kind: Kind,
  subjectId: string,
  action: Action,
  now: Date,
  reason: string | null = null,
) {
  const round = (await screeningAbout(kind, subjectId))?.round ?? 1
  const source = sourceOf(kind)
  if (!source) throw new Error(`Nothing decides about ${kind}.`)
  return source.decide(actor, { subjectId, action, reason, round }, now)
}
