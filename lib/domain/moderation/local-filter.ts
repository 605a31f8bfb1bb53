import { type BayesModel, CANNOT_TELL, spamminess } from "#lib/domain/moderation/bayes"
import type { BlockRule } from "#lib/domain/moderation/block-rules"
import { type Signal, type SignalCode, type Submission, collectSignals } from "#lib/domain/moderation/signals"
import { JUDGED_MAX_CHARS } from "#lib/domain/moderation/tokens"

/**
 * What the local filter thinks of a comment. It never deletes: `hold` waits for a moderator, `spam` waits in the spam folder,
 * where moderators find it for 30 days.
 */
export type FilterResult = {
  /** 0 to 1. */
  score: number
  verdict: "visible" | "hold" | "spam"
  /** Strongest first. */
  reasons: SignalCode[]
}

/** From here on a person should look. */
const HOLD_FROM = 0.5
/** From here on it is spam, if a technical signal says so too. */
const SPAM_FROM = 0.85

/** Spamminess below this does not count. Chosen, like the weights, on the training half of the made-up corpus (docs/decisions/0021). */
const CLASSIFIER_FROM = 0.4
const CLASSIFIER_WEIGHT = 0.8

function classifierSignal(model: BayesModel | null, text: string): Signal[] {
  if (!model) return []
  const spam = spamminess(model, text)
  const above = (spam - CLASSIFIER_FROM) / (1 - CLASSIFIER_FROM)
  return above > 0 && spam !== CANNOT_TELL
    ? [{ code: "classifier", weight: above * CLASSIFIER_WEIGHT, isTechnical: false }]
    : []
}

/**
 * Judges a comment without asking anyone outside.
 *
 * Signals are taken as independent doubts: the score is 1 − ∏(1 − weight). The classifier alone can hold a comment but not call it
 * spam, so an honest comment that reads like an advertisement is always seen by a person. Words of the trade change nothing
 * (`neutral-words.ts`).
 *
 * @param model The starter model combined with what moderators taught; `null` works too, with less sense for advertisements.
 */
export function judgeSubmission(
  submission: Submission,
  { model, rules = [] }: { model: BayesModel | null; rules?: readonly BlockRule[] },
): FilterResult {
  const text = submission.text.slice(0, JUDGED_MAX_CHARS)
  const signals = [...collectSignals({ ...submission, text }, rules), ...classifierSignal(model, text)]
  const score = 1 - signals.reduce((rest, { weight }) => rest * (1 - weight), 1)
  const isSpam = score >= SPAM_FROM && signals.some(({ isTechnical }) => isTechnical)
  return {
    score,
    verdict: isSpam ? "spam" : score >= HOLD_FROM ? "hold" : "visible",
    reasons: signals.sort((a, b) => b.weight - a.weight).map(({ code }) => code),
  }
}
