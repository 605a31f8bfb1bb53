import type { IncomingMessage, ServerResponse } from "node:http"
import { pageKey, type Answer, type PageRule } from "#lib/front/answer"
import { askNext, AskTimeout, type NextHandler } from "#lib/front/ask-next"
import { createGate, GateFull } from "#lib/front/gate"
import { chooseEncoding, readWishes, remember, type Wishes } from "#lib/front/negotiate"
import { Openings, type SaveArrivals, type SaveOpenings } from "#lib/front/openings"
import { PageCache, PageUnavailable } from "#lib/front/page-cache"
import { readAddress } from "#lib/front/request-url"
import { sendPage } from "#lib/front/send-page"
import { sendPersonal } from "#lib/front/send-personal"
import { sendFile, type StaticFile } from "#lib/front/static-files"
import { stripScripts } from "#lib/front/strip-scripts"

/** Why the front answers instead of a page. */
export type Trouble = { status: 400 | 404 | 405 | 414 | 500 | 503; id?: string; allow?: string }

/** What the front is given: everything that takes knowledge of the site. */
export type FrontOptions = {
  next: NextHandler
  /** Runs the handler mounted at that method and path; `null` when there is none. */
  dispatch: (incoming: IncomingMessage, outgoing: ServerResponse, pathname: string) => Promise<void> | null
  /** Makes the answer of a handler whose answers are the same for everyone; `null` where Next makes it. */
  renderShared: (url: string) => Promise<Answer> | null
  /** Methods of the handlers mounted at a path. */
  methodsAt: (pathname: string) => string[]
  /** What is known of the page at an address; `null` when the site has none there. */
  describe: (pathname: string, query: string) => PageRule | null
  /** The page, one in each language, that says that there is no such page. */
  missingPage: (locale: string) => PageRule
  /** Addresses that Next answers by itself: the organisers' area, log-in, its own files. */
  isNextOnly: (pathname: string) => boolean
  /** Headers of such an address that are made anew for each request, e.g. a policy with a nonce: what Next is asked with, and answered with. */
  freshHeaders: (pathname: string) => { asked: Record<string, string>; answered: Record<string, string> } | null
  sendTrouble: (incoming: IncomingMessage, outgoing: ServerResponse, trouble: Trouble) => Promise<void>
  /** Tells whether a Cookie header holds one of the site's cookies. */
  hasOwnCookie: (cookie: string) => boolean
  locales: readonly string[]
  defaultLocale: string
  /** The site's language that suits an Accept-Language header; "" for none. */
  offerLanguage: (acceptLanguage: string) => string
  /** Facts of the connection for those behind the front, as headers that nobody outside can set. */
  facts: (incoming: IncomingMessage) => Record<string, string>
  /** Tells which scripts stay on public pages. */
  keepsScript: (src: string) => boolean
  commonHeaders: readonly (readonly [string, string])[]
  /** Host of the site's own address: pages never depend on what a visitor's Host header says. */
  host: string
  findFile: (pathname: string) => StaticFile | undefined
  saveOpenings: SaveOpenings
  saveArrivals: SaveArrivals
  /** The kind of place that a Referer names, seen from the site's own host; "" when nobody arrived from outside. */
  sourceOf: (referer: string, ownHost: string) => string
  /** A partner code in the query of an address; "" for none. It says nothing about the page. */
  codeIn: (query: string) => string
  onFault: (error: unknown, facts: Record<string, unknown>) => string
  /** Whether a page that could not be made just now can be made later: what it is made of is away. */
  isPassing: () => Promise<boolean>
  /** False while developing: every page is made anew. */
  caches: boolean
  maxBytes?: number
  timeoutMs?: number
}

const CACHE_MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 10_000
const RENDERS_MAX = 16
const RENDERS_WAITING_MAX = 500
/** What stands for a page that nobody can come to from outside. */
const INSIDE = { referer: "", fetchSite: "same-origin" } as const

