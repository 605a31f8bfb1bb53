import { sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import type { SignatureState } from "#lib/generated/prisma/enums"
import { newId } from "#lib/platform/ids"
import { hotPool } from "#lib/platform/sql"

type Supporter = { email: string; id: string }

type Changes = {
  wantsUpdates?: boolean
  isSample?: boolean
  isDiscreet?: boolean
  locale?: string
  state?: SignatureState
}

/**
 * Confirmed signatures of people who asked for news, written at once: thousands take a second.
 *
 * @param emailOf The address of each.
 */
export async function createSupporters(
  campaign: { id: string },
  count: number,
  emailOf: (place: number) => string,
  changes: Changes = {},
): Promise<Supporter[]> {
  const ids = Array.from({ length: count }, newId).sort()
  const rows = ids.map((id, place) => {
    const email = emailOf(place)
    const emailIndex = signatureIndex(campaign.id, email)
    return {
      id,
      email,
      emailIndex,
      sealed: sealDetails({ id, emailIndex }, { name: "Ana", email, town: "", reason: "" }),
    }
  })
  const { wantsUpdates = true, isSample = false, isDiscreet = false, locale = "en", state = "CONFIRMED" } = changes
  await hotPool().query(
    `insert into "Signature" (id, "campaignId", state, "emailIndex", sealed, locale, "wantsUpdates", "isSample", "isDiscreet",
      "petitionVersion", "consentVersion", "consentAt", "confirmedAt")
    select r.id, $4, $5::"SignatureState", r.index, r.sealed, $6, $7, $8, $9, 1, 'test', now(), now()
    from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as r(id, index, sealed)`,
    [
      ...[rows.map(({ id }) => id), rows.map(({ emailIndex }) => emailIndex), rows.map(({ sealed }) => sealed)],
      ...[campaign.id, state, locale, wantsUpdates, isSample, isDiscreet],
    ],
  )
  return rows.map(({ email, id }) => ({ email, id }))
}
