import "server-only"
import type { Letter, Screening } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"

/** The letter, locked until the transaction ends, so that a confirmation, a delivery and a withdrawal never cross. */
export async function lockLetter(tx: Transaction, id: string): Promise<Letter | null> {
  await tx.$queryRaw`select id from "Letter" where id = ${id}::uuid for update`
  return tx.letter.findUnique({ where: { id } })
}

/**
 * The letter, locked together with what moderators know of it. Their locks come first, as everywhere (`lockScreening`), so that a
 * decision and its writer's change never wait for each other in a circle.
 */
export async function lockModerated(
  tx: Transaction,
  id: string,
): Promise<{ letter: Letter | null; held: Screening | null; publication: Screening | null }> {
  await tx.$queryRaw`
    select id from "Screening" where kind in ('letter', 'publication') and "subjectId" = ${id}::uuid order by kind for update`
  const letter = await lockLetter(tx, id)
  const known = await tx.screening.findMany({ where: { kind: { in: ["letter", "publication"] }, subjectId: id } })
  const about = (wanted: string) => known.find(({ kind }) => kind === wanted) ?? null
  return { letter, held: about("letter"), publication: about("publication") }
}

/** Makes writers of one address in one campaign take turns until the transaction ends. */
export async function lockWriter(tx: Transaction, emailIndex: Buffer): Promise<void> {
  const key = `letter ${emailIndex.toString("hex")}`
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
}
