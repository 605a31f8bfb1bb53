import "server-only"
import { type BayesModel, emptyModel } from "#lib/domain/moderation/bayes"
import type { BlockRule } from "#lib/domain/moderation/block-rules"
import { type FilterResult, judgeSubmission } from "#lib/domain/moderation/local-filter"
import type { Submission } from "#lib/domain/moderation/signals"
import { withStarter } from "#lib/domain/moderation/starter-model"
import { hotPool } from "#lib/platform/sql"

const MODEL_FRESH_MS = 60_000
const RULES_FRESH_MS = 5_000

/** All texts of each kind are counted in this bucket. */
export const TOTALS_BUCKET = -1

type Kept<Value> = { value: Promise<Value>; readAt: number }

// The server's copy of this module and Next's own share what was read.
const shared = globalThis as { twoMinutesFilter?: { model?: Kept<BayesModel>; rules?: Kept<ScopedRule[]> } }

type ScopedRule = BlockRule & { scope: string }

function recalled<Value>(kept: Kept<Value> | undefined, freshMs: number, read: () => Promise<Value>): Kept<Value> {
  if (kept && Date.now() - kept.readAt < freshMs) return kept
  const value = read()
  // A failure is not remembered.
  value.catch(() => forgetFilter())
  return { value, readAt: Date.now() }
}

/** What moderators of this site have taught, on its own. */
export async function readOwnModel(): Promise<BayesModel> {
  const { rows } = await hotPool().query<{ bucket: number; spam: number; ham: number }>(
    'select bucket, spam, ham from "BayesBucket"',
  )
  const model = emptyModel()
  for (const { bucket, spam, ham } of rows) {
    if (bucket === TOTALS_BUCKET) Object.assign(model, { spam, ham })
    else model.counts.set(bucket, [spam, ham])
  }
  return model
}

async function readRules(): Promise<ScopedRule[]> {
  const { rows } = await hotPool().query<ScopedRule>(
    'select scope, kind, pattern as value, action from "BlockRule" order by scope, pattern limit 2000',
  )
  return rows
}

/** Forgets what was read, so that the next text meets what was just changed. */
export function forgetFilter(): void {
  delete shared.twoMinutesFilter
}

/** Judges a text by the own filter: rules of the site and the campaign, signals, and what moderators have taught. */
export async function judgeText(campaignId: string, submission: Submission): Promise<FilterResult> {
  const kept = (shared.twoMinutesFilter ??= {})
  kept.model = recalled(kept.model, MODEL_FRESH_MS, async () => withStarter(await readOwnModel()))
  kept.rules = recalled(kept.rules, RULES_FRESH_MS, readRules)
  const [model, all] = await Promise.all([kept.model.value, kept.rules.value])
  const rules = all.filter(({ scope }) => scope === "" || scope === campaignId)
  return judgeSubmission(submission, { model, rules })
}