type PersonalAsk = {
  pathname: string
  offered: string
  encoding: ReturnType<typeof chooseEncoding>
  asked: Wishes
  code: string
}

/** What pages may know of a request: enough for drafts, log-in and the way back. */
const PASSED_HEADERS = ["cookie", "referer", "sec-fetch-site", "sec-purpose"] as const

/**
 * Answers requests: pages from memory, handlers, then Next. It knows HTTP and no business.
 *
 * See docs/decisions/0040 for what is kept, how long, and why.
 */
export function createFront(options: FrontOptions) {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const gate = createGate(RENDERS_MAX, RENDERS_WAITING_MAX)
  const openings = new Openings({
    save: options.saveOpenings,
    saveArrivals: options.saveArrivals,
    sourceOf: remember((referer) => options.sourceOf(referer, options.host)),
  })
  const offerLanguage = remember(options.offerLanguage)
  const wishes: Wishes = {
    ...{ cookie: "", acceptEncoding: "", acceptLanguage: "", ifNoneMatch: "", isPrefetch: false },
    ...{ referer: "", fetchSite: "" },
  }
  const prefixes = new Set(options.locales)

  const localeOf = (url: string) => {
    const end = url.charCodeAt(3)
    const first = url.slice(1, 3)
    const isWhole = Number.isNaN(end) || end === 47 || end === 63
    return isWhole && prefixes.has(first) ? first : options.defaultLocale
  }
  /** The language to offer on a page: never its own. */
  const offeredOn = (url: string, acceptLanguage: string) => {
    const wanted = acceptLanguage === "" ? "" : offerLanguage(acceptLanguage)
    return wanted === localeOf(url) ? "" : wanted
  }

  const isMissingPage = (rule: PageRule) => rule.url === options.missingPage(rule.locale).url
  // The words for "there is no such page" are kept under a name that no request can ask for.
  const keyOf = (rule: PageRule, offered: string) =>
    (isMissingPage(rule) ? "missing " : "") + pageKey(rule.url, offered)

  const strip = (answer: Answer): Answer => {
    if (!isHtml(answer)) return answer
    return { ...answer, body: Buffer.from(stripScripts(answer.body.toString(), options.keepsScript)) }
  }

  const ask = (url: string, headers: Record<string, string>): Promise<Answer> =>
    gate(async () =>
      strip(await askNext(options.next, { url, headers: { host: options.host, ...headers }, timeoutMs })),
    )

  /**
   * A page, or the site's own words where there is none: the framework's page for that is empty without its scripts.
   *
   * @throws PageUnavailable with 404 when those words cannot be had either.
   */
  async function render(url: string, headers: Record<string, string>): Promise<Answer> {
    const missing = options.missingPage(localeOf(url))
    const answer = url === missing.url ? null : await ask(url, headers)
    if (answer && (answer.status !== 404 || !isHtml(answer))) return answer
    const offered = headers["accept-language"] ?? ""
    const page = await cache
      .read({ key: keyOf(missing, offered), rule: missing, offered })
      .catch((cause: unknown) => Promise.reject(new PageUnavailable(404, { cause })))
    return { status: 404, headers: [["content-type", "text/html; charset=utf-8"]], body: page.variants.identity.body }
  }

  const cache = new PageCache({
    commonHeaders: options.commonHeaders,
    cacheControl: "public, no-cache",
    maxBytes: options.maxBytes ?? CACHE_MAX_BYTES,
    // Nothing of the visitor who happens to be first is passed on, so that nothing of them can be in the page.
    render: ({ rule, offered }) => {
      const make = isMissingPage(rule) ? ask : render
      return options.renderShared(rule.url) ?? make(rule.url, offered ? { "accept-language": offered } : {})
    },
    standIns: ({ rule }) => ["", ...options.locales].map((offered) => keyOf(rule, offered)),
    onStore: (page) => {
      const { opening, locale } = page.ask.rule
      if (opening && page.status === 200) page.opening = openings.counter(opening.slug, opening.page, locale)
    },
  })

  let isClosing = false

  function listener(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (isClosing) outgoing.shouldKeepAlive = false
    const method = incoming.method ?? ""
    if (method === "GET" || method === "HEAD") {
      readWishes(incoming, wishes)
      const isOwn = wishes.cookie !== "" && options.hasOwnCookie(wishes.cookie)
      const url = incoming.url ?? ""
      const page = isOwn ? undefined : cache.find(pageKey(url, offeredOn(url, wishes.acceptLanguage)))
      if (page) {
        if (page.opening && method === "GET" && !wishes.isPrefetch) openings.count(page.opening, wishes)
        sendPage(page, outgoing, { encoding: chooseEncoding(wishes.acceptEncoding), ifNoneMatch: wishes.ifNoneMatch })
        return
      }
      settle(read(incoming, outgoing, { ...wishes }, isOwn), incoming, outgoing)
      return
    }
    settle(write(incoming, outgoing), incoming, outgoing)
  }

  /** Everything that is read and was not at hand. */
  async function read(incoming: IncomingMessage, outgoing: ServerResponse, asked: Wishes, isOwn: boolean) {
    const address = readAddress(incoming.url)
    if (!address.ok) return options.sendTrouble(incoming, outgoing, { status: address.status })
    const { pathname, query } = address
    const sending = { encoding: chooseEncoding(asked.acceptEncoding), ifNoneMatch: asked.ifNoneMatch }

    const file = options.findFile(pathname)
    if (file) return sendFile(file, incoming.url ?? "", outgoing, sending)

    const rule = options.describe(pathname, query)
    const offered = offeredOn(pathname, asked.acceptLanguage)
    if (options.caches && rule?.isShared && !(isOwn && rule.heedsCookies)) {
      const page = await cache.read({ key: keyOf(rule, offered), rule, offered })
      if (page.opening && incoming.method === "GET" && !asked.isPrefetch) {
        openings.count(page.opening, asked, options.codeIn(query))
      }
      return sendPage(page, outgoing, sending)
    }

    const handled = options.dispatch(incoming, outgoing, pathname)
    if (handled) return handled
    if (options.isNextOnly(pathname)) return passToNext(incoming, outgoing, pathname)
    const methods = rule ? [] : options.methodsAt(pathname)
    if (methods.length > 0) return options.sendTrouble(incoming, outgoing, { status: 405, allow: methods.join(", ") })
    const code = options.codeIn(query)
    await personal(incoming, outgoing, rule, { pathname, offered, encoding: sending.encoding, asked, code })
  }

  /** A page for this visitor alone, or one that the rules do not know. */
  async function personal(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    rule: PageRule | null,
    { pathname, offered, encoding, asked, code }: PersonalAsk,
  ) {
    const passed = PASSED_HEADERS.flatMap((name) => {
      const value = incoming.headers[name]
      return typeof value === "string" ? [[name, value] as const] : []
    })
    const headers = {
      ...Object.fromEntries(passed),
      ...options.facts(incoming),
      ...(offered && { "accept-language": offered }),
    }
    const answer = await render(rule?.url ?? pathname, headers).catch((error: unknown) => {
      if (!rule?.isShared) throw error
      return null
    })
    if (answer && answer.status < 500) {
      if (rule?.opening && answer.status === 200 && incoming.method === "GET") {
        const counter = openings.counter(rule.opening.slug, rule.opening.page, rule.locale)
        // Only pages that are the same for everyone are ways in; the others are reached by a mailed link or a form.
        openings.count(counter, rule.isShared ? asked : INSIDE, code)
      }
      return sendPersonal(answer, outgoing, { commonHeaders: options.commonHeaders, encoding })
    }
    // The appeal stays up for people with a cookie, too: better without their draft than not at all.
    if (rule?.isShared && options.caches) {
      const page = await cache.read({ key: keyOf(rule, offered), rule, offered })
      return sendPage(page, outgoing, { encoding, ifNoneMatch: "" })
    }
    throw new PageUnavailable(answer?.status ?? 500)
  }

  async function write(incoming: IncomingMessage, outgoing: ServerResponse) {
    const address = readAddress(incoming.url)
    if (!address.ok) return options.sendTrouble(incoming, outgoing, { status: address.status })
    const { pathname } = address
    const handled = options.dispatch(incoming, outgoing, pathname)
    if (handled) return handled
    if (options.isNextOnly(pathname)) return passToNext(incoming, outgoing, pathname)
    const isPage = options.describe(pathname, "") !== null || options.findFile(pathname) !== undefined
    const methods = [...new Set([...(isPage ? ["GET", "HEAD"] : []), ...options.methodsAt(pathname)])]
    if (methods.length === 0) return options.sendTrouble(incoming, outgoing, { status: 404 })
    return options.sendTrouble(incoming, outgoing, { status: 405, allow: methods.join(", ") })
  }

  async function passToNext(incoming: IncomingMessage, outgoing: ServerResponse, pathname: string) {
    for (const name of Object.keys(incoming.headers)) if (name.startsWith("x-tm-")) delete incoming.headers[name]
    delete incoming.headers["content-security-policy"]
    const fresh = options.freshHeaders(pathname)
    Object.assign(incoming.headers, options.facts(incoming), fresh?.asked)
    for (const [name, value] of options.commonHeaders) outgoing.setHeader(name, value)
    for (const [name, value] of Object.entries(fresh?.answered ?? {})) outgoing.setHeader(name, value)
    await options.next(incoming, outgoing)
  }

  function settle(work: Promise<void>, incoming: IncomingMessage, outgoing: ServerResponse): void {
    work
      .catch((error: unknown) => {
        if (error instanceof PageUnavailable && error.status === 404) {
          return options.sendTrouble(incoming, outgoing, { status: 404 })
        }
        const cause = error instanceof PageUnavailable ? (error.cause ?? error) : error
        const id = options.onFault(cause, { method: incoming.method })
        if (outgoing.headersSent) return void outgoing.destroy()
        const isBusy = cause instanceof GateFull || cause instanceof AskTimeout
        if (isBusy) return options.sendTrouble(incoming, outgoing, { status: 503, id })
        return options.isPassing().then((isSo) => {
          if (outgoing.headersSent) return void outgoing.destroy()
          return options.sendTrouble(incoming, outgoing, { status: isSo ? 503 : 500, id })
        })
      })
      .catch((error: unknown) => {
        options.onFault(error, { method: incoming.method })
        outgoing.destroy()
      })
  }

  /** Makes pages before anyone asks. Never rejects; tells how many are at hand. */
  async function warm(urls: readonly string[]): Promise<number> {
    const described = urls.map((url) => {
      const [pathname = "", query = ""] = url.split("?", 2)
      return options.describe(pathname, query)
    })
    const rules = [...described, ...options.locales.map(options.missingPage)]
    let done = 0
    for (const rule of rules) {
      if (!rule?.isShared) continue
      await cache.read({ key: keyOf(rule, ""), rule, offered: "" }).then(
        () => (done += 1),
        (error: unknown) => options.onFault(error, { warming: true }),
      )
    }
    return done
  }

  return {
    listener,
    warm,
    invalidate: (slug: string, drop: boolean) => cache.invalidate((rule) => rule.shows(slug), drop),
    flushOpenings: (now: Date) => openings.flush(now),
    /** From now on each answer closes its connection, so that clients turn to another node. */
    startClosing: () => (isClosing = true),
    size: () => cache.size,
  }
}

function isHtml(answer: Answer): boolean {
  return answer.headers.some(([name, value]) => name === "content-type" && value.startsWith("text/html"))
}
