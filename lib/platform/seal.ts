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
  const { id, key } = currentDataKey()
  const head = Buffer.alloc(KEY_ID_BYTES)
  head.writeUInt32BE(id)
  return encrypt(key, contextText(context, id), JSON.stringify(value), head)
}

/**
 * Opens what `seal` made.
 *
 * @throws when the bytes were changed or belong to another row.
 */
export function unseal<Value>(context: SealContext, sealed: Uint8Array): Value {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const id = bytes.readUInt32BE(0)
  return JSON.parse(decrypt(dataKey(id), contextText(context, id), bytes.subarray(KEY_ID_BYTES)).toString()) as Value
}
