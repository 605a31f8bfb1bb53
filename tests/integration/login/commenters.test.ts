import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { askNextAuth, postNextAuth } from "#lib/web/auth/ask-next-auth"
import { commenterOf, commenterOptions } from "#lib/web/auth/commenter"
import { configuredProviders } from "#lib/web/auth/providers"
import type { Provider } from "#lib/domain/comments/schema"
import { PROVIDERS } from "#lib/domain/comments/schema"
import { type FakeOAuth, startFakeOAuth } from "#tests/support/fake-oauth"
import { NON_ASCII_NAME } from "#tests/support/fake-oauth-people"

vi.mock("#lib/platform/env", async (original) => {
  const real = await original<{ env: typeof env }>()
  const changes: Record<string, unknown> = {}
  return { ...real, changes, env: () => ({ ...real.env(), ...changes }) }
})

const APP = "http://127.0.0.1:3000"
let fake: FakeOAuth

async function setEnv(settings: Record<string, string>): Promise<void> {
  const { changes } = (await import("#lib/platform/env")) as unknown as { changes: Record<string, unknown> }
  for (const key of Object.keys(changes)) delete changes[key]
  Object.assign(changes, settings)
}

const credentials = (provider: Provider) => ({
  [`${provider.toUpperCase()}_CLIENT_ID`]: fake.clientId(provider),
  [`${provider.toUpperCase()}_CLIENT_SECRET`]: fake.clientSecret(provider),
})

async function useAll(): Promise<void> {
  await setEnv({
    ...Object.assign({}, ...PROVIDERS.map(credentials)),
    GOOGLE_ISSUER: fake.urls.google,
    TWITTER_API_URL: fake.urls.twitter,
    FACEBOOK_GRAPH_URL: fake.urls.facebook,
    WORDPRESS_API_URL: fake.urls.wordpress,
  })
}

/** Cookies as a browser keeps them. */
class Jar {
  readonly cookies = new Map<string, string>()
  take(lines: string[]): void {
    for (const line of lines) {
      const [pair = ""] = line.split(";", 1)
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, decodeURIComponent(value))
    }
  }
  get all(): Record<string, string> {
    return Object.fromEntries(this.cookies)
  }
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  }
}

/** Presses the button of a company and comes to its page. */
async function begin(provider: Provider, jar = new Jar()): Promise<{ jar: Jar; address: string }> {
  const asked = await postNextAuth(commenterOptions(), {
    ...{ action: "signin", provider, cookies: jar.all },
    body: { callbackUrl: "/c/x/comments?draft=1#comment-form" },
  })
  jar.take(asked.setCookies)
  return { jar, address: asked.location ?? "" }
}

/** Presses a button on the company's page, and is sent back here. */
async function answer(address: string, decision: "allow" | "cancel"): Promise<URL> {
  const page = await fetch(address)
  const text = await page.text()
  const [, action = ""] = /action="([^"]+)"/.exec(text) ?? []
  const [, request = ""] = /name="request" value="([^"]+)"/.exec(text) ?? []
  const body = new URLSearchParams({ request, decision })
  const sent = await fetch(new URL(action, address), { method: "POST", body, redirect: "manual" })
  return new URL(sent.headers.get("location") ?? "")
}

async function comeBack(back: URL, jar: Jar) {
  const provider = back.pathname.split("/").at(-1) as Provider
  const query = Object.fromEntries(back.searchParams)
  const result = await askNextAuth(commenterOptions(), { action: "callback", provider, query, cookies: jar.all })
  jar.take(result.setCookies)
  return result
}

async function logIn(provider: Provider, jar = new Jar()) {
  const begun = await begin(provider, jar)
  const result = await comeBack(await answer(begun.address, "allow"), begun.jar)
  return { jar: begun.jar, result, commenter: await commenterOf(begun.jar.header) }
}

beforeAll(async () => {
  await loadKeyring()
  fake = await startFakeOAuth()
  fake.allow(APP)
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.reset()
  await useAll()
})
afterEach(() => {
  expect(fake.refused.splice(0)).toEqual([])
  expect(fake.pictureRequests()).toBe(0)
})

