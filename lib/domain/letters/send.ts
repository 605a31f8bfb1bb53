import "server-only"
import { admitLetter } from "#lib/domain/letters/admit"
import type { ComposedLetter } from "#lib/domain/letters/compose"
import { type LetterDetails, letterIndex, sealLetter } from "#lib/domain/letters/details"
import { lockModerated, lockWriter } from "#lib/domain/letters/lock"
import type { LetterTarget, SampleView } from "#lib/domain/letters/queries"
import { isReplaceable, SAME_PRESS_SECONDS, takesLetters } from "#lib/domain/letters/rules"
import { CONSENT_VERSION, type RelayedFields, ROUTE_STATES } from "#lib/domain/letters/schema"
import { type Judged, judgeLetter } from "#lib/domain/letters/spam"
import { addToken } from "#lib/domain/letters/tokens"
import { enqueue } from "#lib/domain/mail/commands"
import type { Letter } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { newToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

/** What sending must know of the campaign. */
export type LetterCampaign = { id: string; isAtRisk: boolean }

export type LetterToSend = {
  campaign: LetterCampaign
  target: LetterTarget
  fields: RelayedFields
  sample: SampleView | null
  letter: ComposedLetter
  /** The day in the letter, `YYYY-MM-DD`. */
  on: string
}

/** What became of a press on "Send": it waits for its writer's mailbox, for an organiser, or is on its way. */
export type Sent = { state: "check_email" | "held" | "queued"; statusToken: string | null }

export type SendRefusal = "campaign_closed" | "letter_sent_already"

/**
 * Takes a letter. Nothing leaves before its writer has confirmed the address: by the link of a message, or because this browser has
 * just shown that the address is theirs.
 *
 * One letter a person and campaign. Who sends another while the first waits replaces it; who has sent one gets a message about that,
 * and the page is the same as for everyone, so that the form cannot be used to find out who has written.
 *
 * @param isProven This browser has confirmed the address in this campaign.
 * @returns `letter_sent_already` only to a browser that has proved the address.
 */
export async function sendLetter(
  input: LetterToSend,
  isProven: boolean,
  now: Date,
): Promise<Result<Sent, SendRefusal>> {
  const { subject, text } = input.letter
  const judged = await judgeLetter(input.campaign.id, { subject, text, name: input.fields.name })
  return transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { id: input.campaign.id }, select: { status: true } })
    if (!campaign || !takesLetters(campaign.status)) return fail("campaign_closed")
    const emailIndex = letterIndex(input.campaign.id, input.fields.email)
    await lockWriter(tx, emailIndex)
    const known = await tx.letter.findUnique({
      where: { campaignId_emailIndex: { campaignId: input.campaign.id, emailIndex: new Uint8Array(emailIndex) } },
      select: { id: true },
    })
    const found = known && (await lockModerated(tx, known.id)).letter
    if (found && !isReplaceable(found.state, isProven))
      return isProven ? fail("letter_sent_already") : tellSentAlready(tx, found, input, now)
    return isProven
      ? sendProven(tx, { input, found, emailIndex, judged }, now)
      : askToConfirm(tx, input, found, emailIndex, now)
  })
}

const CHECK: Result<Sent, SendRefusal> = ok({ state: "check_email", statusToken: null })

type Proven = { input: LetterToSend; found: Letter | null; emailIndex: Buffer; judged: Judged }

async function sendProven(tx: Transaction, { input, found, emailIndex, judged }: Proven, now: Date) {
  const letter = await writeLetter(tx, input, found, emailIndex, now)
  const outcome = await admitLetter(tx, letter, judged, now)
  const statusToken = await addToken(tx, letter, "STATUS", now)
  return ok<Sent>({ state: outcome === "HELD" ? "held" : "queued", statusToken })
}

async function askToConfirm(tx: Transaction, input: LetterToSend, found: Letter | null, emailIndex: Buffer, now: Date) {
  const isSamePress =
    found?.state === "PENDING" && now.getTime() - found.mailedAt.getTime() < SAME_PRESS_SECONDS * 1_000
  if (isSamePress) return CHECK
  const id = found?.id ?? newId()
  const token = newToken()
  const isQueued = await enqueue(tx, {
    template: "letter.confirm",
    locale: input.fields.locale,
    isDiscreet: input.campaign.isAtRisk,
    to: input.fields.email,
    data: { recipientName: input.target.name, token },
    subjectId: id,
    priority: 0,
    isTriggerable: true,
  })
  // Over the cap nothing is stored or changed, and the page is the same.
  if (!isQueued) return CHECK
  const letter = await writeLetter(tx, input, found, emailIndex, now, id)
  await addToken(tx, letter, "CONFIRM", now, token)
  return CHECK
}

async function tellSentAlready(tx: Transaction, found: Letter, input: LetterToSend, now: Date) {
  const token = newToken()
  const isQueued = await enqueue(tx, {
    template: "letter.already",
    locale: input.fields.locale,
    isDiscreet: found.isDiscreet || input.campaign.isAtRisk,
    to: input.fields.email,
    data: { recipientName: input.target.name, token },
    subjectId: found.id,
    priority: 0,
    isTriggerable: true,
  })
  if (isQueued) await addToken(tx, found, "STATUS", now, token)
  return CHECK
}

function detailsOf({ fields, letter, on }: LetterToSend): LetterDetails {
  const { name, email, town, organisation, role, sample, subject, own, body } = fields
  return {
    name,
    email,
    town,
    organisation,
    role,
    subject: letter.subject,
    text: letter.text,
    form: { sample, subject, own, body },
    on,
  }
}

/** Writes a letter that is not let in yet: a new row, or a new round of the one that it replaces. */
async function writeLetter(
  tx: Transaction,
  input: LetterToSend,
  found: Letter | null,
  emailIndex: Buffer,
  now: Date,
  id = found?.id ?? newId(),
): Promise<Letter> {
  const { campaign, target, fields, sample, letter } = input
  const data = {
    targetId: target.id,
    state: "PENDING",
    emailIndex: new Uint8Array(emailIndex),
    sealed: sealLetter(id, detailsOf(input)),
    route: ROUTE_STATES[fields.route],
    country: fields.country,
    locale: fields.locale,
    textLocale: letter.textLocale,
    isDiscreet: campaign.isAtRisk,
    templateId: sample?.id ?? null,
    ownShare: letter.own.share,
    wordCount: letter.words,
    consentVersion: CONSENT_VERSION,
    consentAt: now,
    publication: { no: "NONE", named: "NAMED", unnamed: "UNNAMED" }[fields.public] as Letter["publication"],
    gallery: "HIDDEN",
    mailedAt: now,
  } as const
  if (!found) return tx.letter.create({ data: { ...data, id, publicId: newToken(), campaignId: campaign.id } })
  return tx.letter.update({
    where: { id },
    data: {
      ...{ ...data, round: { increment: 1 }, heldFor: [], returnedFor: null, returnedAt: null },
      ...{ confirmedAt: null, releasedAt: null, aliasHash: null },
    },
  })
}
