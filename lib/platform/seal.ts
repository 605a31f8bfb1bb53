import { decrypt, encrypt } from "#lib/platform/cipher"
import { currentDataKey, dataKey } from "#lib/platform/keyring"

const KEY_ID_BYTES = 4

/** What sealed data is bound to: it opens only in the same table, column and row. */
export type SealContext = { table: string; column: string; row: Buffer | string }

function contextText({ table, column, row }: SealContext, keyId: number): string {
  return `${table}\u0000${typeof row === "string" ? row : row.toString("hex")}\u0000${column}\u0000${keyId}`
}

/**
 * Encrypts a JSON value for the database.
 *
 * @returns key id (4 bytes, big-endian) ‖ nonce ‖ ciphertext ‖ tag
 */
export function seal(context: SealContext, value: unknown): Buffer {
  return sealBytes(context, JSON.stringify(value))
}

/** Encrypts bytes as they are, e.g. a part of a file, in the same form as `seal`. */
export function sealBytes(context: SealContext, bytes: Buffer | string): Buffer {
  const { id, key } = currentDataKey()
  const head = Buffer.alloc(KEY_ID_BYTES)
  head.writeUInt32BE(id)
  return encrypt(key, contextText(context, id), bytes, head)
}

/**
 * Opens what `seal` made.
 *
 * @throws when the bytes were changed or belong to another row.
 */
export function unseal<Value>(context: SealContext, sealed: Uint8Array): Value {
  return JSON.parse(unsealBytes(context, sealed).toString()) as Value
}

/** Opens what `sealBytes` made. @throws when the bytes were changed or belong to another row. */
export function unsealBytes(context: SealContext, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const id = bytes.readUInt32BE(0)
  return decrypt(dataKey(id), contextText(context, id), bytes.subarray(KEY_ID_BYTES))
}
