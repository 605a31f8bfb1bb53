import { decideComment, undoCommentDecision } from "#lib/domain/comments/decide"
import { REFUSALS, type Refusal } from "#lib/domain/comments/schema"
import type { Actor } from "#lib/domain/identity/policy"
import type { Action, Kind } from "#lib/domain/moderation/schema"
import type { Result } from "#lib/shared/result"

export type SourceDecision = { subjectId: string; action: Action; reason: string | null; round: number }

/** What a kind of text must be able to do to stand in the queue. Each domain has its own commands; the queue knows only these. */
export type ModerationSource = {
  /** Codes of why a text of this kind is not published. */
  reasons: readonly string[]
  decide(
    actor: Actor,
    decision: SourceDecision,
    now: Date,
  ): Promise<Result<{ decisionId: string }, "forbidden" | "gone" | "changed">>
  undo(actor: Actor, decisionId: string, now: Date): Promise<Result<unknown, "too_late">>
}

const comments: ModerationSource = {
  reasons: REFUSALS,
  decide: (actor, { subjectId, reason, ...decision }, now) =>
    decideComment(actor, { ...decision, commentId: subjectId, reason: reason as Refusal | null }, now),
  undo: undoCommentDecision,
}

/** Every kind that can be decided about. A new one is one line here, and its text in the queue's page. */
const SOURCES: Partial<Record<Kind, ModerationSource>> = { comment: comments }

/** The source of a kind; `null` for a text that is no kind. */
export function sourceOf(kind: string): ModerationSource | null {
  return Object.hasOwn(SOURCES, kind) ? (SOURCES[kind as Kind] ?? null) : null
}
