import { isIP } from "node:net"

/** Address of the client, after the trusted proxies; set by the front, removed from what comes from outside. */
export const CLIENT_HEADER = "x-tm-client"
/** `1` for a visitor on this machine. */
export const LOCAL_HEADER = "x-tm-local"
/** The code under which the log knows the request. */
export const REQUEST_ID_HEADER = "x-tm-request-id"
/** Headers that only the front may set begin like this. */
export const FACT_PREFIX = "x-tm-"

/** An address as written in `X-Forwarded-For`: perhaps with a port, in brackets, or mapped from IPv4; `null` when it is none. */
function plainAddress(text: string): string | null {
  const trimmed = text.trim()
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
  return isIP(mapped) ? mapped.toLowerCase() : null
}

/**
 * Whose request it is.
 *
 * With no trusted proxy it is the peer, whatever a header says. With n proxies each has added its own peer at the right, so the
 * n-th entry from the right is the client; entries further left are what the client claims. A shorter or unreadable list
 * did not come through all of our proxies: then only the peer is sure (trust.md T16).
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, hops: number): string {
  const sure = plainAddress(peer) ?? peer
  if (hops === 0 || forwardedFor === undefined) return sure
  return plainAddress(forwardedFor.split(",").at(-hops) ?? "") ?? sure
}

function isLoopbackAddress(address: string): boolean {
  const plain = plainAddress(address)
  return plain === "::1" || (plain?.startsWith("127.") ?? false)
}

/** Tells whether a Host header names this machine (RFC 6761 §6.3: localhost). */
function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host?.toLowerCase() ?? "")?.[1] ?? ""
  return name === "localhost" || name === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}

const FORWARDING = ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"]

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** A person at this machine: loopback peer, loopback `Host`, and no proxy in between (a local reverse proxy is not a visitor). */
export function isLocalVisitor(peer: string, headers: Headers): boolean {
  if (!isLoopbackAddress(peer) || !isLoopbackHost(headers.host as string | undefined)) return false
  return !FORWARDING.some((name) => headers[name] !== undefined)
}
