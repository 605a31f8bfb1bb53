import { createHash, randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import {
  AUTHORIZE,
  clientOf,
  consentPage,
  discovery,
  errorPage,
  json,
  NEEDED_SCOPES,
  NEEDS_PKCE,
  page,
  readForm,
  TOKEN,
  USERINFO,
} from "#tests/support/fake-oauth-http"
import {
  FAKE_PROVIDERS,
  type FakeCases,
  type FakePerson,
  type FakeProvider,
  type Grant,
} from "#tests/support/fake-oauth-people"
import { idTokenSigner, NO_CASES, NON_ASCII_NAME, profileOf, somePerson } from "#tests/support/fake-oauth-people"

export type FakeOAuth = {
  /** `http://127.0.0.1:port`. */
  url: string
  /** Base addresses, e.g. for `GOOGLE_ISSUER` and `TWITTER_API_URL`. */
  urls: Record<FakeProvider, string>
  clientId: (provider: FakeProvider) => string
  clientSecret: (provider: FakeProvider) => string
  /** Registers `{appUrl}/api/auth/callback/{provider}` with each provider. Other addresses are refused to the letter. */
  allow: (appUrl: string) => void
  /** Switches cases of a provider on or off. */
  set: (provider: FakeProvider, cases: Partial<FakeCases>) => void
  /** Who logs in next. Until it is changed, it is the same person each time. */
  person: (provider: FakeProvider, person: Partial<FakePerson>) => void
  /** All cases off, and the first person again. */
  reset: () => void
  /** Everything that was refused, e.g. `google token: code used twice`. Empty when the other side does all right. */
  refused: string[]
  /** Method and path of each request. */
  requests: string[]
  /** How often somebody loaded a profile picture from here. Should stay 0: our pages load nothing from outside. */
  pictureRequests: () => number
  close: () => Promise<void>
}

type Asked = {
  provider: FakeProvider
  redirectUri: string
  state: string | null
  challenge: string | null
  scopes: string[]
  nonce: string | null
}

const CODE_TTL_MS = 60_000

/**
 * Google (OpenID Connect), Twitter (OAuth 2.0), Facebook and WordPress.com on loopback. It is strict: redirect addresses to the letter,
 * PKCE where the provider asks for it, codes once and for a minute, client authentication, bearer tokens. Its page has two
 * buttons, **Allow** and **Cancel**, and needs no script.
 */
export async function startFakeOAuth(): Promise<FakeOAuth> {
  const refused: string[] = []
  const requests: string[] = []
  const redirectUris = new Set<string>()
  const asked = new Map<string, Asked>()
  const codes = new Map<string, Asked & { person: FakePerson; isUsed: boolean; until: number }>()
  const grants = new Map<string, Grant>()
  const cases = new Map<FakeProvider, FakeCases>()
  const people = new Map<FakeProvider, FakePerson>()
  const sockets = new Set<Socket>()
  let url = ""
  let pictures = 0
  const random = () => randomBytes(24).toString("base64url")
  const signer = idTokenSigner(() => `${url}/google`)
  const clientId = (provider: FakeProvider) => `${provider}-client`
  const clientSecret = (provider: FakeProvider) => `${provider}-secret`

  function reset(): void {
    for (const provider of FAKE_PROVIDERS) {
      cases.set(provider, { ...NO_CASES })
      people.set(provider, somePerson(provider))
    }
  }
  reset()

  function personOf(provider: FakeProvider): FakePerson {
    const person = people.get(provider)!
    const { noEmail, noPicture, nonAsciiName } = cases.get(provider)!
    return {
      ...person,
      ...(noEmail && { email: null }),
      ...(noPicture && { hasPicture: false }),
      ...(nonAsciiName && { name: NON_ASCII_NAME }),
    }
  }

  function refuse(
    response: ServerResponse,
    provider: FakeProvider,
    place: string,
    status: number,
    error: string,
    why: string,
  ): void {
    refused.push(`${provider} ${place}: ${why}`)
    if (place === "authorize") page(response, status, errorPage(why))
    else if (provider === "facebook")
      json(response, status, { error: { message: why, type: "OAuthException", code: 1 } })
    else json(response, status, { error, error_description: why })
  }

  function sendBack(
    response: ServerResponse,
    { provider, redirectUri, state }: Asked,
    answer: Record<string, string>,
  ): void {
    const target = new URL(redirectUri)
    for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
    if (state !== null) target.searchParams.set("state", cases.get(provider)!.wrongState ? `x${state}` : state)
    response.writeHead(302, { Location: target.href, "Cache-Control": "no-store" }).end()
  }

  const denied = (provider: FakeProvider) => ({
    error: "access_denied",
    ...(provider === "facebook" && {
      error_code: "200",
      error_reason: "user_denied",
      error_description: "Permissions error",
    }),
    ...(provider === "wordpress" && { error_description: "You need to log in" }),
  })

  function authorize(response: ServerResponse, provider: FakeProvider, query: URLSearchParams): void {
    const no = (why: string) => refuse(response, provider, "authorize", 400, "invalid_request", why)
    const redirectUri = query.get("redirect_uri") ?? ""
    const challenge = query.get("code_challenge")
    const scopes = (query.get("scope") ?? "").split(/[\s,]+/).filter(Boolean)
    if (query.get("client_id") !== clientId(provider)) return no("unknown client")
    if (!redirectUris.has(`${provider} ${redirectUri}`)) return no(`redirect_uri ${redirectUri} is not registered`)
    if (query.get("response_type") !== "code") return no("response_type is not code")
    if (!query.get("state")) return no("no state")
    if (NEEDS_PKCE.includes(provider) && !challenge) return no("no code_challenge")
    if (challenge && query.get("code_challenge_method") !== "S256") return no("code_challenge_method is not S256")
    const missing = NEEDED_SCOPES[provider].filter((scope) => !scopes.includes(scope))
    if (missing.length > 0) return no(`scope without ${missing.join(", ")}`)
    const id = random()
    const one = { provider, redirectUri, state: query.get("state"), challenge, scopes, nonce: query.get("nonce") }
    if (cases.get(provider)!.deny) return sendBack(response, one, denied(provider))
    asked.set(id, one)
    page(response, 200, consentPage(provider, personOf(provider).name, scopes, id))
  }

  function decide(response: ServerResponse, provider: FakeProvider, form: URLSearchParams): void {
    const id = form.get("request") ?? ""
    const one = asked.get(id)
    if (one?.provider !== provider)
      return refuse(response, provider, "authorize", 400, "invalid_request", "no such request")
    asked.delete(id)
    if (form.get("decision") !== "allow") return sendBack(response, one, denied(provider))
    const code = random()
    codes.set(code, { ...one, person: personOf(provider), isUsed: false, until: Date.now() + CODE_TTL_MS })
    sendBack(response, one, { code })
  }

  function exchange(
    request: IncomingMessage,
    response: ServerResponse,
    provider: FakeProvider,
    form: URLSearchParams,
  ): void {
    const no = (error: string, why: string, status = 400) => refuse(response, provider, "token", status, error, why)
    const client = clientOf(request, form)
    if (client?.id !== clientId(provider) || client.secret !== clientSecret(provider))
      return no("invalid_client", "wrong client", 401)
    if (form.get("grant_type") !== "authorization_code")
      return no("unsupported_grant_type", "grant_type is not authorization_code")
    const code = codes.get(form.get("code") ?? "")
    if (code?.provider !== provider) return no("invalid_grant", "unknown code")
    if (code.isUsed) return no("invalid_grant", "code used twice")
    code.isUsed = true // Also when something else is wrong: there is no second try.
    if (code.until < Date.now()) return no("invalid_grant", "code too old")
    if (form.get("redirect_uri") !== code.redirectUri) return no("invalid_grant", "another redirect_uri")
    const made = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url")
    if (code.challenge !== null && made !== code.challenge) return no("invalid_grant", "wrong code_verifier")

    const { scopes, person, nonce } = code
    const grant: Grant = { provider, person, scopes, nonce, clientId: client.id }
    const token = random()
    grants.set(token, grant)
    const { extraTokenFields, idToken } = cases.get(provider)!
    const profile = profileOf(grant, new URLSearchParams(), `${url}/picture/${provider}.png`)
    json(response, 200, {
      access_token: token,
      token_type: provider === "twitter" || provider === "facebook" ? "bearer" : "Bearer",
      ...(provider !== "wordpress" && { expires_in: 3600 }),
      ...(provider !== "facebook" && { scope: scopes.join(" ") }),
      ...(provider === "google" && { id_token: signer.idToken(grant, profile, idToken) }),
      ...((provider === "wordpress" || extraTokenFields) && { blog_id: "1", blog_url: "https://robin.example" }),
      ...(extraTokenFields && { not_before: 0, ext: { a: [1] }, "odd name": null }),
    })
  }

  function tellWho(
    request: IncomingMessage,
    response: ServerResponse,
    provider: FakeProvider,
    query: URLSearchParams,
  ): void {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? ""
    const grant = grants.get(token)
    if (grant?.provider !== provider) return refuse(response, provider, "userinfo", 401, "invalid_token", "wrong token")
    json(response, 200, profileOf(grant, query, `${url}/picture/${provider}.png`))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url)
    requests.push(`${request.method} ${pathname}`)
    if (pathname.startsWith("/picture/")) {
      pictures += 1
      return void response.writeHead(404).end()
    }
    const [, first, path = ""] = /^\/([a-z]+)(\/.*)$/.exec(pathname) ?? []
    const provider = FAKE_PROVIDERS.find((one) => one === first)
    if (!provider) return void response.writeHead(404).end()
    const { token, userinfo, slowMs } = cases.get(provider)!
    const isPost = request.method === "POST"
    if (provider === "google" && path === "/.well-known/openid-configuration")
      return void json(response, 200, discovery(`${url}/google`))
    if (provider === "google" && path === "/jwks") return void json(response, 200, signer.jwks())
    if (AUTHORIZE.test(path) && !isPost) return authorize(response, provider, searchParams)
    if (path === "/decision" && isPost) return decide(response, provider, await readForm(request))
    if (TOKEN.test(path) && isPost) {
      const form = await readForm(request)
      if (slowMs) await pause(slowMs)
      if (token === "hang") return
      if (token !== null) return void json(response, token, { error: "server_error" })
      return exchange(request, response, provider, form)
    }
    if (USERINFO.test(path) && !isPost) {
      if (slowMs) await pause(slowMs)
      if (userinfo !== null) return void json(response, userinfo, { error: "invalid_token" })
      return tellWho(request, response, provider, searchParams)
    }
    response.writeHead(404).end()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      refused.push(`the fake itself failed: ${String(error)}`)
      response.destroy()
    })
  })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    urls: Object.fromEntries(FAKE_PROVIDERS.map((name) => [name, `${url}/${name}`])) as Record<FakeProvider, string>,
    clientId,
    clientSecret,
    allow: (appUrl) => {
      for (const provider of FAKE_PROVIDERS) redirectUris.add(`${provider} ${appUrl}/api/auth/callback/${provider}`)
    },
    set: (provider, change) => void cases.set(provider, { ...cases.get(provider)!, ...change }),
    person: (provider, change) => void people.set(provider, { ...people.get(provider)!, ...change }),
    reset,
    refused,
    requests,
    pictureRequests: () => pictures,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
