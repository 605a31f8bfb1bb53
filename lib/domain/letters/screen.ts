import "server-only"
import type { HoldReason } from "#lib/domain/letters/hold"
import type { Kind, HoldReason as ScreeningReason } from "#lib/domain/moderation/schema"
import { lockScreening, openScreening, requeue } from "#lib/domain/moderation/screenings"
import type { Letter } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"

/** What moderators read under "why it is here". */
const CODES: Record<HoldReason, ScreeningReason> = {
  all: "all_held",
  threat: "threat",
  personal: "personal",
  link: "link",
  odd: "odd",
  spam: "classifier",
}

async function wait(
  tx: Transaction,
  kind: Extract<Kind, "letter" | "publication">,
  { id, campaignId }: Pick<Letter, "id" | "campaignId">,
  { reasons, score = 0 }: { reasons: ScreeningReason[]; score?: number },
  now: Date,
): Promise<void> {
  const known = await lockScreening(tx, kind, id)
  // A letter that comes again starts anew: what was said of its earlier words does not count.
  if (known) return requeue(tx, { id: known.id, reasons: [], waitingSince: null }, reasons, now)
  const verdict = kind === "letter" ? "unsure" : "ham"
  await openScreening(tx, { kind, subjectId: id, campaignId, verdict, score, reasons, isWaiting: true }, now)
}

/** Puts a held letter before the moderators. The caller holds the letter's locks. */
export function waitForReview(
  tx: Transaction,
  letter: Pick<Letter, "id" | "campaignId">,
  heldFor: readonly HoldReason[],
  score: number,
  now: Date,
): Promise<void> {
  return wait(tx, "letter", letter, { reasons: heldFor.map((code) => CODES[code]), score }, now)
}

/** Puts the question whether others may read a letter before the moderators. The caller holds the letter's locks. */
export function waitForReaders(tx: Transaction, letter: Pick<Letter, "id" | "campaignId">, now: Date): Promise<void> {
  return wait(tx, "publication", letter, { reasons: ["wants_readers"] }, now)
}
