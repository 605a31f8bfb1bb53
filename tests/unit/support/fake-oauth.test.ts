import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type FakeOAuth, startFakeOAuth } from "#tests/support/fake-oauth"
import { FAKE_PROVIDERS, type FakeProvider, NON_ASCII_NAME } from "#tests/support/fake-oauth-people"

const APP = "http://127.0.0.1:4999"
const PATHS: Record<FakeProvider, { authorize: string; token: string; who: string; scope: string }> = {
  google: { authorize: "/authorize", token: "/token", who: "/userinfo", scope: "openid email profile" },
  twitter: {
    authorize: "/i/oauth2/authorize",
    token: "/2/oauth2/token",
    who: "/2/users/me?user.fields=profile_image_url",
    scope: "users.read tweet.read",
  },
  facebook: {
    authorize: "/v11.0/dialog/oauth",
    token: "/oauth/access_token",
    who: "/me?fields=id,name,email,picture",
    scope: "email",
  },
  wordpress: { authorize: "/oauth2/authorize", token: "/oauth2/token", who: "/rest/v1/me", scope: "auth" },
}

let fake: FakeOAuth

beforeAll(async () => {
  fake = await startFakeOAuth()
  fake.allow(APP)
})
beforeEach(() => {
  fake.reset()
  fake.refused.length = 0
})
afterAll(() => fake.close())

const verifier = randomBytes(32).toString("base64url")
const callback = (provider: FakeProvider) => `${APP}/api/auth/callback/${provider}`

function authorizeQuery(provider: FakeProvider, change: Record<string, string | null> = {}): URLSearchParams {
  const fields = {
    client_id: fake.clientId(provider),
    redirect_uri: callback(provider),
    response_type: "code",
    state: "a state&more",
    scope: PATHS[provider].scope,
    ...(["google", "twitter"].includes(provider) && {
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }),
    ...(provider === "google" && { nonce: "n-1" }),
    ...change,
  }
  return new URLSearchParams(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null))
}

/** Opens the page and presses a button, as a browser without script does. */
async function press(provider: FakeProvider, decision: "allow" | "cancel"): Promise<URL> {
  const page = await fetch(`${fake.urls[provider]}${PATHS[provider].authorize}?${authorizeQuery(provider)}`, {
    redirect: "manual",
  })
  if (page.status === 302) return new URL(page.headers.get("location")!)
  const request = /name="request" value="([^"]+)"/.exec(await page.text())![1]!
  const back = await fetch(`${fake.urls[provider]}/decision`, {
    method: "POST",
    body: new URLSearchParams({ request, decision }),
    redirect: "manual",
  })
  return new URL(back.headers.get("location")!)
}

function exchange(
  provider: FakeProvider,
  code: string,
  change: Record<string, string> = {},
  secret = fake.clientSecret(provider),
) {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: callback(provider),
    code_verifier: verifier,
    ...(provider === "twitter" && { client_id: fake.clientId(provider) }),
    ...change,
  })
  const basic = Buffer.from(`${fake.clientId(provider)}:${secret}`).toString("base64")
  return fetch(`${fake.urls[provider]}${PATHS[provider].token}`, {
    method: "POST",
    body,
    headers: { Authorization: `Basic ${basic}` },
  })
}

type Profile = Record<string, unknown> & { data?: Record<string, unknown>; picture?: unknown }

async function logIn(provider: FakeProvider): Promise<{ token: Record<string, unknown>; profile: Profile }> {
  const code = (await press(provider, "allow")).searchParams.get("code")!
  const token = (await (await exchange(provider, code)).json()) as Record<string, unknown>
  const answer = await fetch(`${fake.urls[provider]}${PATHS[provider].who}`, {
    headers: { Authorization: `Bearer ${String(token.access_token)}` },
  })
  return { token, profile: (await answer.json()) as Profile }
}

