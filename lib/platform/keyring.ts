import { createSecretKey, type KeyObject, randomBytes } from "node:crypto"
import { decrypt, encrypt } from "#lib/platform/cipher"
import { deriveKey } from "#lib/platform/keys"
import { hotPool } from "#lib/platform/sql"

type Keyring = { current: number; keys: Map<number, KeyObject> }

// The server and Next's own copy of this module live in one process and share the keys.
const shared = globalThis as { twoMinutesKeyring?: Keyring }

const CURRENT_DATA_KEY = "data"

/** The key that wraps those in the database; never stored itself. */
const wrappingKey = () => deriveKey("wrap secret keys")

/**
 * The key of that purpose from the table `SecretKey`, made when it is not there yet.
 *
 * Safe when several nodes ask at once: the first one to insert wins.
 *
 * @param expiresAt When the key is to be forgotten; `null` keeps it.
 */
export async function storedKey(purpose: string, expiresAt: Date | null): Promise<{ id: number; key: KeyObject }> {
  const find = () =>
    hotPool().query<{ id: number; wrapped: Buffer }>('select id, wrapped from "SecretKey" where purpose = $1', [
      purpose,
    ])
  let { rows } = await find()
  if (rows.length === 0) {
    await hotPool().query(
      'insert into "SecretKey" (purpose, wrapped, "expiresAt") values ($1, $2, $3) on conflict (purpose) do nothing',
      [purpose, encrypt(wrappingKey(), purpose, randomBytes(32)), expiresAt],
    )
    rows = (await find()).rows
  }
  const row = rows[0]
  if (!row) throw new Error("A secret key vanished while it was made.")
  return { id: row.id, key: unwrap(purpose, row.wrapped) }
}

/** Tells whether a wrapped key was wrapped under this site's secret. */
export function opensWith(purpose: string, wrapped: Buffer): boolean {
  try {
    unwrap(purpose, wrapped)
    return true
  } catch {
    return false
  }
}

function unwrap(purpose: string, wrapped: Buffer): KeyObject {
  try {
    return createSecretKey(decrypt(wrappingKey(), purpose, wrapped))
  } catch (cause) {
    throw new Error(
      "APP_SECRET does not fit this database: its keys cannot be opened. Use the secret that belongs to it (DATA_DIR/secret).",
      { cause },
    )
  }
}

/**
 * Loads the data keys, and makes the first one. Call once at start, before anything is sealed or opened.
 *
 * @throws when APP_SECRET is not the one the keys were wrapped with.
 */
export async function loadKeyring(): Promise<void> {
  const { id, key } = await storedKey(CURRENT_DATA_KEY, null)
  const { rows } = await hotPool().query<{ id: number; purpose: string; wrapped: Buffer }>(
    `select id, purpose, wrapped from "SecretKey" where purpose like 'data:%'`,
  )
  const keys = new Map([[id, key]])
  for (const row of rows) keys.set(row.id, unwrap(row.purpose, row.wrapped))
  shared.twoMinutesKeyring = { current: id, keys }
}

/** The key that new data is sealed with. */
export function currentDataKey(): { id: number; key: KeyObject } {
  const ring = loaded()
  return { id: ring.current, key: dataKey(ring.current) }
}

/** A data key by its id, also one that is no longer current. */
export function dataKey(id: number): KeyObject {
  const key = loaded().keys.get(id)
  if (!key) throw new Error("Sealed with a key that is not in the keyring.")
  return key
}

function loaded(): Keyring {
  if (!shared.twoMinutesKeyring) throw new Error("The keyring is not loaded: call loadKeyring() at start.")
  return shared.twoMinutesKeyring
}
