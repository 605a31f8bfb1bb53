import "server-only"
import type { Letter } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"

/** The letter, locked until the transaction ends, so that a confirmation, a delivery and a withdrawal never cross. */
export async function lockLetter(tx: Transaction, id: string): Promise<Letter | null> {
  await tx.$queryRaw`select id from "Letter" where id = ${id}::uuid for update`
  return tx.letter.findUnique({ where: { id } })
}

/** Makes writers of one address in one campaign take turns until the transaction ends. */
export async function lockWriter(tx: Transaction, emailIndex: Buffer): Promise<void> {
  const key = `letter ${emailIndex.toString("hex")}`
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
}
