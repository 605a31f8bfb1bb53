import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import { HAND_OVER_TASK, type HandOverInput, PART_LETTERS } from "#lib/domain/letters/handover-pdf"
import type { PaperFormat } from "#lib/domain/letters/pdf/geometry"
import { addToken } from "#lib/domain/letters/tokens"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { startTask } from "#lib/platform/tasks"
import { type Locale, toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/**
 * Puts every letter that waits in a target's line into a hand-over. From then on none of them goes by mail; until the hand-over is
 * recorded, its writer can still withdraw it.
 *
 * @returns `empty` when none waits.
 */
export async function prepareHandOver(
  actor: Actor,
  targetId: string,
): Promise<Result<{ handOverId: string; letters: number }, "forbidden" | "empty">> {
  return transaction(async (tx) => {
    const target = await tx.target.findUnique({ where: { id: targetId }, select: { campaignId: true } })
    if (!target || !canEditCampaign(actor, target.campaignId)) return fail("forbidden")
    const waiting = { targetId, state: { in: ["QUEUED", "BUNDLED"] as ("QUEUED" | "BUNDLED")[] } }
    if (!(await tx.letterDelivery.findFirst({ where: waiting, select: { id: true } }))) return fail("empty")
    const handOverId = newId()
    await tx.letterHandOver.create({ data: { id: handOverId, targetId } })
    const letters = await tx.$executeRaw`
      with waiting as (
        select id, row_number() over (order by "queuedAt", id) as place from "LetterDelivery"
        where "targetId" = ${targetId}::uuid and state in ('QUEUED', 'BUNDLED')
      )
      update "LetterDelivery" d set state = 'BATCHED', "handOverId" = ${handOverId}::uuid, "leadId" = null,
        part = (w.place - 1) / ${PART_LETTERS}::int + 1
      from waiting w where d.id = w.id and d.state in ('QUEUED', 'BUNDLED')`
    const { campaignId } = target
    await recordAudit(tx, actor.organiserId, "letters_batched", { subjectId: handOverId, campaignId, rows: letters })
    return ok({ handOverId, letters })
  })
}

/** What a part of a hand-over is printed with. `on`: the day on the cover, `YYYY-MM-DD`. `purpose` goes to the log. */
export type PartChoices = { part: number; locale: Locale; format: PaperFormat; on: string; purpose: string }

/**
 * Starts printing one part of a hand-over; its file is on the task's page. The letters in it are an export, and logged as one.
 *
 * @returns `empty` when the part has no letters, or no longer.
 */
export async function startHandOverPdf(
  actor: Actor,
  handOverId: string,
  { purpose, ...choices }: PartChoices,
): Promise<Result<{ taskId: string }, "forbidden" | "empty">> {
  return transaction(async (tx) => {
    const campaignId = await campaignOf(tx, actor, handOverId)
    if (campaignId === null) return fail("forbidden")
    const rows = await tx.letterDelivery.count({ where: { handOverId, part: choices.part } })
    if (rows === 0) return fail("empty")
    await recordAudit(tx, actor.organiserId, "letters_exported", { subjectId: handOverId, campaignId, purpose, rows })
    const input: HandOverInput = { handOverId, ...choices }
    const { organiserId } = actor
    return ok({ taskId: await startTask(tx, { kind: HAND_OVER_TASK, organiserId, campaignId, input }) })
  })
}

/** The campaign of a hand-over; `null` when there is none or the actor may not edit it. */
async function campaignOf(tx: Transaction, actor: Actor, handOverId: string): Promise<string | null> {
  const found = await tx.letterHandOver.findUnique({
    where: { id: handOverId },
    select: { line: { select: { target: { select: { campaignId: true } } } } },
  })
  const campaignId = found?.line.target.campaignId
  return campaignId !== undefined && canEditCampaign(actor, campaignId) ? campaignId : null
}

/** Writers told in one transaction. */
const TELL_BATCH = 100

/**
 * Records that a hand-over has happened and tells every writer. Safe to repeat: who was told is not told again.
 *
 * @param on Day on which it happened, `YYYY-MM-DD`.
 */
export async function recordHandOver(
  actor: Actor,
  handOverId: string,
  on: string,
  now: Date,
): Promise<Result<{ letters: number }, "forbidden">> {
  const found = await db().letterHandOver.findUnique({
    where: { id: handOverId },
    include: { line: { include: { target: true } }, _count: { select: { deliveries: true } } },
  })
  if (!found || !canEditCampaign(actor, found.line.target.campaignId)) return fail("forbidden")
  const letters = found._count.deliveries
  const { campaignId } = found.line.target
  await transaction(async (tx) => {
    await tx.letterHandOver.update({ where: { id: handOverId }, data: { handedOn: new Date(`${on}T00:00:00Z`) } })
    await recordAudit(tx, actor.organiserId, "letters_handed_over", {
      subjectId: handOverId,
      campaignId,
      rows: letters,
    })
  })
  const facts = { recipientName: found.line.target.name, n: letters, on }
  while ((await handOverSome(handOverId, facts, now)) > 0);
  return ok({ letters })
}

type HandOverFacts = { recipientName: string; n: number; on: string }

async function handOverSome(handOverId: string, facts: HandOverFacts, now: Date): Promise<number> {
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select id from "LetterDelivery" where "handOverId" = ${handOverId}::uuid and state = 'BATCHED'
      order by id limit ${TELL_BATCH} for update skip locked`
    const ids = rows.map(({ id }) => id)
    await tx.letterDelivery.updateMany({ where: { id: { in: ids } }, data: { state: "HANDED_OVER" } })
    const handed = await tx.letterDelivery.findMany({ where: { id: { in: ids } }, include: { letter: true } })
    for (const { letter } of handed) {
      if (!letter.sealed) continue
      const { name, email } = openLetter(letter.id, letter.sealed)
      await enqueue(tx, {
        template: "letter.handed-over",
        locale: toLocale(letter.locale),
        isDiscreet: letter.isDiscreet,
        to: email,
        data: { name, ...facts, token: await addToken(tx, letter, "STATUS", now) },
        subjectId: letter.id,
        priority: 2,
        isTriggerable: false,
      })
    }
    return ids.length
  })
}

/** Notes that the recipient has answered a letter. */
export async function recordAnswer(actor: Actor, letterId: string, now: Date): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    const letter = await tx.letter.findUnique({ where: { id: letterId }, select: { campaignId: true } })
    if (!letter || !canEditCampaign(actor, letter.campaignId)) return fail("forbidden")
    const { count } = await tx.letterDelivery.updateMany({
      where: { letterId, answeredAt: null },
      data: { answeredAt: now },
    })
    const { campaignId } = letter
    if (count > 0) await recordAudit(tx, actor.organiserId, "letter_answered", { subjectId: letterId, campaignId })
    return ok(null)
  })
}
