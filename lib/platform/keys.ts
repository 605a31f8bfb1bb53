import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto"
import { env } from "#lib/platform/env"

const derived = new Map<string, KeyObject>()

/**
 * A 32-byte key for one purpose, derived from APP_SECRET (HKDF-SHA256, RFC 5869).
 *
 * Keys of different purposes tell nothing about each other. A key object rather than bytes: with bytes each use costs five times as
 * much, and an object does not end up in a log.
 */
export function deriveKey(purpose: string): KeyObject {
  const known = derived.get(purpose)
  if (known) return known
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", env().APP_SECRET, "two-minutes", purpose, 32)))
  derived.set(purpose, key)
  return key
}
