import type { IncomingMessage, ServerResponse } from "node:http"
import { html } from "#lib/shared/html"
import type { FakeProvider } from "#tests/support/fake-oauth-people"

const BODY_MAX_BYTES = 64 * 1024
export const NEEDS_PKCE: FakeProvider[] = ["google", "twitter"]
export const NEEDED_SCOPES: Record<FakeProvider, string[]> = {
  google: ["openid"],
  twitter: ["users.read", "tweet.read"],
  facebook: [],
  wordpress: ["auth"],
}

export const AUTHORIZE = /^\/(?:authorize|i\/oauth2\/authorize|v\d+\.\d+\/dialog\/oauth|oauth2\/authorize)$/
export const TOKEN = /^\/(?:token|2\/oauth2\/token|(?:v\d+\.\d+\/)?oauth\/access_token|oauth2\/token)$/
export const USERINFO = /^\/(?:userinfo|2\/users\/me|(?:v\d+\.\d+\/)?me|rest\/v1(?:\.1)?\/me)$/

/** A posted form, as far as it is of a sensible size. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ""
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8")
    if (text.length > BODY_MAX_BYTES) break
  }
  return new URLSearchParams(text)
}

/** Name and secret of the client, from the header or the form (RFC 6749 §2.3.1). */
export function clientOf(request: IncomingMessage, form: URLSearchParams): { id: string; secret: string } | null {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1]
  const [id, secret] = basic
    ? Buffer.from(basic, "base64")
        .toString("utf8")
        .split(":", 2)
        .map((part) => decodeURIComponent(part.replaceAll("+", " ")))
    : [form.get("client_id"), form.get("client_secret")]
  if (!id || !secret) return null
  if (basic && (form.has("client_secret") || (form.get("client_id") ?? id) !== id)) return null
  return { id, secret }
}

/** Answers with JSON that nobody keeps. */
export function json(response: ServerResponse, status: number, value: object): void {
  const headers = { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" }
  response.writeHead(status, headers).end(JSON.stringify(value))
}

/** Answers with a page that nobody keeps. */
export function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }).end(body)
}

/** The provider's page: two buttons, no script. */
export function consentPage(provider: FakeProvider, name: string, scopes: string[], request: string): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>${provider} log-in</title>
      <h1>Log in with ${provider}</h1>
      <p>You are <bdi>${name}</bdi>. The site asks for: ${scopes.join(", ") || "your public profile"}.</p>
      <form method="post" action="/${provider}/decision">
        <input type="hidden" name="request" value="${request}" />
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="cancel">Cancel</button>
      </form>
    </html>`.toString()
}

/** What the person sees when the site asked wrongly: the provider does not send anyone back then. */
export function errorPage(why: string): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>Error</title>
      <h1>Error: ${why}</h1>
    </html>`.toString()
}

/** What Google publishes about itself (OpenID Connect Discovery 1.0). */
export function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    code_challenge_methods_supported: ["S256"],
  }
}