describe.each(PROVIDERS)("logging in with %s", (provider) => {
  it("gives provider, number and name of the account, and nothing else of it", async () => {
    const { result, commenter, jar } = await logIn(provider)
    expect(result.location).toBe(`${APP}/c/x/comments?draft=1#comment-form`)
    expect(commenter).toEqual({ provider, subject: expect.stringMatching(/^\d+$/), name: "Robin Example" })
    const { decode } = await import("next-auth/jwt")
    const { loginSecret } = await import("#lib/web/auth/shared")
    const token = await decode({ token: jar.cookies.get("commenter.session"), secret: loginSecret("commenter") })
    expect(Object.keys(token ?? {}).sort()).toEqual(["exp", "iat", "jti", "name", "provider", "subject"])
    expect(JSON.stringify(token)).not.toMatch(/@|picture|http/)
  })

  it("is the same account the next time, and another one for another person", async () => {
    const [first, again] = [await logIn(provider), await logIn(provider)]
    expect(again.commenter?.subject).toBe(first.commenter?.subject)
    fake.person(provider, { id: "424242" })
    expect((await logIn(provider)).commenter?.subject).toBe("424242")
  })

  it("works without a picture, without an e-mail address, with a name in any script, with more in the token than asked for", async () => {
    fake.set(provider, { noPicture: true, noEmail: true, nonAsciiName: true, extraTokenFields: true })
    const { commenter } = await logIn(provider)
    expect(commenter?.name).toBe(NON_ASCII_NAME.normalize("NFC"))
  })

  it("has no name where the account's is a web address or nothing", async () => {
    fake.person(provider, { name: "buy-now.com" })
    expect((await logIn(provider)).commenter?.name).toBe("")
    fake.person(provider, { name: " " })
    expect((await logIn(provider)).commenter).toMatchObject({ name: "", provider })
  })

  it("leads back with an error after Cancel, a changed state, a fault of the company, and a second use of the answer", async () => {
    const cancelled = await begin(provider)
    const cancel = await comeBack(await answer(cancelled.address, "cancel"), cancelled.jar)
    expect(cancel.location).toMatch(/\/login\?error=/)
    expect(await commenterOf(cancelled.jar.header)).toBeNull()

    for (const cases of [{ wrongState: true }, { token: 500 }, { deny: true }] as const) {
      fake.set(provider, cases)
      const { jar, address } = await begin(provider)
      const back =
        "deny" in cases
          ? new URL((await fetch(address, { redirect: "manual" })).headers.get("location")!)
          : await answer(address, "allow")
      const result = await comeBack(back, jar)
      expect(result.location, JSON.stringify(cases)).toMatch(/\/login\?error=/)
      expect(await commenterOf(jar.header)).toBeNull()
      fake.reset()
    }

    const { jar, address } = await begin(provider)
    const back = await answer(address, "allow")
    const copy = new Jar()
    for (const [name, value] of jar.cookies) copy.cookies.set(name, value)
    await comeBack(back, jar)
    expect((await comeBack(back, copy)).location).toMatch(/\/login\?error=/)
    expect(fake.refused.splice(0)).toEqual([`${provider} token: code used twice`])
  })

  it("needs the cookies of the browser that began: an address passed on by somebody else logs nobody in", async () => {
    const { address } = await begin(provider)
    const back = await answer(address, "allow")
    const stranger = new Jar()
    expect((await comeBack(back, stranger)).location).toMatch(/\/login\?error=/)
    expect(await commenterOf(stranger.header)).toBeNull()
  })

  it("asks for no e-mail address and no access in the person's absence", async () => {
    const scope = new URL((await begin(provider)).address).searchParams.get("scope") ?? ""
    expect(scope).not.toMatch(/email|offline/)
  })
})

describe("changing the company", () => {
  it("replaces the account and links nobody to anybody, whatever address the two have", async () => {
    for (const provider of PROVIDERS) fake.person(provider, { email: "same@example.org" })
    const jar = new Jar()
    const seen: string[] = []
    for (const provider of PROVIDERS) {
      const { commenter } = await logIn(provider, jar)
      expect(commenter?.provider).toBe(provider)
      seen.push(`${commenter?.provider} ${commenter?.subject}`)
    }
    expect(new Set(seen).size).toBe(PROVIDERS.length)
  })

  it("in two tabs: the one that began last can finish, the other is told to try again", async () => {
    const jar = new Jar()
    const first = await begin("google", jar)
    const second = await begin("wordpress", jar)
    const [firstBack, secondBack] = [await answer(first.address, "allow"), await answer(second.address, "allow")]
    expect((await comeBack(firstBack, jar)).location).toMatch(/\/login\?error=/)
    expect(await commenterOf(jar.header)).toBeNull()
    const third = await begin("wordpress", jar)
    await comeBack(await answer(third.address, "allow"), jar)
    expect(await commenterOf(jar.header)).toMatchObject({ provider: "wordpress" })
    expect(secondBack.pathname).toContain("wordpress")
  })
})

describe("Google", () => {
  it.each(["other_key", "other_audience", "other_issuer", "expired"] as const)(
    "is not believed with an id token of %s",
    async (idToken) => {
      fake.set("google", { idToken })
      const { jar, result } = await logIn("google")
      expect(result.location).toMatch(/\/login\?error=/)
      expect(await commenterOf(jar.header)).toBeNull()
    },
  )
})

describe("settings", () => {
  it("decide which companies are offered; the token of another one is worth nothing", async () => {
    const { jar } = await logIn("facebook")
    await setEnv({ ...credentials("google"), GOOGLE_ISSUER: fake.urls.google })
    expect(configuredProviders()).toEqual(["google"])
    expect(await commenterOf(jar.header)).toBeNull()
    await setEnv({})
    expect(configuredProviders()).toEqual([])
  })

  it("keep tokens apart: what was made for organisers or by hand logs nobody in", async () => {
    const { encode } = await import("next-auth/jwt")
    const { loginSecret } = await import("#lib/web/auth/shared")
    const claim = { provider: "google", subject: "1", name: "Eve" }
    for (const secret of [loginSecret("organiser"), "guess"]) {
      const token = await encode({ token: claim, secret })
      expect(await commenterOf(`commenter.session=${token}`)).toBeNull()
    }
    for (const value of ["x", "a.b.c.d.e", "%00", "{}"])
      expect(await commenterOf(`commenter.session=${value}`)).toBeNull()
    const own = await encode({ token: claim, secret: loginSecret("commenter") })
    expect(await commenterOf(`commenter.session=${own}`)).toEqual(claim)
  })
})
