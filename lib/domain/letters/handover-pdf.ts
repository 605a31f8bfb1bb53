import "server-only"
import { z } from "zod"
import { openLetter } from "#lib/domain/letters/details"
import { handoverPdf } from "#lib/domain/letters/pdf/handover"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { type Addressee, postalLetter } from "#lib/domain/letters/postal"
import { db } from "#lib/platform/db"
import { TaskFailed, type TaskKind } from "#lib/platform/tasks"
import { formatter, translator } from "#lib/shared/i18n"
import { LOCALES, toLocale } from "#lib/shared/locales"

/** How the worker knows this kind of work. */
export const HAND_OVER_TASK = "letters_pdf"

/** Letters in one file of a hand-over: what a printer and a clip can take, and what memory holds of pages. */
export const PART_LETTERS = 500

const PAGE = 50

const inputFields = z.object({
  handOverId: z.uuid(),
  part: z.int().min(1),
  locale: z.enum(LOCALES),
  format: z.enum(["A4", "Letter"]),
  on: z.iso.date(),
})

export type HandOverInput = z.output<typeof inputFields>

/** The letters of a part in the order in which they were written, a few at a time. */
async function* lettersOf(
  { handOverId, part }: HandOverInput,
  recipient: Addressee,
  signal: AbortSignal,
  onPage: (letters: number) => Promise<void>,
): AsyncGenerator<PostalLetter> {
  for (let after: string | undefined, done = 0; ;) {
    signal.throwIfAborted()
    const rows = await db().letterDelivery.findMany({
      where: { handOverId, part },
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
    await onPage((done += rows.length))
    after = rows.at(-1)?.id
    if (rows.length < PAGE) return
  }
}

/**
 * Prints a part of a hand-over: a cover, then each letter from a page of its own. No e-mail address is in it. May run again from the
 * start; it changes nothing.
 */
export const handOverTask: TaskKind = {
  async run(input, { report, write, finish, signal }) {
    const choices = inputFields.parse(input)
    const { handOverId, part, locale, format, on } = choices
    const found = await db().letterHandOver.findUnique({
      where: { id: handOverId },
      include: { line: { include: { target: { include: { campaign: { include: { texts: true } } } } } } },
    })
    if (!found) throw new TaskFailed("gone")
    const [total, parts] = await Promise.all([
      db().letterDelivery.count({ where: { handOverId, part } }),
      db().letterDelivery.aggregate({ where: { handOverId }, _max: { part: true } }),
    ])
    const { target } = found.line
    const t = translator(locale, "letterMail")
    const { number } = formatter(locale)
    const title = target.campaign.texts.find((text) => text.locale === locale) ?? target.campaign.texts[0]
    const last = parts._max.part ?? part
    const cover = {
      locale,
      on,
      title: title?.title ?? target.campaign.slug,
      facts: [
        [t("coverTo"), `${target.name}, ${target.organisation}`] as const,
        [t("coverLetters"), number(total)] as const,
        ...(last > 1 ? [[t("coverPart"), t("coverPartOf", { part, parts: last })] as const] : []),
      ],
      notes: [t("coverNote")],
    }
    await finish({
      fileName: last > 1 ? `letters-${on}-${part}.pdf` : `letters-${on}.pdf`,
      mediaType: "application/pdf",
    })
    await report(0, total)
    const recipient = { ...target, postalAddress: target.postalAddress ?? "" }
    const letters = lettersOf(choices, recipient, signal, (done) => report(done, total))
    for await (const piece of handoverPdf(cover, letters, format)) await write(piece)
    await report(total, total)
  },
}
