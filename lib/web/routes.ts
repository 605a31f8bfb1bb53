import { splitLocalePath } from "#lib/shared/locales"
import type { Handler } from "#lib/web/form-handler"
import { apiCampaign, apiCampaigns, campaignCount } from "#lib/web/handlers/api-campaigns"
import { enterCode, resend } from "#lib/web/handlers/check"
import { changeComment } from "#lib/web/handlers/comment"
import { commentApi, commentFeed, leadToComment } from "#lib/web/handlers/comment-lists"
import { colours } from "#lib/web/handlers/colours"
import { comment } from "#lib/web/handlers/comments"
import { confirm } from "#lib/web/handlers/confirm"
import { exit } from "#lib/web/handlers/exit"
import { robots, security, sitemap } from "#lib/web/handlers/for-machines"
import { health } from "#lib/web/handlers/health"
import { takeBounce, takeReply } from "#lib/web/handlers/bounce"
import { writeLetter } from "#lib/web/handlers/letter"
import { letterList, letterOne } from "#lib/web/handlers/letter-api"
import { changeSaved } from "#lib/web/handlers/letter-links"
import { logOut, startLogin } from "#lib/web/handlers/login"
import { proveAgain, requestLink, signOut, useLink } from "#lib/web/handlers/organiser-login"
import { metrics } from "#lib/web/handlers/metrics"
import { outbox, outboxJson } from "#lib/web/handlers/outbox"
import { passkeyOptions, usePasskey } from "#lib/web/handlers/passkeys"
import { ready } from "#lib/web/handlers/ready"
import { campaignHistory, checkReceipt, shownSignatures } from "#lib/web/handlers/results"
import { changeByLink, changeOpened, openReceipt } from "#lib/web/handlers/receipt"
import { setUp } from "#lib/web/handlers/set-up"
import { sign } from "#lib/web/handlers/sign"
import { unsubscribe } from "#lib/web/handlers/unsubscribe"
import { leadToNews, updateFeed } from "#lib/web/handlers/update-feed"
import { ORGANISER_COMMANDS } from "#lib/web/organiser/all"
import { matchPattern, parsePattern, segmentsOf, type Pattern } from "#lib/web/patterns"

type Method = "GET" | "POST"

/** The organisers' commands by address; several may share one. */
function organiserRoutes(): (readonly [Method, string, Handler])[] {
  const handlers = new Map<string, readonly [Method, string, Handler]>()
  for (const { method, path, handler } of ORGANISER_COMMANDS) handlers.set(`${method} ${path}`, [method, path, handler])
  return [...handlers.values()]
}

/** Every handler and its address: `server.ts` mounts them in front of Next, `app/api/forms` under plain Next. */
const ROUTES: readonly (readonly [Method, string, Handler])[] = [
  ["POST", "/c/{slug}/signatures", sign],
  ["POST", "/c/{slug}/code", enterCode],
  ["POST", "/c/{slug}/resend", resend],
  ["POST", "/c/{slug}/comments", comment],
  ["POST", "/c/{slug}/comments/{id}", changeComment],
  ["GET", "/c/{slug}/comments/feed.xml", commentFeed],
  ["GET", "/c/{slug}/colours.css", colours],
  ["GET", "/api/v1/campaigns/{slug}/comments", commentApi],
  ["GET", "/m/{id}", leadToComment],
  ["GET", "/c/{slug}/feed.xml", updateFeed],
  ["GET", "/n/{id}", leadToNews],
  ["POST", "/c/{slug}/letters", writeLetter],
  ["GET", "/api/v1/campaigns/{slug}/letters", letterList],
  ["GET", "/api/v1/letters/{id}", letterOne],
  ["POST", "/d/{token}", changeSaved],
  ["POST", "/hooks/bounce", takeBounce],
  ["POST", "/hooks/reply", takeReply],
  ["POST", "/login/again", proveAgain],
  ["POST", "/login/passkey", usePasskey],
  ["POST", "/login/passkey/options", passkeyOptions],
  ["POST", "/login/{provider}", startLogin],
  ["POST", "/logout", logOut],
  ["POST", "/login", requestLink],
  ["POST", "/login/link/{token}", useLink],
  ["POST", "/admin/setup", setUp],
  ["POST", "/admin/logout", signOut],
  ["POST", "/unsubscribe/{token}", unsubscribe],
  ["POST", "/confirm/{token}", confirm],
  ["POST", "/receipt", openReceipt],
  ["POST", "/r", changeOpened],
  ["POST", "/r/{token}", changeByLink],
  ["POST", "/api/v1/campaigns/{slug}/signatures", sign],
  ["GET", "/api/v1/campaigns", apiCampaigns],
  ["GET", "/api/v1/campaigns/{slug}", apiCampaign],
  ["GET", "/api/v1/campaigns/{slug}/count", campaignCount],
  ["GET", "/api/v1/campaigns/{slug}/history", campaignHistory],
  ["GET", "/api/v1/campaigns/{slug}/signatures", shownSignatures],
  ["POST", "/c/{slug}/check-receipt", checkReceipt],
  ["GET", "/exit", exit],
  ["GET", "/robots.txt", robots],
  ["GET", "/sitemap.xml", sitemap],
  ["GET", "/.well-known/security.txt", security],
  ["GET", "/metrics", metrics],
  ["GET", "/healthz", health],
  ["GET", "/readyz", ready],
  ["GET", "/demo/outbox", outbox],
  ["GET", "/demo/outbox.json", outboxJson],
  ...organiserRoutes(),
]

/** A handler and what its address says. */
export type Match = {
  handler: Handler
  params: Record<string, string>
  path: string
  /** Where files are taken: the handler reads the body by itself, after it has looked who sends it. */
  takesFile?: boolean
}

const FILES = new Set(ORGANISER_COMMANDS.flatMap((row) => (row.uploadMaxBytes === undefined ? [] : [row.path])))

type Row = { method: Method; path: string; pattern: Pattern; handler: Handler }

// Few rows are looked at for each request: those of the same method and length.
const rows = new Map<string, Row[]>()
for (const [method, path, handler] of ROUTES) {
  const pattern = parsePattern(path)
  const key = `${method} ${pattern.length}`
  rows.set(key, [...(rows.get(key) ?? []), { method, path, pattern, handler }])
}

/** The handler for a request, with or without a language before the path; `null` when none is mounted there. */
export function match(method: string, pathname: string): Match | null {
  const segments = segmentsOf(splitLocalePath(pathname).path)
  for (const { handler, pattern, path } of rows.get(`${method} ${segments.length}`) ?? []) {
    const params = matchPattern(pattern, segments)
    if (params) return { handler, params, path, takesFile: FILES.has(path) }
  }
  return null
}

/** Methods that handlers take at an address; empty when none is mounted there. */
export function methodsAt(pathname: string): string[] {
  const methods = (["GET", "POST"] as const).filter((method) => match(method, pathname))
  return methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))
}
