import { createHmac, timingSafeEqual } from "node:crypto"
import { deriveKey } from "#lib/platform/keys"
import { isCrossSite } from "#lib/web/visitor-cookie"

/**
 * Shows that a form was made for whoever is logged in. It stands in the forms of pages that are made for one visitor.
 *
 * @param who Names the log-in: provider and number, or a session's id.
 */
export function formProof(who: string): string {
  return createHmac("sha256", deriveKey("form proof")).update(who).digest("base64url").slice(0, 22)
}

/**
 * Whether a form may act for a log-in: it came from a page of ours, or carries the proof where the browser does not say.
 *
 * Browsers say where a form comes from by Sec-Fetch-Site or Origin; what says nothing at all needs the proof (trust.md T8).
 */
export function mayActFor(request: Request, who: string, proof: string | undefined): boolean {
  if (isCrossSite(request)) return false
  const { headers } = request
  if (headers.get("sec-fetch-site") || headers.get("origin")) return true
  const [given, expected] = [Buffer.from(proof ?? ""), Buffer.from(formProof(who))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}
