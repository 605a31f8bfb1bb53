import "server-only"
import { openLetter, sealLetter } from "#lib/domain/letters/details"
import { lockModerated } from "#lib/domain/letters/lock"
import { addressOf } from "#lib/domain/letters/queries"
import { ENDED_STATUSES, KEPT_DAYS, RETURNED_DAYS, UNSENT_DAYS } from "#lib/domain/letters/rules"
import { addToken } from "#lib/domain/letters/tokens"
import { enqueue, forgetMessages } from "#lib/domain/mail/commands"
import { forgetScreening } from "#lib/domain/moderation/screenings"
import type { Letter } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { toLocale } from "#lib/shared/locales"

/** Letters changed by one transaction, so that none runs long or locks much. */
const BATCH = 200

async function tellEnded(tx: Transaction, letter: Letter, now: Date): Promise<void> {
  if (!letter.sealed) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  await enqueue(tx, {
    template: "letter.returned",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: { name, reason: "ended", token: await addToken(tx, letter, "STATUS", now) },
    subjectId: letter.id,
    priority: 3,
    isTriggerable: false,
  })
}

async function giveBack(letterId: string, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const { letter } = await lockModerated(tx, letterId)
    if (letter?.state !== "RELEASED") return
    const { count } = await tx.letterDelivery.deleteMany({ where: { letterId, state: { in: ["QUEUED", "BUNDLED"] } } })
    if (count === 0) return
    await tx.letter.update({
      where: { id: letterId },
      data: { state: "RETURNED", returnedFor: "ended", returnedAt: now, aliasHash: null },
    })
    await tellEnded(tx, letter, now)
  })
}

/**
 * Gives letters back to their writers that still wait for their turn when a campaign is decided: what they ask for is settled. Letters
 * collected for delivery by hand stay, since they can still be handed over. Safe to run twice.
 *
 * @returns How many there were.
 */
export async function returnEnded(now: Date): Promise<number> {
  const lines = await db().targetLine.findMany({
    where: {
      target: { campaign: { status: { in: [...ENDED_STATUSES] } } },
      deliveries: { some: { state: { in: ["QUEUED", "BUNDLED"] } } },
    },
    include: { target: { select: { campaign: { select: { isMain: true } } } } },
  })
  const mailed = lines.filter((line) => addressOf(line, line.target.campaign.isMain) !== null)
  let returned = 0
  for (const { targetId } of mailed) {
    const waiting = await db().letterDelivery.findMany({
      where: { targetId, state: { in: ["QUEUED", "BUNDLED"] } },
      select: { letterId: true },
      take: BATCH,
    })
    for (const { letterId } of waiting) await giveBack(letterId, now)
    returned += waiting.length
  }
  return returned
}

// A letter is kept so long after it left, or came back; one that never left, so long after its campaign ended.
const DUE = `
select l.id from "Letter" l
  join "Campaign" c on c.id = l."campaignId"
  left join "LetterDelivery" d on d."letterId" = l.id
  left join "LetterHandOver" h on h.id = d."handOverId"
where l.sealed is not null and (l."reducedAt" is null or l.gallery <> 'PUBLIC') and (
  (d.state = 'ACCEPTED' and d."acceptedAt" < $1::timestamptz - $2 * interval '1 day')
  or (d.state = 'HANDED_OVER' and coalesce(h."handedOn"::timestamptz, d."queuedAt") < $1::timestamptz - $2 * interval '1 day')
  or (l.state = 'RETURNED' and coalesce(l."returnedAt", d."bouncedAt", d."lastTriedAt", l."confirmedAt") < $1::timestamptz - $3 * interval '1 day')
  or (l.state in ('HELD', 'RELEASED') and (d.id is null or d.state in ('QUEUED', 'BUNDLED', 'BATCHED'))
    and c.status in ('CLOSED', 'DECIDED', 'ARCHIVED')
    and coalesce(c."closedOn"::timestamptz, c."updatedAt") < $1::timestamptz - $4 * interval '1 day')
)
order by l.id limit $5`

/** Others may read it because its writer wants that. What they read stays, and the link to take it back; address and facts go. */
function withoutFacts(id: string, sealed: Uint8Array, isNamed: boolean): Uint8Array<ArrayBuffer> {
  const details = openLetter(id, sealed)
  const form = { sample: "", subject: "", own: "", body: "" }
  const name = isNamed ? details.name : ""
  return sealLetter(id, { ...details, name, form, email: "", town: "", organisation: "", role: "" })
}

async function forget(letterId: string, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const { letter } = await lockModerated(tx, letterId)
    if (!letter?.sealed) return
    await forgetMessages(tx, letterId)
    if (letter.gallery === "PUBLIC") {
      const sealed = withoutFacts(letterId, letter.sealed, letter.publication === "NAMED")
      await tx.letterReply.deleteMany({ where: { letterId } })
      await tx.letter.update({
        where: { id: letterId },
        data: { sealed, reducedAt: now, aliasHash: null, country: null },
      })
      return
    }
    await forgetScreening(tx, "letter", [letterId])
    await forgetScreening(tx, "publication", [letterId])
    await tx.letterToken.deleteMany({ where: { letterId } })
    await tx.letterReply.deleteMany({ where: { letterId } })
    await tx.letterDelivery.deleteMany({ where: { letterId, state: { in: ["QUEUED", "BUNDLED", "BATCHED"] } } })
    const hasLeft = letter.state === "RELEASED" && (await tx.letterDelivery.count({ where: { letterId } })) > 0
    await tx.letter.update({
      where: { id: letterId },
      data: {
        ...{ sealed: null, aliasHash: null, country: null, publication: "NONE", gallery: "HIDDEN" },
        // Who gets a letter back, or never sent one, may write anew; who sent one has written.
        ...(!hasLeft && { state: "EXPIRED", emailIndex: null, mailedAt: now }),
      },
    })
  })
}

// The fingerprint of the address stays while people can write, so that one person writes once; it is no use after that.
const FORGET_ADDRESSES = `
update "Letter" l set "emailIndex" = null from "Campaign" c
where c.id = l."campaignId" and (l.sealed is null or l."reducedAt" is not null) and l."emailIndex" is not null and c.status in ('CLOSED', 'DECIDED', 'ARCHIVED')`

/**
 * Deletes the words and details of letters whose time is over (trust.md P12, product.md §10). What stays says that a letter was sent,
 * and nothing of who or what. Safe to run twice and on several nodes.
 *
 * @returns How many letters were emptied.
 */
export async function forgetOldLetters(now: Date): Promise<number> {
  let forgotten = 0
  for (;;) {
    const values = [now, KEPT_DAYS, RETURNED_DAYS, UNSENT_DAYS, BATCH]
    const { rows } = await hotPool().query<{ id: string }>(DUE, values)
    for (const { id } of rows) await forget(id, now)
    forgotten += rows.length
    if (rows.length < BATCH) break
  }
  await hotPool().query(FORGET_ADDRESSES)
  return forgotten
}
