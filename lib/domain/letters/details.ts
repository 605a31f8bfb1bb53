import { fingerprint } from "#lib/platform/fingerprints"
import { seal, unseal } from "#lib/platform/seal"
import { canonicalAddress } from "#lib/shared/email-address"

/** What is encrypted of a letter. `text` is the letter as previewed; the other parts are the form's, for changing it. */
export type LetterDetails = {
  name: string
  email: string
  town: string
  organisation: string
  role: string
  subject: string
  text: string
  form: { sample: string; subject: string; own: string; body: string }
  /** `YYYY-MM-DD` of the preview: the day in the letter. */
  on: string
}

/** The keyed fingerprint under which an address writes once in a campaign. */
export function letterIndex(campaignId: string, address: string): Buffer {
  return fingerprint("letter", campaignId, canonicalAddress(address))
}

/** What the details are bound to. */
const context = (id: string) => ({ table: "Letter", column: "sealed", row: id })

/** Encrypts the personal details of a letter. */
export function sealLetter(id: string, details: LetterDetails): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context(id), details))
}

/** Opens the personal details of a letter. @throws when they belong to another row. */
export function openLetter(id: string, sealed: Uint8Array): LetterDetails {
  return unseal<LetterDetails>(context(id), sealed)
}
