import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import { handoverPdf } from "#lib/domain/letters/pdf/handover"
import type { PaperFormat } from "#lib/domain/letters/pdf/geometry"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { type Addressee, postalLetter } from "#lib/domain/letters/postal"
import { addToken } from "#lib/domain/letters/tokens"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { formatter, translator } from "#lib/shared/i18n"
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
    const { count } = await tx.letterDelivery.updateMany({
      where: waiting,
      data: { state: "BATCHED", handOverId, leadId: null },
    })
    return ok({ handOverId, letters: count })
  })
}

const PAGE = 100

/** The letters of a hand-over in the order in which they were written, a few at a time. */
async function* lettersOf(handOverId: string, recipient: Addressee): AsyncGenerator<PostalLetter> {
  for (let after: string | undefined; ;) {
    const rows = await db().letterDelivery.findMany({
      where: { handOverId },
      include: { letter: true },
      orderBy: { id: "asc" },
      take: PAGE,
      ...(after && { cursor: { id: after }, skip: 1 }),
    })
    for (const { letter } of rows) {
      if (!letter.sealed) continue
      const { textLocale, country } = letter
      const details = openLetter(letter.id, letter.sealed)
      yield postalLetter({ ...details, textLocale: toLocale(textLocale), country }, recipient)
    }
    after = rows.at(-1)?.id
    if (rows.length < PAGE) return
  }
}

/**
 * A hand-over as one PDF: a cover, then each letter from a page of its own. No e-mail address is in it.
 *
 * @param on The day on the cover, `YYYY-MM-DD`.
 */
export async function handOverPdf(
  actor: Actor,
  handOverId: string,
  { locale, format, on }: { locale: Locale; format: PaperFormat; on: string },
): Promise<Result<AsyncGenerator<Uint8Array>, "forbidden">> {
  const found = await db().letterHandOver.findUnique({
    where: { id: handOverId },
    include: {
      line: { include: { target: { include: { campaign: { include: { texts: true } } } } } },
      _count: { select: { deliveries: true } },
    },
  })
  const target = found?.line.target
  if (!target || !canEditCampaign(actor, target.campaignId)) return fail("forbidden")
  const t = translator(locale, "letterMail")
  const title = target.campaign.texts.find((text) => text.locale === locale) ?? target.campaign.texts[0]
  const cover = {
    locale,
    on,
    title: title?.title ?? target.campaign.slug,
    facts: [
      [t("coverTo"), `${target.name}, ${target.organisation}`],
      [t("coverLetters"), formatter(locale).number(found._count.deliveries)],
    ] as const,
    notes: [t("coverNote")],
  }
  const recipient = { ...target, postalAddress: target.postalAddress ?? "" }
  return ok(handoverPdf(cover, lettersOf(handOverId, recipient), format))
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
  await db().letterHandOver.update({ where: { id: handOverId }, data: { handedOn: new Date(`${on}T00:00:00Z`) } })
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
    await tx.letterDelivery.updateMany({ where: { letterId, answeredAt: null }, data: { answeredAt: now } })
    return ok(null)
  })
}
