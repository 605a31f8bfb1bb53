import { LRUCache } from "lru-cache"
import type { Answer, PageAsk, PageRule } from "#lib/front/answer"
import { renewPage, storePage, type PageSettings, type StoredPage } from "#lib/front/stored-page"

/** How long a page counts as fresh. With the grace, no reader sees a page more than five seconds old. */
const FRESH_MS = 2_000
/** How long a page that is no longer fresh may still be shown while it is made anew. */
const GRACE_MS = 2_500
/** How long the reader of an older page waits for the new one before the old one is shown. */
const WAIT_MS = 250
/** How long the first reader of a page waits for it before the same page with another offer is shown. */
const STAND_IN_MS = 700
/** At most one try to make a page anew in this time. */
const RETRY_MS = 1_000
/** How long "there is no such page" is remembered. */
const MISSING_MS = 1_500
/** A page that is dropped while it is made is begun again, this many times. */
const RESTARTS_MAX = 3

/** The maker had nothing usable, and nothing older is kept. */
export class PageUnavailable extends Error {
  readonly status: number
  constructor(status: number, options?: ErrorOptions) {
    super("The page could not be made.", options)
    this.status = status
  }
}

export type PageCacheOptions = PageSettings & {
  /** Makes a page without anything of one visitor in it. */
  render: (ask: PageAsk) => Promise<Answer>
  /** Other keys whose page may stand in while this one cannot be made, best first. */
  standIns: (ask: PageAsk) => string[]
  /** Called once for each page that is put into the cache. */
  onStore?: (page: StoredPage) => void
  maxBytes: number
  now?: () => number
}

/** A page that is being made; what it will show may have changed since it was begun. */
type Fill = { ask: PageAsk; isSpoiled: boolean; isDropped: boolean }

/**
 * Finished pages in memory, bounded in bytes.
 *
 * Fresh pages are sent at once; slightly older ones too, while one request makes them anew; older ones after a short wait.
 * While pages cannot be made, the last ones are shown for as long as it takes (`Age` tells). See docs/decisions/0040.
 */
export class PageCache {
  readonly #options: PageCacheOptions
  readonly #pages: LRUCache<string, StoredPage>
  readonly #fills = new Map<string, { fill: Fill; promise: Promise<StoredPage> }>()
  readonly #now: () => number

