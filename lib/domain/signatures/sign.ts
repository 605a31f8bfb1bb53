import "server-only"
import { prepareMessage } from "#lib/domain/mail/commands"
import { codeIndex, sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import { type Attempt, attemptValues, SIGN_STATEMENT } from "#lib/domain/signatures/sign-statement"
import { CONSENT_VERSION, type SignFields } from "#lib/domain/signatures/schema"
import { createBatcher } from "#lib/platform/batcher"
import { hashVisitor, sealDraft } from "#lib/platform/form-drafts"
import { newId } from "#lib/platform/ids"
import { queryByIndex } from "#lib/platform/sql"
import { hashToken, newCode, newToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

/** What signing must know of the campaign. */
export type SignableCampaign = { id: string; slug: string; title: string; version: number; isAtRisk: boolean }

/** What waits behind the check page: the whole attempt, so that it can be sent again. */
export type CheckDraft = { fields: SignFields; resent?: boolean; error?: "code_empty" | "code_wrong" | "code_dead" }

const MAX_TRIES = 3

const add = createBatcher<Attempt, "settled" | "unsettled" | "closed">({
  maxRows: 50,
  // One at a time: while it is under way the next grows, and a larger one costs less for each signature.
  maxInFlight: 1,
  maxWaiting: 2_000,
  keysOf: ({ recipientIndex, visitorHash }) => [recipientIndex.toString("base64"), visitorHash.toString("base64")],
  run: async (attempts) => {
    const { rows } = await queryByIndex<{ messageId: string; isSettled: boolean }>({
      name: "sign",
      text: SIGN_STATEMENT,
      values: attemptValues(attempts),
    })
    const settled = new Map(rows.map((row) => [row.messageId, row.isSettled]))
    return attempts.map(({ messageId }) => {
      const isSettled = settled.get(messageId)
      return isSettled === undefined ? "closed" : isSettled ? "settled" : "unsettled"
    })
  },
})

function prepareAttempt(campaign: SignableCampaign, fields: SignFields, visitorId: string, resent: boolean): Attempt {
  const id = newId()
  const token = newToken()
  const code = newCode()
  const emailIndex = signatureIndex(campaign.id, fields.email)
  const { name, email, town, reason } = fields
  const isDiscreet = fields.discreet || campaign.isAtRisk
  const message = prepareMessage({
    template: "signature.confirm",
    locale: fields.locale,
    isDiscreet,
    to: email,
    data: { title: campaign.title, slug: campaign.slug, name, showName: fields.showName, token, code },
    subjectId: id,
    priority: 0,
    isTriggerable: true,
  })
  const visitorHash = hashVisitor(visitorId)
  const draft: CheckDraft = { fields, resent }
  return {
    id,
    campaignId: campaign.id,
    emailIndex,
    sealed: sealDetails({ emailIndex, id }, { name, email, town, reason }),
    showName: fields.showName,
    country: fields.country,
    locale: fields.locale,
    wantsUpdates: fields.updates,
    isDiscreet,
    petitionVersion: campaign.version,
    consentVersion: CONSENT_VERSION,
    tokenHash: hashToken(token),
    codeIndex: codeIndex(emailIndex, code),
    messageId: message.id,
    recipientIndex: message.recipientIndex,
    messageSealed: message.sealed,
    visitorHash,
    draftSealed: sealDraft(visitorHash, { kind: "check", scope: campaign.id }, draft),
  }
}

/**
 * Records a pending signature and queues its confirmation message, together with the draft behind the check page.
 *
 * Signing again is not an error: who is pending gets a new message and the newest details win; who is confirmed gets "already
 * signed". The answer and its cost are the same, so the form cannot be used to find out who has signed. At most three messages a
 * day go to an address; a press within ten seconds of the last one changes nothing.
 *
 * @param visitorId The cookie of the page that asked: only there the code of the message works.
 * @param resent Tells the check page that the message was asked for again.
 * @returns `campaign_closed` when the campaign does not take signatures. Throws when the database is down.
 */
export async function signPetition(
  campaign: SignableCampaign,
  fields: SignFields,
  visitorId: string,
  { resent = false }: { resent?: boolean } = {},
): Promise<Result<null, "campaign_closed">> {
  for (let tries = 1; ; tries++) {
    const outcome = await add(prepareAttempt(campaign, fields, visitorId, resent))
    if (outcome === "closed") return fail("campaign_closed")
    // Unsettled: another node wrote the same address at this very moment. Its row is there now.
    if (outcome === "settled" || tries === MAX_TRIES) return ok(null)
  }
}