describe.each(FAKE_PROVIDERS)("%s", (provider) => {
  it("logs the same person in twice, with the state that was sent", async () => {
    const back = await press(provider, "allow")
    expect(back.href.startsWith(callback(provider))).toBe(true)
    expect(back.searchParams.get("state")).toBe("a state&more")
    const [first, second] = [await logIn(provider), await logIn(provider)]
    expect(second.profile).toEqual(first.profile)
    expect(second.token.access_token).not.toBe(first.token.access_token)
    fake.person(provider, { id: "77" })
    expect((await logIn(provider)).profile).not.toEqual(first.profile)
    expect(fake.refused).toEqual([])
  })

  it("says no when the person does", async () => {
    expect((await press(provider, "cancel")).searchParams.get("error")).toBe("access_denied")
    fake.set(provider, { deny: true })
    expect((await press(provider, "allow")).searchParams.get("error")).toBe("access_denied")
    fake.set(provider, { deny: false, wrongState: true })
    expect((await press(provider, "allow")).searchParams.get("state")).toBe("xa state&more")
  })

  it("refuses a wrong request on its own page, and sends nobody back", async () => {
    const wrong: Record<string, string | null>[] = [
      { client_id: "other" },
      { redirect_uri: `${callback(provider)}/` },
      { redirect_uri: `${callback(provider)}?x=1` },
      { redirect_uri: "https://evil.example/" },
      { response_type: "token" },
      { state: null },
      ...(provider === "facebook" ? [] : [{ scope: "other" }]),
      ...(["google", "twitter"].includes(provider)
        ? [{ code_challenge: null }, { code_challenge_method: "plain" }]
        : []),
    ]
    for (const change of wrong) {
      const url = `${fake.urls[provider]}${PATHS[provider].authorize}?${authorizeQuery(provider, change)}`
      expect((await fetch(url, { redirect: "manual" })).status, JSON.stringify(change)).toBe(400)
    }
    expect(fake.refused).toHaveLength(wrong.length)
  })

  it("takes a code once, from the right client, for the right address", async () => {
    const code = async () => (await press(provider, "allow")).searchParams.get("code")!
    const used = await code()
    expect((await exchange(provider, used)).status).toBe(200)
    expect((await exchange(provider, used)).status).toBe(400)
    expect((await exchange(provider, await code(), {}, "wrong")).status).toBe(401)
    expect((await exchange(provider, await code(), { redirect_uri: `${callback(provider)}/` })).status).toBe(400)
    expect((await exchange(provider, await code(), { grant_type: "password" })).status).toBe(400)
    expect((await exchange(provider, "made up")).status).toBe(400)
    expect(fake.refused).toEqual([
      `${provider} token: code used twice`,
      `${provider} token: wrong client`,
      `${provider} token: another redirect_uri`,
      `${provider} token: grant_type is not authorization_code`,
      `${provider} token: unknown code`,
    ])
  })

  it("fails as told", async () => {
    const code = async () => (await press(provider, "allow")).searchParams.get("code")!
    fake.set(provider, { token: 500, slowMs: 60 })
    const start = performance.now()
    expect((await exchange(provider, await code())).status).toBe(500)
    expect(performance.now() - start).toBeGreaterThan(50)
    fake.set(provider, { token: "hang", slowMs: 0 })
    await expect(
      Promise.race([
        exchange(provider, await code()),
        new Promise((_, late) => setTimeout(() => late(new Error("late")), 200)),
      ]),
    ).rejects.toThrow("late")
    fake.set(provider, { token: null, userinfo: 401 })
    expect((await logIn(provider)).profile).toEqual({ error: "invalid_token" })
    fake.set(provider, { userinfo: null, extraTokenFields: true })
    expect((await logIn(provider)).token).toMatchObject({ blog_id: "1", ext: { a: [1] } })
    const other = await fetch(`${fake.urls[provider]}${PATHS[provider].who}`, {
      headers: { Authorization: "Bearer x" },
    })
    expect(other.status).toBe(401)
  })
})

describe("profiles", () => {
  it("have the shapes of each provider", async () => {
    expect((await logIn("google")).profile).toMatchObject({
      name: "Robin Example",
      email: "robin@google.example",
      email_verified: true,
    })
    expect((await logIn("twitter")).profile).toEqual({
      data: expect.objectContaining({
        name: "Robin Example",
        profile_image_url: expect.stringContaining("/picture/twitter"),
      }),
    })
    expect((await logIn("facebook")).profile).toMatchObject({
      picture: { data: { is_silhouette: false } },
      email: "robin@facebook.example",
    })
    const { profile, token } = await logIn("wordpress")
    expect(profile).toMatchObject({
      ID: expect.any(Number),
      display_name: "Robin Example",
      avatar_URL: expect.any(String),
    })
    expect(token).toMatchObject({ blog_id: "1", blog_url: expect.any(String), scope: "auth" })
  })

  it("lack what the case takes away", async () => {
    for (const provider of FAKE_PROVIDERS) {
      fake.set(provider, { noEmail: true, noPicture: true, nonAsciiName: true })
      const text = JSON.stringify((await logIn(provider)).profile)
      expect(text).toContain(JSON.stringify(NON_ASCII_NAME).slice(1, -1))
      expect(text).not.toMatch(/@|picture|avatar|image/i)
    }
    expect(fake.pictureRequests()).toBe(0)
  })
})

describe("Google's id token", () => {
  it("is signed with the published key, for this client, with the nonce", async () => {
    const issuer = fake.urls.google
    const found = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
      issuer: string
      jwks_uri: string
    }
    expect(found.issuer).toBe(issuer)
    const { keys } = (await (await fetch(found.jwks_uri)).json()) as { keys: JsonWebKey[] }
    const isSigned = (idToken: string) => {
      const [head, body, signature] = idToken.split(".") as [string, string, string]
      const key = createPublicKey({ key: keys[0]!, format: "jwk" })
      return verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))
    }
    const claims = (idToken: string) =>
      JSON.parse(Buffer.from(idToken.split(".")[1]!, "base64url").toString()) as Record<string, unknown>
    const idToken = async () => String((await logIn("google")).token.id_token)

    const good = await idToken()
    expect(isSigned(good)).toBe(true)
    expect(claims(good)).toMatchObject({ iss: issuer, aud: fake.clientId("google"), nonce: "n-1" })
    fake.set("google", { idToken: "other_key" })
    expect(isSigned(await idToken())).toBe(false)
    fake.set("google", { idToken: "other_nonce" })
    expect(claims(await idToken()).nonce).toBe("other")
    fake.set("google", { idToken: "expired" })
    expect(Number(claims(await idToken()).exp)).toBeLessThan(Date.now() / 1000)
  })

  it("checks the PKCE verifier", async () => {
    for (const provider of ["google", "twitter"] as const) {
      const code = (await press(provider, "allow")).searchParams.get("code")!
      expect((await exchange(provider, code, { code_verifier: "other" })).status).toBe(400)
    }
    expect(fake.refused).toEqual(["google token: wrong code_verifier", "twitter token: wrong code_verifier"])
  })
})