  constructor(options: PageCacheOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#pages = new LRUCache({
      maxSize: options.maxBytes,
      maxEntrySize: Math.ceil(options.maxBytes / 8),
      sizeCalculation: (page) => page.sizeBytes,
    })
  }

  /** A page that may be sent at once, or nothing. May start making it anew. */
  find(key: string): StoredPage | undefined {
    const page = this.#pages.get(key)
    if (page === undefined) return undefined
    const lateMs = this.#now() - page.staleAt
    if (lateMs < 0) return page
    if (page.status !== 200) return undefined
    if (lateMs >= GRACE_MS && !page.isTroubled) return undefined
    this.#refresh(page)
    return page
  }

  /**
   * A page, made now if need be.
   *
   * @throws PageUnavailable when it cannot be made and no older one is kept.
   */
  async read(ask: PageAsk): Promise<StoredPage> {
    const found = this.find(ask.key)
    if (found) return found
    const fill = this.#fill(ask)
    const other = this.#findStandIn(ask)
    if (!other) return fill
    return Promise.race([fill, this.#afterWaiting(other, fill, other.ask.key === ask.key ? WAIT_MS : STAND_IN_MS)])
  }

  async #afterWaiting(old: StoredPage, fill: Promise<StoredPage>, waitMs: number): Promise<StoredPage> {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (this.#pages.peek(old.ask.key) !== old) return fill
    if (this.#fills.has(old.ask.key)) old.isTroubled = true
    return old
  }

  /**
   * Says that something has changed.
   *
   * @param names Tells which pages show it.
   * @param drop The old state must not be seen again: the next reader waits. Otherwise it may be shown a moment longer.
   */
  invalidate(names: (rule: PageRule) => boolean, drop: boolean): void {
    for (const [key, page] of this.#pages.entries()) {
      if (!names(page.ask.rule)) continue
      if (drop || page.status !== 200) this.#pages.delete(key)
      else page.staleAt = Math.min(page.staleAt, this.#now())
    }
    for (const { fill } of this.#fills.values()) {
      if (!names(fill.ask.rule)) continue
      if (drop) fill.isDropped = true
      else fill.isSpoiled = true
    }
  }

  /** How much is kept. */
  get size(): { pages: number; bytes: number } {
    return { pages: this.#pages.size, bytes: this.#pages.calculatedSize }
  }

  #refresh(page: StoredPage): void {
    if (this.#fills.has(page.ask.key) || this.#now() - page.triedAt < RETRY_MS) return
    this.#fill(page.ask).catch(() => {
      // The old page was dropped meanwhile; its next reader tries again and hears the reason.
    })
  }

  /** Makes a page; everyone who wants the same one shares the work. */
  #fill(ask: PageAsk): Promise<StoredPage> {
    const running = this.#fills.get(ask.key)
    if (running) return running.promise
    const fill: Fill = { ask, isSpoiled: false, isDropped: false }
    const promise = this.#run(fill).finally(() => this.#fills.delete(ask.key))
    this.#fills.set(ask.key, { fill, promise })
    return promise
  }

  async #run(fill: Fill): Promise<StoredPage> {
    for (let round = 1; ; round += 1) {
      fill.isSpoiled = fill.isDropped = false
      const startedAt = this.#now()
      const old = this.#pages.peek(fill.ask.key)
      if (old) old.triedAt = startedAt
      const outcome = await this.#options.render(fill.ask).then(
        (answer) => ({ answer, cause: undefined }),
        (cause: unknown) => ({ answer: null, cause }),
      )
      if (!outcome.answer || outcome.answer.status >= 500) return this.#standIn(fill, outcome)
      const page = await this.#prepare(fill.ask, outcome.answer, startedAt)
      if (fill.isDropped && round < RESTARTS_MAX) continue
      if (fill.isSpoiled) page.staleAt = Math.min(page.staleAt, this.#now())
      if (fill.isDropped || !isKeepable(page)) this.#pages.delete(fill.ask.key)
      else this.#keep(page)
      return page
    }
  }

  async #prepare(ask: PageAsk, answer: Answer, filledAt: number): Promise<StoredPage> {
    const times = { filledAt, staleAt: filledAt + (answer.status === 200 ? FRESH_MS : MISSING_MS) }
    const old = this.#pages.peek(ask.key)
    return (old && renewPage(old, answer, times)) ?? storePage(ask, answer, times, this.#options)
  }

  #keep(page: StoredPage): void {
    if (!page.opening) this.#options.onStore?.(page)
    this.#pages.set(page.ask.key, page)
  }

  /** What to show while the page cannot be made. @throws PageUnavailable when there is nothing. */
  #standIn(fill: Fill, outcome: { answer: Answer | null; cause: unknown }): StoredPage {
    const page = this.#findStandIn(fill.ask)
    if (page) {
      if (page.ask.key === fill.ask.key) page.isTroubled = true
      return page
    }
    if (outcome.cause instanceof PageUnavailable) throw outcome.cause
    throw new PageUnavailable(outcome.answer?.status ?? 500, { cause: outcome.cause })
  }

  /** The page's last state, or the same page with another language on offer. */
  #findStandIn(ask: PageAsk): StoredPage | undefined {
    const keys = [ask.key, ...this.#options.standIns(ask)]
    return keys.map((key) => this.#pages.peek(key)).find((page) => page?.status === 200)
  }
}

/** Only what is the same for everyone, and there or surely not there, may be kept. */
function isKeepable(page: StoredPage): boolean {
  return page.isShareable && (page.status === 200 || page.status === 404)
}
