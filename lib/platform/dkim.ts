import { createPrivateKey, createPublicKey } from "node:crypto"
import { readFileSync } from "node:fs"
import { env, EnvError } from "#lib/platform/env"

/** What signs outgoing mail (RFC 6376). */
export type DkimKey = { domainName: string; keySelector: string; privateKey: string }

/** The public half of a key as its DNS record holds it (RFC 6376 §3.6.1): base64 of the DER form. */
export function publicKeyOf({ privateKey }: DkimKey): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64")
}

/**
 * The key that the settings name; `undefined` when mail goes unsigned.
 *
 * @throws EnvError when the file cannot be read or holds no RSA key.
 */
export function readDkim(): DkimKey | undefined {
  const { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE } = env()
  if (!DKIM_DOMAIN || !DKIM_SELECTOR || !DKIM_KEY_FILE) return undefined
  try {
    const privateKey = readFileSync(DKIM_KEY_FILE, "utf8")
    // Receivers must know RSA; of the newer kind many do not (RFC 8301, RFC 8463).
    if (createPrivateKey(privateKey).asymmetricKeyType !== "rsa") throw new Error("It is not an RSA key.")
    return { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey }
  } catch (cause) {
    throw new EnvError("DKIM_KEY_FILE: the file must hold a private RSA key in PEM form.", { cause })
  }
}
