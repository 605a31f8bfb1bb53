import { z } from "zod"
import { features, hash32 } from "#lib/domain/moderation/tokens"

/**
 * A small Bayes classifier with the chi-square combination of Gary Robinson, as SpamBayes made it known: it says "I do not know"
 * (0.5) of what it has not seen, and is sure only when many clues agree.
 *
 * Words are kept as one of 65,536 numbers, each shared by very many possible words of all languages, with two counts: the model
 * cannot be read back into text, and it cannot grow.
 */
export type BayesModel = {
  version: 1
  /** Comments learned of each kind. */
  spam: number
  ham: number
  /** Bucket → comments of each kind it was seen in. */
  counts: Map<number, [spam: number, ham: number]>
}

const BUCKETS = 65_536
/** Below this many comments of either kind a model says nothing. */
const LEARNED_MIN = 10
/** From this many comments on all counts are halved, so that the model follows what happens now. */
const LEARNED_MAX = 10_000
/** How far an unseen word counts: as if seen this often in equal parts. */
const PRIOR_STRENGTH = 0.45
/** Clues nearer to the middle are noise. */
const CLUE_MIN = 0.1
const CLUES_MAX = 150
/** With fewer clues than this the answer is drawn towards the middle: two words are not a pattern. */
const CLUES_FULL = 5

/** The answer of a model that has no clue. */
export const CANNOT_TELL = 0.5

/** A model that knows nothing. */
export function emptyModel(): BayesModel {
  return { version: 1, spam: 0, ham: 0, counts: new Map() }
}

function buckets(text: string): Set<number> {
  return new Set([...features(text)].map((feature) => hash32(feature) % BUCKETS))
}

function halve(model: BayesModel): void {
  model.spam = Math.floor(model.spam / 2)
  model.ham = Math.floor(model.ham / 2)
  for (const [bucket, [spam, ham]] of model.counts) {
    const halved: [number, number] = [Math.floor(spam / 2), Math.floor(ham / 2)]
    if (halved[0] + halved[1] === 0) model.counts.delete(bucket)
    else model.counts.set(bucket, halved)
  }
}

function count(model: BayesModel, text: string, kind: "spam" | "ham", step: 1 | -1): void {
  const column = kind === "spam" ? 0 : 1
  model[kind] = Math.max(0, model[kind] + step)
  for (const bucket of buckets(text)) {
    const counts = model.counts.get(bucket) ?? [0, 0]
    counts[column] = Math.max(0, counts[column] + step)
    if (counts[0] + counts[1] === 0) model.counts.delete(bucket)
    else model.counts.set(bucket, counts)
  }
}

/** Learns a moderator's decision. Changes the model; the text is not kept. */
export function learn(model: BayesModel, text: string, kind: "spam" | "ham"): void {
  count(model, text, kind, 1)
  if (model.spam + model.ham >= LEARNED_MAX) halve(model)
}

/** Takes a decision back, when a moderator undoes it. Changes the model. */
export function unlearn(model: BayesModel, text: string, kind: "spam" | "ham"): void {
  count(model, text, kind, -1)
}

/**
 * Puts two models together, e.g. the starter model and what this site's moderators taught.
 *
 * @param weight How much one comment of `own` counts against one of `base`: a site's own decisions say more about its comments.
 */
export function combineModels(base: BayesModel, own: BayesModel, weight = 3): BayesModel {
  const counts = new Map([...base.counts].map(([bucket, [spam, ham]]) => [bucket, [spam, ham] as [number, number]]))
  for (const [bucket, [spam, ham]] of own.counts) {
    const [baseSpam, baseHam] = counts.get(bucket) ?? [0, 0]
    counts.set(bucket, [baseSpam + weight * spam, baseHam + weight * ham])
  }
  return { version: 1, spam: base.spam + weight * own.spam, ham: base.ham + weight * own.ham, counts }
}

/** Probability that a chi-square of `2 * clues` degrees exceeds `-2 * logProduct`. */
function chiSquareTail(logProduct: number, clues: number): number {
  const half = -logProduct
  let term = Math.exp(-half)
  let sum = term
  for (let index = 1; index < clues; index++) {
    term *= half / index
    sum += term
  }
  return Math.min(sum, 1)
}

/** How much a text looks like spam: 0 to 1, and 0.5 for "cannot tell". */
export function spamminess(model: BayesModel, text: string): number {
  if (model.spam < LEARNED_MIN || model.ham < LEARNED_MIN) return CANNOT_TELL
  const clues: number[] = []
  for (const bucket of buckets(text)) {
    const [spam, ham] = model.counts.get(bucket) ?? [0, 0]
    const seen = spam + ham
    if (seen === 0) continue
    const spamRate = spam / model.spam
    const raw = spamRate / (spamRate + ham / model.ham)
    const clue = (PRIOR_STRENGTH * 0.5 + seen * raw) / (PRIOR_STRENGTH + seen)
    if (Math.abs(clue - 0.5) >= CLUE_MIN) clues.push(clue)
  }
  if (clues.length === 0) return CANNOT_TELL
  const strongest = clues.sort((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5)).slice(0, CLUES_MAX)
  const logSpam = strongest.reduce((sum, clue) => sum + Math.log(clue), 0)
  const logHam = strongest.reduce((sum, clue) => sum + Math.log(1 - clue), 0)
  const spamEvidence = 1 - chiSquareTail(logHam, strongest.length)
  const hamEvidence = 1 - chiSquareTail(logSpam, strongest.length)
  const certainty = Math.min(1, strongest.length / CLUES_FULL)
  return CANNOT_TELL + (certainty * (spamEvidence - hamEvidence)) / 2
}

const whole = z.number().int().min(0).max(1_000_000_000)

/** The model as plain JSON: `counts` is a list of `[bucket, spam, ham]`. At most about 1 MB. */
export const bayesJson = z.object({
  version: z.literal(1),
  spam: whole,
  ham: whole,
  counts: z
    .array(
      z.tuple([
        z
          .number()
          .int()
          .min(0)
          .max(BUCKETS - 1),
        whole,
        whole,
      ]),
    )
    .max(BUCKETS),
})

export type BayesJson = z.output<typeof bayesJson>

/** Writes a model for keeping, in a fixed order. */
export function toBayesJson({ version, spam, ham, counts }: BayesModel): BayesJson {
  return {
    version,
    spam,
    ham,
    counts: [...counts].sort(([a], [b]) => a - b).map(([bucket, [inSpam, inHam]]) => [bucket, inSpam, inHam]),
  }
}

/** Reads a kept model. @throws when it is not one. */
export function fromBayesJson(json: unknown): BayesModel {
  const { version, spam, ham, counts } = bayesJson.parse(json)
  return { version, spam, ham, counts: new Map(counts.map(([bucket, inSpam, inHam]) => [bucket, [inSpam, inHam]])) }
}
