import { createHash, createHmac } from "node:crypto"
import { deriveKey } from "#lib/platform/keys"
import { env } from "#lib/platform/env"

const LOCAL_HEX = 26

/** 104 bits that nobody can make without our key, and that say nothing of the letter: another one for each. */
function localPart(letterId: string): string {
  const secret = createHmac("sha256", deriveKey("reply alias")).update(letterId).digest("hex").slice(0, LOCAL_HEX)
  return `r-${secret}`
}

const hashOf = (local: string) => new Uint8Array(createHash("sha256").update(local).digest())

/** Tells whether an office can reply through this site: the operator has given a domain whose mail comes to `/hooks/reply`. */
export function hasAliases(): boolean {
  return env().ALIAS_DOMAIN !== undefined
}

/** The address at which the office can reply to a letter's writer; `null` when this site takes no replies. */
export function aliasAddress(letterId: string): string | null {
  const { ALIAS_DOMAIN } = env()
  return ALIAS_DOMAIN === undefined ? null : `${localPart(letterId)}@${ALIAS_DOMAIN}`
}

/** What is stored of an alias. */
export function aliasHashOf(letterId: string): Uint8Array<ArrayBuffer> {
  return hashOf(localPart(letterId))
}

/** The stored form of what may be one of our aliases; `null` for any other address. */
export function readAlias(address: string): Uint8Array<ArrayBuffer> | null {
  const { ALIAS_DOMAIN } = env()
  const [, local, domain] = new RegExp(`^(r-[0-9a-f]{${LOCAL_HEX}})@(.+)$`).exec(address.toLowerCase()) ?? []
  return local && ALIAS_DOMAIN !== undefined && domain === ALIAS_DOMAIN.toLowerCase() ? hashOf(local) : null
}
