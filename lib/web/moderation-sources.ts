import { decideComment, undoCommentDecision } from "#lib/domain/comments/decide"
import { listModerated } from "#lib/domain/comments/moderation-queries"
import { REFUSALS, type Refusal } from "#lib/domain/comments/schema"
import type { Actor } from "#lib/domain/identity/policy"
import { decideLetter, undoLetterDecision } from "#lib/domain/letters/decide"
import { decidePublication, undoPublicationDecision } from "#lib/domain/letters/decide-publication"
import { HIDING_REASONS, RETURN_REASONS } from "#lib/domain/letters/review"
import type { Action, Kind } from "#lib/domain/moderation/schema"
import { decideReason, REASON_REFUSALS, undoReasonDecision } from "#lib/domain/signatures/reasons"
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
  /** Names and texts for the list of decisions, by id; those are missing that are gone or that the actor may not read. */
  lines?(actor: Actor, subjectIds: readonly string[]): Promise<ReadonlyMap<string, TextLine>>
}

/** Who wrote a text, and the text. */
export type TextLine = { name: string; body: string }

const comment: ModerationSource = {
  reasons: REFUSALS,
  decide: (actor, { subjectId, reason, ...decision }, now) =>
    decideComment(actor, { ...decision, commentId: subjectId, reason: reason as Refusal | null }, now),
  undo: undoCommentDecision,
  lines: listModerated,
}

const letter: ModerationSource = {
  reasons: RETURN_REASONS,
  decide: (actor, { subjectId, ...decision }, now) => decideLetter(actor, { ...decision, letterId: subjectId }, now),
  undo: undoLetterDecision,
}

const publication: ModerationSource = {
  reasons: HIDING_REASONS,
  decide: (actor, { subjectId, ...decision }, now) =>
    decidePublication(actor, { ...decision, letterId: subjectId }, now),
  undo: undoPublicationDecision,
}

const reason: ModerationSource = {
  reasons: REASON_REFUSALS,
  decide: (actor, { subjectId, ...decision }, now) => decideReason(actor, { ...decision, signatureId: subjectId }, now),
  undo: undoReasonDecision,
}

/** Every kind that can be decided about. A new one is one line here, and its text in the queue's page. */
const SOURCES: Record<Kind, ModerationSource> = { comment, letter, publication, reason }

/** The source of a kind; `null` for a text that is no kind. */
export function sourceOf(kind: string): ModerationSource | null {
  return Object.hasOwn(SOURCES, kind) ? SOURCES[kind as Kind] : null
}

/** Names and texts of what was decided about, by id, whatever kinds there are. */
export async function linesOf(
  actor: Actor,
  about: readonly { kind: Kind; subjectId: string }[],
): Promise<Map<string, TextLine>> {
  const kinds = [...new Set(about.map(({ kind }) => kind))]
  const found = await Promise.all(
    kinds.map((kind) => {
      const ids = about.filter((one) => one.kind === kind).map(({ subjectId }) => subjectId)
      return sourceOf(kind)?.lines?.(actor, [...new Set(ids)])
    }),
  )
  return new Map(found.flatMap((lines) => [...(lines ?? [])]))
}
