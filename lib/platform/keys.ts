import { hkdfSync } from "node:crypto"
import { env } from "#lib/platform/env"

const derived = new Map<string, Buffer>()

/**
 * A 32-byte key for one purpose, derived from APP_SECRET (HKDF-SHA256, RFC 5869).
 *
 * Keys of different purposes tell nothing about each other.
 */
export function deriveKey(purpose: string): Buffer {
  const known = derived.get(purpose)
  if (known) return known
  const key = Buffer.from(hkdfSync("sha256", env().APP_SECRET, "two-minutes", purpose, 32))
  derived.set(purpose, key)
  return key
}
