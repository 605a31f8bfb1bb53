import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import next from "next"
import { createFront } from "#lib/front/front"
import { createHttpServer, drain } from "#lib/front/http-server"
import { loadStaticFiles } from "#lib/front/static-files"
import { assets } from "#lib/generated/assets"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { listen } from "#lib/platform/listen"
import { log } from "#lib/platform/log"
import { onNotifyHere } from "#lib/platform/notify"
import { findDown, startStopping } from "#lib/platform/readiness"
import { lastSettings, refreshSettings, siteSettings } from "#lib/platform/settings"
import { createDispatch } from "#lib/web/dispatch"
import { listPagesToWarm, renderShared, saveTallies, siteRules } from "#lib/web/front-rules"
import { factsOf } from "#lib/web/http"
import { readPageChange } from "#lib/web/page-change"
import { securityHeaders } from "#lib/web/security-headers"
import { startWorker } from "#lib/worker/run"

const FLUSH_MS = 10_000
const WARM_RETRY_MS = 2_000
const WARM_TRIES = 30

/** What a running site answers to: its address, and the way to stop it in order. */
export type Serving = { address: string; close: () => Promise<void> }

/**
 * Serves the site in this process: front, handlers, Next, and the background jobs with WORKER=inline.
 *
 * Resolves when it answers. `close` stops within eight seconds and loses nothing that was being answered.
 *
 * @throws when the port is taken, or APP_SECRET does not fit the database.
 */
export async function serve(): Promise<Serving> {
  const { PORT, HOST, DEV, WORKER, TRUSTED_PROXY_HOPS, DATABASE_URL, DIRECT_DATABASE_URL, baseUrl, isHttps } = env()
  const commonHeaders = securityHeaders({ isHttps })
  // Next would hang its socket upgrades on whatever server it meets; only the development server needs them.
  const upgrades = createServer()
  const app = next({ dev: DEV, dir: process.cwd(), hostname: HOST, port: PORT, httpServer: upgrades })
  const [, , files] = await Promise.all([
    app.prepare(),
    loadKeyring(),
    loadStaticFiles({
      folder: "public",
      hashedUrls: Object.values(assets),
      aliases: { "/favicon.ico": "/red-umbrella.svg" },
      commonHeaders,
    }),
  ])
  const { dispatch, sendTrouble } = createDispatch({ baseUrl, trustedHops: TRUSTED_PROXY_HOPS, commonHeaders })
  const front = createFront({
    ...siteRules,
    next: app.getRequestHandler(),
    dispatch,
    sendTrouble,
    renderShared: (url) => renderShared(url, baseUrl),
    facts: (incoming) => factsOf(incoming, TRUSTED_PROXY_HOPS),
    keepsScript: (src) => src === assets.script.toLowerCase() || src === assets.passkeys.toLowerCase(),
    commonHeaders,
    host: new URL(baseUrl).host,
    // A site without a logo has no icon either: it would tell as much.
    findFile: (path) => (path === "/favicon.ico" && !lastSettings().showsLogo ? undefined : files.get(path)),
    onFault,
    isPassing: async () => (await findDown()).includes("database"),
    caches: !DEV,
  })

  const server = createHttpServer(front.listener, commonHeaders)
  if (DEV) server.on("upgrade", (...request) => upgrades.emit("upgrade", ...request))
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(PORT, HOST, () => resolve(server.off("error", reject) && undefined))
  })

  const onChange = (channel: string, payload: string) => {
    if (channel !== "page_changed") return
    const { slug, drop } = readPageChange(payload)
    front.invalidate(slug, drop)
    // It may be the settings that have changed: pages made before they are read anew are made once more.
    if (slug !== "*") return
    refreshSettings().then(
      () => front.invalidate("*", false),
      (error: unknown) => log().warn({ err: error }, "settings were not read"),
    )
  }
  const forgetChanges = onNotifyHere(onChange)
  const changes = listen({
    connectionString: DIRECT_DATABASE_URL ?? DATABASE_URL,
    channels: ["page_changed"],
    onMessage: onChange,
    // Whatever was said while nobody listened is made up for by making everything anew.
    onConnect: () => front.invalidate("*", false),
    onTrouble: (error) => log().warn({ err: error }, "page changes are not heard"),
  })
  const flush = (isLast: boolean) => Promise.all([front.flushOpenings(new Date()), saveTallies(new Date(), isLast)])
  const flushing = setInterval(() => void flush(false), FLUSH_MS)
  const worker = WORKER === "inline" ? startWorker() : null
  const warming = new AbortController()
  if (!DEV) void warm(front, warming.signal)

  const close = async () => {
    warming.abort()
    clearInterval(flushing)
    forgetChanges()
    const startClosing = () => {
      startStopping()
      front.startClosing()
    }
    const stopWorker = worker ? worker.stop() : Promise.resolve()
    await Promise.all([drain(server, startClosing, DEV ? 0 : undefined), stopWorker, changes.stop()])
    await flush(true)
    await app.close()
  }
  return { address: addressOf(server.address() as AddressInfo | null, HOST), close }
}

function onFault(error: unknown, facts: Record<string, unknown>): string {
  const id = crypto.randomUUID().slice(0, 8)
  log().error({ err: error, id, ...facts }, "a page could not be made")
  return id
}

/** Makes the first pages, and knows the site's name before anything can go wrong. Tries again while the database is away. */
async function warm(front: ReturnType<typeof createFront>, signal: AbortSignal): Promise<void> {
  for (let tries = 1; tries <= WARM_TRIES && !signal.aborted; tries += 1) {
    try {
      await siteSettings()
      const pages = await front.warm(await listPagesToWarm())
      log().info({ pages }, "pages are warm")
      return
    } catch (error) {
      log().warn({ err: error }, "pages could not be made in advance")
      await new Promise((resolve) => setTimeout(resolve, WARM_RETRY_MS).unref())
    }
  }
}

function addressOf(bound: AddressInfo | null, host: string): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host
  return `http://${name}:${bound?.port ?? env().PORT}`
}
