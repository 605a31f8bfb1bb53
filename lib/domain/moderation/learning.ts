import "server-only"
import { emptyModel, learn } from "#lib/domain/moderation/bayes"
import { forgetFilter, TOTALS_BUCKET } from "#lib/domain/moderation/filter"
import { transaction, type Transaction } from "#lib/platform/db"

/** Beyond so many texts all counts are halved, so that the model follows what happens now. */
const LEARNED_MAX = 10_000

async function count(tx: Transaction, text: string, kind: "spam" | "ham", step: 1 | -1): Promise<void> {
  const model = emptyModel()
  learn(model, text, kind)
  // In the order of their numbers, so that two moderators never wait for each other in a circle.
  const buckets = [TOTALS_BUCKET, ...[...model.counts.keys()].sort((a, b) => a - b)]
  const [spam, ham] = kind === "spam" ? [step, 0] : [0, step]
  await tx.$executeRaw`
    insert into "BayesBucket" as b (bucket, spam, ham)
    select bucket, greatest(${spam}::int, 0), greatest(${ham}::int, 0) from unnest(${buckets}::int[]) as bucket
    on conflict (bucket) do update set spam = greatest(b.spam + ${spam}::int, 0), ham = greatest(b.ham + ${ham}::int, 0)`
}

/**
 * Teaches the own filter what a moderator decided about a text; when the decision changed, takes back what it had learnt.
 *
 * The text is not kept: only how often each of 65,536 groups of words was seen.
 *
 * @param screeningId Whose text it is; remembers what was learnt.
 */
export async function teach(
  tx: Transaction,
  screeningId: string,
  text: string,
  kind: "spam" | "ham" | null,
): Promise<void> {
  const { learned } = await tx.screening.findUniqueOrThrow({ where: { id: screeningId }, select: { learned: true } })
  if (learned === kind) return
  if (learned === "spam" || learned === "ham") await count(tx, text, learned, -1)
  if (kind) await count(tx, text, kind, 1)
  await tx.screening.update({ where: { id: screeningId }, data: { learned: kind } })
  forgetFilter()
}

/** Halves all counts once there are very many. Safe to run often. */
export async function ageModel(): Promise<boolean> {
  return transaction(async (tx) => {
    const totals = await tx.bayesBucket.findUnique({ where: { bucket: TOTALS_BUCKET } })
    if (!totals || totals.spam + totals.ham < LEARNED_MAX) return false
    await tx.$executeRaw`update "BayesBucket" set spam = spam / 2, ham = ham / 2`
    await tx.bayesBucket.deleteMany({ where: { spam: 0, ham: 0, bucket: { not: TOTALS_BUCKET } } })
    return true
  })
}
