import type { Provider as NextAuthProvider } from "next-auth/providers/index"
import FacebookProvider from "next-auth/providers/facebook"
import GoogleProvider from "next-auth/providers/google"
import TwitterProvider, { type TwitterProfile } from "next-auth/providers/twitter"
import WordpressProvider from "next-auth/providers/wordpress"
import { type Provider, PROVIDERS } from "#lib/domain/comments/schema"
import { env } from "#lib/platform/env"
import { defaultExport } from "#lib/web/auth/default-export"

/** The names of the companies, as they write them. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  wordpress: "WordPress.com",
  google: "Google",
  twitter: "Twitter (X)",
  facebook: "Facebook",
}

/** The companies that are set up, in the order in which they are shown. */
export function configuredProviders(): Provider[] {
  const settings = env()
  const has = { google: "GOOGLE", twitter: "TWITTER", facebook: "FACEBOOK", wordpress: "WORDPRESS" } as const
  return PROVIDERS.filter((name) => settings[`${has[name]}_CLIENT_ID`] !== undefined)
}

/** Nothing of a profile is used but the account's number and its name. */
type Known = { id: string; name: string | null; email: null; image: null }

const known = (id: unknown, name: unknown): Known => ({
  id: String(id),
  name: typeof name === "string" ? name : null,
  email: null,
  image: null,
})

const COMMON = { checks: ["pkce", "state"] as ("pkce" | "state")[], httpOptions: { timeout: 5_000 } }
const slashless = (url: string) => url.replace(/\/+$/, "")

function google(): NextAuthProvider {
  const { GOOGLE_CLIENT_ID = "", GOOGLE_CLIENT_SECRET = "", GOOGLE_ISSUER = "https://accounts.google.com" } = env()
  const issuer = slashless(GOOGLE_ISSUER)
  return defaultExport(GoogleProvider)({
    ...COMMON,
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer,
    // No e-mail address is asked for: a comment does not need one.
    authorization: { params: { scope: "openid profile" } },
    profile: ({ sub, name }) => known(sub, name),
  })
}

function twitter(): NextAuthProvider {
  const { TWITTER_CLIENT_ID = "", TWITTER_CLIENT_SECRET = "", TWITTER_API_URL } = env()
  const base = TWITTER_API_URL && slashless(TWITTER_API_URL)
  return defaultExport(TwitterProvider)({
    ...COMMON,
    version: "2.0",
    clientId: TWITTER_CLIENT_ID,
    clientSecret: TWITTER_CLIENT_SECRET,
    // Without `offline.access`: nothing is done when the person is away.
    authorization: {
      url: `${base ?? "https://twitter.com"}/i/oauth2/authorize`,
      params: { scope: "users.read tweet.read" },
    },
    token: { url: `${base ?? "https://api.twitter.com"}/2/oauth2/token` },
    userinfo: { url: `${base ?? "https://api.twitter.com"}/2/users/me`, params: {} },
    profile: (profile) => known((profile as TwitterProfile).data.id, (profile as TwitterProfile).data.name),
  })
}

function facebook(): NextAuthProvider {
  const { FACEBOOK_CLIENT_ID = "", FACEBOOK_CLIENT_SECRET = "", FACEBOOK_GRAPH_URL } = env()
  const base = FACEBOOK_GRAPH_URL && slashless(FACEBOOK_GRAPH_URL)
  return defaultExport(FacebookProvider)({
    ...COMMON,
    clientId: FACEBOOK_CLIENT_ID,
    clientSecret: FACEBOOK_CLIENT_SECRET,
    authorization: {
      url: `${base ?? "https://www.facebook.com"}/v11.0/dialog/oauth`,
      params: { scope: "public_profile" },
    },
    token: { url: `${base ?? "https://graph.facebook.com"}/oauth/access_token` },
    // The library's own request expects a picture in the answer, and fails for accounts without one.
    userinfo: { url: `${base ?? "https://graph.facebook.com"}/me`, params: { fields: "id,name" } },
    profile: ({ id, name }) => known(id, name),
  })
}

function wordpress(): NextAuthProvider {
  const { WORDPRESS_CLIENT_ID = "", WORDPRESS_CLIENT_SECRET = "", WORDPRESS_API_URL } = env()
  const base = slashless(WORDPRESS_API_URL ?? "https://public-api.wordpress.com")
  return defaultExport(WordpressProvider)({
    ...COMMON,
    clientId: WORDPRESS_CLIENT_ID,
    clientSecret: WORDPRESS_CLIENT_SECRET,
    authorization: { url: `${base}/oauth2/authorize`, params: { scope: "auth" } },
    token: { url: `${base}/oauth2/token` },
    userinfo: { url: `${base}/rest/v1/me` },
    profile: ({ ID, display_name }) => known(ID, display_name),
  })
}

const MAKE: Record<Provider, () => NextAuthProvider> = { google, twitter, facebook, wordpress }

/** The companies as NextAuth needs them. Their addresses can be set, so that tests run against a server of their own. */
export function loginProviders(): NextAuthProvider[] {
  return configuredProviders().map((name) => MAKE[name]())
}
