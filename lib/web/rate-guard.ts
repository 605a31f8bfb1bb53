import { createHmac, type KeyObject } from "node:crypto"
import { isIPv6 } from "node:net"
import { env } from "#lib/platform/env"
import { storedKey } from "#lib/platform/keyring"
import type { RateLimitName } from "#lib/platform/rate-limits"
import { hotPool } from "#lib/platform/sql"

/** The header in which the front passes the client's address on; the front removes it from what comes from outside. */
export const CLIENT_HEADER = "x-tm-client"

let salt: { day: string; key: KeyObject } | undefined

/** The key of today, shared by all nodes and deleted a day later: yesterday's fingerprints cannot be made again. */
async function saltOfToday(now: Date): Promise<KeyObject> {
  const day = now.toISOString().slice(0, 10)
  if (salt?.day === day) return salt.key
  const { key } = await storedKey(`rate ${day}`, new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000))
  salt = { day, key }
  return key
}

/** One client: an IPv4 address, or the /64 network that one IPv6 customer has. */
export function clientPrefix(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  const [head = "", tail] = address.toLowerCase().split("::", 2)
  const front = head ? head.split(":") : []
  const back = tail ? tail.split(":") : []
  const groups =
    tail === undefined
      ? front
      : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0"), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group || "0", 16).toString(16))
    .join(":")}::/64`
}

/** Whether this try is within the limit; if not, how many seconds until the next one is. */
export type RateVerdict = { isWithin: true } | { isWithin: false; retryAfterSeconds: number }

/**
 * What is the same for one client all day and for nobody else: a keyed hash under the key of today, which is forgotten.
 *
 * @param purpose Hashes of two purposes cannot be joined.
 */
export async function clientKey(request: Request, purpose: string, now = new Date()): Promise<Buffer> {
  const client = clientPrefix(request.headers.get(CLIENT_HEADER) ?? "unknown")
  return createHmac("sha256", await saltOfToday(now))
    .update(`${purpose}\u0000${client}`)
    .digest()
}

/**
 * Counts one try of the client for a kind of action, over all nodes.
 *
 * The address is never stored: the key is an HMAC under a key that is forgotten after a day (trust.md P5, T16).
 */
export async function countTryOf(request: Request, name: RateLimitName, now = new Date()): Promise<RateVerdict> {
  const limits = env().RATE_LIMITS
  if (!limits) return { isWithin: true }
  const { tries, windowSeconds } = limits[name]
  const key = await clientKey(request, name, now)
  const { rows } = await hotPool().query<{ count: number; wait: number }>({
    name: "count-try",
    text: `insert into "RateBucket" as b (key, count, "expiresAt") values ($1, 1, now() + make_interval(secs => $2))
      on conflict (key) do update set
        count = case when b."expiresAt" <= now() then 1 else b.count + 1 end,
        "expiresAt" = case when b."expiresAt" <= now() then excluded."expiresAt" else b."expiresAt" end
      returning count, ceil(extract(epoch from "expiresAt" - now()))::int as wait`,
    values: [key, windowSeconds],
  })
  const row = rows[0]
  return !row || row.count <= tries ? { isWithin: true } : { isWithin: false, retryAfterSeconds: Math.max(1, row.wait) }
}
