import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto"
import { randomSlice } from "#lib/platform/random"

const NONCE_BYTES = 12
const TAG_BYTES = 16
const NOTHING = Buffer.alloc(0)

/**
 * Encrypts with AES-256-GCM under a fresh random nonce.
 *
 * @param context Bound to the result: decrypting under another context fails.
 * @param head Put in front of the result as it is.
 * @returns head ‖ nonce ‖ ciphertext ‖ tag
 */
export function encrypt(key: KeyObject, context: string, plain: Buffer | string, head: Buffer = NOTHING): Buffer {
  const nonce = randomSlice(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(Buffer.from(context))
  const text = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain)
  // A stream cipher has nothing left at the end (NIST SP 800-38D §7.1); the tag needs the call.
  cipher.final()
  return Buffer.concat([head, nonce, text, cipher.getAuthTag()])
}

/**
 * Undoes `encrypt`.
 *
 * @throws when the key, the context or a single bit is not the same.
 */
export function decrypt(key: KeyObject, context: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
}
