import { fingerprint } from "#lib/platform/fingerprints"
import { type SealContext, seal, unseal } from "#lib/platform/seal"
import { canonicalAddress } from "#lib/shared/email-address"
import type { SignatureDetails } from "#lib/domain/signatures/schema"

/** The keyed fingerprint under which an address signs once in a campaign. */
export function signatureIndex(campaignId: string, address: string): Buffer {
  return fingerprint("signature", campaignId, canonicalAddress(address))
}

/** The keyed fingerprint of a six-digit code: it counts for one address in one campaign. */
export function codeIndex(emailIndex: Uint8Array, code: string): Buffer {
  return fingerprint("signature code", Buffer.from(emailIndex).toString("hex"), code)
}

/** The keyed fingerprint of a receipt code without hyphens. */
export function receiptIndex(code: string): Buffer {
  return fingerprint("receipt code", "", code)
}

/**
 * What the details are bound to: the address in its campaign, or the row where there is no address.
 *
 * The fingerprint rather than the row id, because who signs again while pending renews a row whose id the handler does not know.
 */
function context(owner: { emailIndex: Uint8Array | null; id: string }): SealContext {
  return { table: "Signature", column: "sealed", row: owner.emailIndex ? Buffer.from(owner.emailIndex) : owner.id }
}

/** Encrypts the personal details of a signature. */
export function sealDetails(owner: { emailIndex: Uint8Array | null; id: string }, details: SignatureDetails): Buffer {
  return seal(context(owner), details)
}

/** Opens the personal details of a signature. @throws when they belong to another row. */
export function openDetails(
  owner: { emailIndex: Uint8Array | null; id: string },
  sealed: Uint8Array,
): SignatureDetails {
  return unseal<SignatureDetails>(context(owner), sealed)
}
