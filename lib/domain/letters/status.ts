import "server-only"
import { letterIndex, type LetterDetails, openLetter } from "#lib/domain/letters/details"
import { addressOf } from "#lib/domain/letters/queries"
import { isHeldByWriter } from "#lib/domain/letters/rules"
import { hashOf } from "#lib/domain/letters/tokens"
import type { Prisma } from "#lib/generated/prisma/client"
import type { LetterRoute } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { isToken } from "#lib/platform/tokens"
import { type Locale, toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** How a letter does, as its writer reads it. */
export type LetterStatus =
  | "check_email"
  | "held"
  | "queued"
  | "collected"
  | "sending"
  | "accepted"
  | "answered"
  | "bounced"
  | "failed"
  | "handed_over"
  | "returned"

/** Everything held about a letter, for its writer. Days as `YYYY-MM-DD`. */
export type LetterView = Omit<LetterDetails, "form"> & {
  id: string
  campaignId: string
  slug: string
  status: LetterStatus
  textLocale: Locale
  country: string | null
  recipientName: string
  recipientTitle: string
  organisation: string
  writerOrganisation: string
  postalAddress: string
  route: LetterRoute
  publication: "NONE" | "NAMED" | "UNNAMED"
  gallery: "HIDDEN" | "WAITING" | "PUBLIC" | "REFUSED"
  publicId: string
  returnedFor: string | null
  writtenOn: string
  confirmedOn: string | null
  acceptedOn: string | null
  bouncedOn: string | null
  answeredOn: string | null
  handedOn: string | null
  form: LetterDetails["form"]
}

const include = {
  target: { include: { line: { select: { email: true } } } },
  campaign: { select: { slug: true, isMain: true } },
  delivery: { include: { handOver: { select: { handedOn: true } } } },
} satisfies Prisma.LetterInclude

type Loaded = Prisma.LetterGetPayload<{ include: typeof include }>

const day = (date: Date | null | undefined) => date?.toISOString().slice(0, 10) ?? null

function statusOf({ state, delivery, target, campaign }: Loaded): LetterStatus {
  if (state === "PENDING") return "check_email"
  if (state === "HELD") return "held"
  if (delivery?.answeredAt) return "answered"
  switch (delivery?.state) {
    case "SENDING":
      return "sending"
    case "ACCEPTED":
      return "accepted"
    case "BOUNCED":
      return "bounced"
    case "FAILED":
      return "failed"
    case "HANDED_OVER":
      return "handed_over"
    case "BATCHED":
      return "collected"
    default:
      if (state === "RETURNED") return "returned"
      return addressOf(target.line, campaign.isMain) ? "queued" : "collected"
  }
}

function toView(letter: Loaded): LetterView | null {
  if (!letter.sealed || !isHeldByWriter(letter.state)) return null
  const { id, campaignId, campaign, target, delivery, country, publication, gallery, publicId, returnedFor } = letter
  const { organisation: writerOrganisation, ...details } = openLetter(id, letter.sealed)
  return {
    ...details,
    writerOrganisation,
    id,
    campaignId,
    slug: campaign.slug,
    status: statusOf(letter),
    textLocale: toLocale(letter.textLocale),
    country,
    recipientName: target.name,
    recipientTitle: target.title,
    organisation: target.organisation,
    postalAddress: target.postalAddress ?? "",
    route: letter.route,
    publication,
    gallery,
    publicId,
    returnedFor,
    writtenOn: day(letter.createdAt) ?? "",
    confirmedOn: day(letter.confirmedAt),
    acceptedOn: day(delivery?.acceptedAt),
    bouncedOn: day(delivery?.bouncedAt),
    answeredOn: day(delivery?.answeredAt),
    handedOn: day(delivery?.handOver?.handedOn),
  }
}

/** Who holds a letter may see, change and withdraw it; with a fresh link also download and erase. */
export type LetterAccess = { letterId: string; isFresh: boolean }

/** Finds the letter behind a link of a message. `expired` for links that live 30 minutes. */
export async function findLetterByToken(
  token: string,
  now: Date,
): Promise<Result<LetterAccess, "unknown" | "expired">> {
  if (!isToken(token)) return fail("unknown")
  const found = await db().letterToken.findUnique({
    where: { hash: hashOf(token) },
    include: { letter: { select: { state: true } } },
  })
  if (!found || found.purpose === "CONFIRM" || !isHeldByWriter(found.letter.state)) return fail("unknown")
  if (found.expiresAt && found.expiresAt <= now) return fail("expired")
  return ok({ letterId: found.letterId, isFresh: found.purpose === "FRESH_STATUS" })
}

/** A letter as its writer sees it; `null` when it is withdrawn or gone. */
export async function findLetterView(letterId: string): Promise<LetterView | null> {
  const letter = await db().letter.findUnique({ where: { id: letterId }, include })
  return letter && toView(letter)
}

/** The letter that an address has written in a campaign, if any. Whoever asks must have proved that the address is theirs. */
export async function findLetterOf(slug: string, address: string): Promise<LetterView | null> {
  const campaign = await db().campaign.findUnique({ where: { slug }, select: { id: true } })
  if (!campaign) return null
  const emailIndex = new Uint8Array(letterIndex(campaign.id, address))
  const letter = await db().letter.findUnique({
    where: { campaignId_emailIndex: { campaignId: campaign.id, emailIndex } },
    include,
  })
  return letter && toView(letter)
}
