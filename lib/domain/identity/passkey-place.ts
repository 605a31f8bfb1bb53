import { isIP } from "node:net"
import { env } from "#lib/platform/env"

/** The site as passkeys know it (WebAuthn §5.1: relying party id and origin). */
export type PasskeyPlace = { origin: string; rpId: string }

/**
 * Where passkeys of this site belong: they work at this one address only.
 *
 * @returns `null` where browsers have none: at a bare network address, and without https except on `localhost`.
 */
export function passkeyPlace(): PasskeyPlace | null {
  const { origin, hostname, protocol } = new URL(env().baseUrl)
  const isSecure = protocol === "https:" || hostname === "localhost" || hostname.endsWith(".localhost")
  return isSecure && isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? { origin, rpId: hostname } : null
}
