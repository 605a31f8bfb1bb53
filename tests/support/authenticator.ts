import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto"
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server"

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest()
const text = (data: Buffer) => data.toString("base64url")

const USER_PRESENT_AND_VERIFIED = 0x05
const HAS_KEY = 0x40

/** As much of CBOR (RFC 8949) as an authenticator's answer needs; lengths stay below 65,536. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}
const bytes = (data: Buffer) => Buffer.concat([head(2, data.length), data])
const string = (data: string) => Buffer.concat([head(3, data.length), Buffer.from(data)])
const negative = (value: number) => head(1, -1 - value)

/** A device with one passkey, as a browser shows it to a site. */
export class Authenticator {
  readonly id = randomBytes(16)
  counter = 0
  readonly #key: KeyObject
  readonly #publicKey: Buffer
  #userHandle = ""

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const { x = "", y = "" } = publicKey.export({ format: "jwk" })
    this.#key = privateKey
    // COSE key (RFC 9053 §7.1.1): EC2, ES256, P-256, x, y.
    this.#publicKey = Buffer.concat([
      ...[head(5, 5), head(0, 1), head(0, 2), head(0, 3), negative(-7), negative(-1), head(0, 1)],
      ...[negative(-2), bytes(Buffer.from(x, "base64url")), negative(-3), bytes(Buffer.from(y, "base64url"))],
    ])
  }

  #clientData(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }

  #data(rpId: string, flags: number, more = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, more])
  }

  /** What a browser answers when a passkey is made (WebAuthn §6.5.2, attestation "none"). */
  create({ challenge, rp, user }: PublicKeyCredentialCreationOptionsJSON, origin: string): string {
    this.#userHandle = user.id
    const length = Buffer.from([0, this.id.length])
    const key = Buffer.concat([Buffer.alloc(16), length, this.id, this.#publicKey])
    const data = this.#data(rp.id ?? "", USER_PRESENT_AND_VERIFIED | HAS_KEY, key)
    const attestation = Buffer.concat([
      ...[head(5, 3), string("fmt"), string("none"), string("attStmt"), head(5, 0), string("authData"), bytes(data)],
    ])
    return this.#answer({
      clientDataJSON: text(this.#clientData("webauthn.create", challenge, origin)),
      attestationObject: text(attestation),
      transports: ["internal"],
    })
  }

  /** What a browser answers when a passkey is used. */
  get({ challenge, rpId = "" }: PublicKeyCredentialRequestOptionsJSON, origin: string): string {
    const data = this.#data(rpId, USER_PRESENT_AND_VERIFIED)
    const client = this.#clientData("webauthn.get", challenge, origin)
    return this.#answer({
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(sign("sha256", Buffer.concat([data, sha256(client)]), this.#key)),
      userHandle: this.#userHandle,
    })
  }

  #answer(response: object): string {
    const id = text(this.id)
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response })
  }
}
