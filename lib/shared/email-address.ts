import { domainToASCII } from "node:url"

const ADDRESS_MAX_CHARS = 254
const LOCAL_MAX_OCTETS = 64

// RFC 5321 §4.1.2 "dot-string" for the local part, and a domain of at least two labels. Every part is bounded, so no input is slow.
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/**
 * An e-mail address as mail servers need it: no spaces around it, domain in lower case and as A-labels.
 *
 * Local parts outside ASCII are refused: few mail servers can deliver to them.
 *
 * @returns `null` when it cannot be an address.
 */
export function parseEmailAddress(typed: string): string | null {
  const text = typed.normalize("NFKC").trim()
  if (text.length > ADDRESS_MAX_CHARS) return null
  const at = text.lastIndexOf("@")
  if (at < 1) return null
  const local = text.slice(0, at)
  const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, "")).toLowerCase()
  if (local.length > LOCAL_MAX_OCTETS || !LOCAL.test(local) || !DOMAIN.test(domain)) return null
  const address = `${local}@${domain}`
  return address.length <= ADDRESS_MAX_CHARS ? address : null
}

/**
 * The form under which an address counts once: all lower case.
 *
 * Plus-tags and dots stay: two tags are two mailboxes for some providers, and people are not refused for having them.
 *
 * @param address From `parseEmailAddress`.
 */
export function canonicalAddress(address: string): string {
  return address.toLowerCase()
}
