import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto"

export const FAKE_PROVIDERS = ["google", "twitter", "facebook", "wordpress"] as const

export type FakeProvider = (typeof FAKE_PROVIDERS)[number]

/** Who presses Allow. The same `id` is the same person. */
export type FakePerson = {
  id: string
  name: string
  email: string | null
  isEmailVerified: boolean
  hasPicture: boolean
}

/** What a granted token stands for. */
export type Grant = {
  provider: FakeProvider
  person: FakePerson
  scopes: string[]
  clientId: string
  nonce: string | null
}

export const NON_ASCII_NAME = "\u674E\u5A1C \u00D1and\u00FA \u0415\u043B\u0435\u043D\u0430"

/** A person with everything a provider can tell. */
export function somePerson(provider: FakeProvider): FakePerson {
  const id = createHash("sha256").update(provider).digest("hex").replace(/\D/g, "").slice(0, 12)
  return { id, name: "Robin Example", email: `robin@${provider}.example`, isEmailVerified: true, hasPicture: true }
}

/** The answer of the provider's "who is this" address, with only the fields that were asked for and granted. */
export function profileOf({ provider, person, scopes }: Grant, query: URLSearchParams, pictureUrl: string): object {
  const { id, name, email, isEmailVerified, hasPicture } = person
  const mayEmail = email !== null && scopes.includes("email")
  if (provider === "google") {
    return {
      sub: id,
      ...(scopes.includes("profile") && { name, given_name: name.split(" ")[0] }),
      ...(scopes.includes("profile") && hasPicture && { picture: pictureUrl }),
      ...(mayEmail && { email, email_verified: isEmailVerified }),
    }
  }
  if (provider === "twitter") {
    const fields = query.get("user.fields")?.split(",") ?? []
    const hasImage = hasPicture && fields.includes("profile_image_url")
    return { data: { id, name, username: "robin_example", ...(hasImage && { profile_image_url: pictureUrl }) } }
  }
  if (provider === "facebook") {
    const fields = query
      .get("fields")
      ?.split(",")
      .map((field) => field.split("{")[0]!.split(".")[0]!) ?? ["id", "name"]
    const picture = { data: { height: 50, width: 50, is_silhouette: false, url: pictureUrl } }
    const all = { name, ...(mayEmail && { email }), ...(hasPicture && { picture }) }
    return { id, ...Object.fromEntries(Object.entries(all).filter(([field]) => fields.includes(field))) }
  }
  return {
    ID: Number(id),
    display_name: name,
    username: "robinexample",
    ...(email !== null && { email }),
    primary_blog: 1,
    ...(hasPicture && { avatar_URL: pictureUrl }),
    profile_URL: "https://profiles.wordpress.example/robinexample",
    site_count: 1,
    verified: isEmailVerified,
  }
}

/** What is wrong with an id token, for tests of the reader. */
export type IdTokenFault = "other_key" | "other_audience" | "other_issuer" | "other_nonce" | "expired"

/** What goes wrong, or is unusual, at one provider. Everything is off at first. */
export type FakeCases = {
  /** The provider's page is skipped and says no. */
  deny: boolean
  noEmail: boolean
  noPicture: boolean
  nonAsciiName: boolean
  /** The state comes back changed. */
  wrongState: boolean
  /** Status of the token address, e.g. 500; `hang` never answers. */
  token: number | "hang" | null
  /** Status of the address that tells who it is, e.g. 401. */
  userinfo: number | null
  /** Each answer of these two waits so long, in ms. */
  slowMs: number
  /** The token comes with fields nobody asked for. WordPress.com always sends such. */
  extraTokenFields: boolean
  idToken: IdTokenFault | null
}

/** Everything off. */
export const NO_CASES: FakeCases = {
  ...{ deny: false, noEmail: false, noPicture: false, nonAsciiName: false, wrongState: false },
  ...{ token: null, userinfo: null, slowMs: 0, extraTokenFields: false, idToken: null },
}

/** Signs id tokens (RS256) and publishes the key. */
export function idTokenSigner(issuer: () => string) {
  const makeKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 })
  const keys = makeKeys()
  const kid = randomBytes(6).toString("hex")
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return {
    jwks: () => ({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] }),
    idToken: (grant: Grant, profile: object, fault: IdTokenFault | null): string => {
      const now = Math.floor(Date.now() / 1000) - (fault === "expired" ? 7200 : 0)
      const nonce = fault === "other_nonce" ? "other" : grant.nonce
      const claims = {
        ...profile,
        iss: fault === "other_issuer" ? "https://other.example" : issuer(),
        aud: fault === "other_audience" ? "other" : grant.clientId,
        azp: grant.clientId,
        iat: now,
        exp: now + 3600,
        ...(nonce !== null && { nonce }),
      }
      const signed = `${part({ alg: "RS256", typ: "JWT", kid })}.${part(claims)}`
      const { privateKey } = fault === "other_key" ? makeKeys() : keys
      return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`
    },
  }
}
