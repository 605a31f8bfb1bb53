import type { OrganiserDetails } from "#lib/domain/identity/schema"
import { fingerprint } from "#lib/platform/fingerprints"
import { seal, unseal } from "#lib/platform/seal"
import { canonicalAddress } from "#lib/shared/email-address"

/** The keyed fingerprint under which an organiser's address is found. */
export function organiserIndex(address: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fingerprint("organiser", "", canonicalAddress(address)))
}

const context = (id: string) => ({ table: "Organiser", column: "sealed", row: id })

/** Encrypts an organiser's name and address. */
export function sealOrganiser(id: string, details: OrganiserDetails): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context(id), details))
}

/** Opens an organiser's name and address. */
export function openOrganiser({ id, sealed }: { id: string; sealed: Uint8Array }): OrganiserDetails {
  return unseal<OrganiserDetails>(context(id), sealed)
}
