import { randomFillSync } from "node:crypto"

const POOL_BYTES = 4_096

let pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

/**
 * Fresh bytes from the system's generator; each byte is handed out once.
 *
 * They are fetched a page at a time: one call for a nonce costs as much as encrypting the text.
 *
 * @param length 1 to 256.
 */
export function randomSlice(length: number): Buffer {
  if (used + length > POOL_BYTES) {
    // A new page, not the old one filled again: slices of it are still in use.
    pool = randomFillSync(Buffer.alloc(POOL_BYTES))
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}
