import { createHmac } from "node:crypto"
import { deriveKey } from "#lib/platform/keys"

/**
 * A keyed fingerprint for looking a value up without storing it (the *blind index*).
 *
 * @param purpose Has a key of its own, so that fingerprints of two purposes cannot be joined.
 * @param scope Campaign id, or "" where the purpose spans the site.
 */
export function fingerprint(purpose: string, scope: string, value: string): Buffer {
  return createHmac("sha256", deriveKey(`fingerprint ${purpose}`))
    .update(scope)
    .update("\u0000")
    .update(value)
    .digest()
}
