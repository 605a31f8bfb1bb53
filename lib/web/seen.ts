import { fingerprint } from "#lib/platform/fingerprints"
import { newToken } from "#lib/platform/tokens"
import { canonicalAddress } from "#lib/shared/email-address"
import { loadDraft, saveDraft } from "#lib/web/drafts"
import type { FormRequest } from "#lib/web/form-handler"
import { isCrossSite, seenCookie, seenIdOf } from "#lib/web/visitor-cookie"

// The cookie ends with the browser; what is behind it ends with the day (privacy page: 12 hours at most).
const TTL_MINUTES = 12 * 60

type Seen = { address: string }

const keyOf = (campaignId: string) => ({ kind: "seen", scope: campaignId })

const addressOf = (campaignId: string, email: string) =>
  fingerprint("seen", campaignId, canonicalAddress(email)).toString("base64url")

/**
 * Remembers that this browser has confirmed an address in a campaign, so that a letter need not be confirmed once more. The cookie
 * is random; only a keyed fingerprint of the address is behind it.
 *
 * @param email `null` when nothing was proved.
 */
export async function rememberProof(
  form: FormRequest,
  response: Response,
  campaignId: string,
  email: string | null,
): Promise<Response> {
  // A page of another site may press a button with a stolen link, but does not decide what this browser is trusted with.
  if (email === null || form.isJson || isCrossSite(form.request)) return response
  const seenId = seenIdOf(form.request) ?? newToken()
  const seen: Seen = { address: addressOf(campaignId, email) }
  await saveDraft(seenId, keyOf(campaignId), seen, { ttlMinutes: TTL_MINUTES })
  response.headers.append("set-cookie", seenCookie(seenId))
  return response
}

/** Tells whether this browser has confirmed that address in the campaign. */
export async function hasProved(request: Request, campaignId: string, email: string): Promise<boolean> {
  const seenId = seenIdOf(request)
  if (!seenId) return false
  const draft = await loadDraft<Seen>(seenId, keyOf(campaignId))
  return draft?.data.address === addressOf(campaignId, email)
}
