import "server-only"
import { aliasAddress } from "#lib/domain/letters/alias"
import { openLetter } from "#lib/domain/letters/details"
import type { LeasedLetter } from "#lib/domain/letters/line"
import { type BundledLetter, digestMail, letterMail, type OutgoingLetter } from "#lib/domain/letters/mail"
import { recordOutcome } from "#lib/domain/letters/outcome"
import type { Prisma } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"
import { log } from "#lib/platform/log"
import { siteNames } from "#lib/platform/settings"
import type { Mail, Mailer, Outcome, SendResult } from "#lib/platform/smtp"
import { isDatabaseDown } from "#lib/platform/sql"
import { toLocale } from "#lib/shared/locales"

type Stored = Prisma.LetterDeliveryGetPayload<{ include: { letter: true } }>

function openOutgoing({ id, letter }: Stored): OutgoingLetter | null {
  if (!letter.sealed) return null
  const { name, email, subject, text } = openLetter(letter.id, letter.sealed)
  const isAlias = letter.route === "RELAY_ALIAS"
  const replyTo = isAlias ? aliasAddress(letter.id) : letter.route === "RELAY_REPLY" ? email : null
  return { deliveryId: id, locale: toLocale(letter.textLocale), name, replyTo, isAlias, subject, text }
}

function openBundled({ letter }: Stored): BundledLetter[] {
  if (!letter.sealed) return []
  const { name, town, form } = openLetter(letter.id, letter.sealed)
  return [{ name, place: town, own: form.own }]
}

/**
 * Writes the mail of a delivery. The same delivery always gives the same mail.
 *
 * @returns `null` when there is nothing left to send.
 * @throws when a letter was sealed for another row.
 */
export async function composeDelivery(deliveryId: string, email: string, siteName: string): Promise<Mail | null> {
  const rows = await db().letterDelivery.findMany({
    where: { OR: [{ id: deliveryId }, { leadId: deliveryId }] },
    include: { letter: true },
    orderBy: [{ queuedAt: "asc" }, { id: "asc" }],
  })
  const lead = rows.find(({ id }) => id === deliveryId)
  const outgoing = lead && openOutgoing(lead)
  if (!outgoing) return null
  if (rows.length === 1) return letterMail(outgoing, email, siteName)
  const ordered = [lead, ...rows.filter((row) => row !== lead)]
  return digestMail(outgoing, ordered.flatMap(openBundled), email, siteName)
}

// A worker that died while it held a letter may have died of it.
const DEATHS_MAX = 3

async function send(leased: LeasedLetter, email: string, mailer: Mailer): Promise<SendResult> {
  if (leased.deaths >= DEATHS_MAX) return { outcome: "refused", detail: "WORKER_STOPPED" }
  const { siteName } = await siteNames()
  let mail: Mail | null
  try {
    mail = await composeDelivery(leased.id, email, siteName)
  } catch (error) {
    if (isDatabaseDown(error)) throw error
    log().error({ err: error, deliveryId: leased.id }, "a letter could not be composed")
    return { outcome: "refused", detail: "UNREADABLE" }
  }
  return mail ? mailer.send(mail) : { outcome: "refused", detail: "ERASED" }
}

const RECORD_PATIENCE_MS = 30_000
const RECORD_PAUSE_MS = 500

/**
 * Sends one leased letter and writes down what became of it.
 *
 * When the database is away just then, it waits a little for it: an accepted letter that is not recorded would be sent twice.
 *
 * @param clock Tells the time; tests bring their own.
 */
export async function deliverLetter(
  leased: LeasedLetter,
  email: string,
  mailer: Mailer,
  { clock, isStopping }: { clock: () => Date; isStopping: () => boolean },
): Promise<Outcome> {
  const result = await send(leased, email, mailer)
  if (result.outcome !== "accepted" && !isStopping()) {
    log().warn({ deliveryId: leased.id, outcome: result.outcome, detail: result.detail }, "letter not accepted")
  }
  const patience = Date.now() + RECORD_PATIENCE_MS
  for (;;) {
    try {
      await recordOutcome(leased, result, { now: clock(), isStopping: isStopping() })
      return result.outcome
    } catch (error) {
      if (!isDatabaseDown(error) || Date.now() > patience || isStopping()) throw error
      await new Promise((resolve) => setTimeout(resolve, RECORD_PAUSE_MS))
    }
  }
}
