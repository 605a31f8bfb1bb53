import starter from "./starter-model.json" with { type: "json" }
import { type BayesModel, combineModels, fromBayesJson } from "#lib/domain/moderation/bayes"

let known: BayesModel | undefined

/**
 * What the filter knows before moderators have taught it anything, made by `scripts/build-filter-model.ts` from made-up comments in
 * five languages. Not to be changed: `withStarter` gives a model of its own.
 */
export function starterModel(): BayesModel {
  known ??= fromBayesJson(starter)
  return known
}

/** The model to judge with: the starter together with what moderators of this site taught. */
export function withStarter(own: BayesModel): BayesModel {
  return combineModels(starterModel(), own)
}
