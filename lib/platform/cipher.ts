import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto"
import { randomSlice } from "#lib/platform/random"

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts with AES-256-GCM under a fresh random nonce.
 *
 * @param context Bound to the result: decrypting under another context fails.
 * @returns nonce ‖ ciphertext ‖ tag
 */
export function encrypt(key: KeyObject, context: string, plain: Buffer): Buffer {
  const nonce = randomSlice(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
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
