import "server-only"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { receiptIndex, sealDetails } from "#lib/domain/signatures/details"
import { CONSENT_VERSION, type SignFields } from "#lib/domain/signatures/schema"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { newReceiptCode, normaliseReceiptCode } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

export type FieldsWithoutEmail = Omit<SignFields, "email" | "updates" | "discreet">

/**
 * Records a signature that cannot be confirmed. It has a line of its own in every count and a receipt code at once.
 *
 * @returns `campaign_closed` when the campaign does not take signatures, `email_needed` when it takes none without e-mail.
 */
export async function signWithoutEmail(
  campaign: SignableCampaign,
  fields: FieldsWithoutEmail,
  now: Date,
): Promise<Result<{ receiptCode: string }, "campaign_closed" | "email_needed">> {
  return transaction(async (tx) => {
    const current = await tx.campaign.findUnique({ where: { id: campaign.id } })
    if (current?.status !== "OPEN") return fail("campaign_closed")
    if (!current.allowsNoEmail) return fail("email_needed")
    const id = newId()
    const receiptCode = newReceiptCode()
    const { name, town, reason } = fields
    await tx.signature.create({
      data: {
        id,
        campaignId: campaign.id,
        state: "UNVERIFIED",
        sealed: new Uint8Array(sealDetails({ emailIndex: null, id }, { name, email: null, town, reason })),
        receiptIndex: new Uint8Array(receiptIndex(normaliseReceiptCode(receiptCode) ?? receiptCode)),
        showName: fields.showName,
        country: fields.country,
        locale: fields.locale,
        petitionVersion: campaign.version,
        consentVersion: CONSENT_VERSION,
        consentAt: now,
      },
    })
    await recordCountChange(tx, campaign.id, { unverified: 1 })
    return ok({ receiptCode })
  })
}
