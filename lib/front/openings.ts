/** How often one page was opened since the last flush, and from where it was reached. */
export type OpeningCounter = {
  slug: string
  page: string
  locale: string
  count: number
  /** Arrivals from nowhere in particular: the most common kind. */
  direct: number
  /** The others, by source. */
  arrivals: Map<string, number>
}

/** Openings of one page on one day, to be added to what is known. */
export type Opening = { day: string; slug: string; page: string; locale: string; openings: number }

/** Arrivals from outside on one day. `code` is what the address said, and need not be one that is known. */
export type Arrival = { day: string; slug: string; source: string; code: string; arrivals: number }

/** Adds openings to the daily totals. Throws when that did not work; they are then tried again. */
export type SaveOpenings = (openings: Opening[]) => Promise<void>

/** The same for arrivals. */
export type SaveArrivals = (arrivals: Arrival[]) => Promise<void>

/** What of a request tells where somebody comes from; looked at and forgotten. */
type Asked = { referer: string; fetchSite: string }

export type OpeningsOptions = {
  save: SaveOpenings
  saveArrivals: SaveArrivals
  /** The kind of place behind a Referer; "" when nobody arrived from outside. */
  sourceOf: (referer: string) => string
}

const WAITING_MAX = 5_000
/** Anybody can invent codes: no more different ones are told apart between two flushes of a page. */
const SOURCES_MAX = 100

/**
 * Counts openings in memory, with no trace of who opened what, and saves them now and then.
 *
 * A crash loses at most what was counted since the last flush.
 */
export class Openings {
  readonly #options: OpeningsOptions
  readonly #counters = new Map<string, OpeningCounter>()
  #waiting: Opening[] = []
  #waitingArrivals: Arrival[] = []
  #flush: Promise<void> | null = null

  constructor(options: OpeningsOptions) {
    this.#options = options
  }

  /** The counter of a page, to be kept with it. */
  counter(slug: string, page: string, locale: string): OpeningCounter {
    const key = JSON.stringify([slug, page, locale])
    let counter = this.#counters.get(key)
    if (!counter) {
      counter = { slug, page, locale, count: 0, direct: 0, arrivals: new Map() }
      this.#counters.set(key, counter)
    }
    return counter
  }

  /**
   * Counts an opening, and an arrival when it came from outside.
   *
   * @param code A partner code in the address, "" for none.
   */
  count(counter: OpeningCounter, { referer, fetchSite }: Asked, code = ""): void {
    counter.count += 1
    if (fetchSite === "same-origin") return
    if (referer === "" && code === "") {
      counter.direct += 1
      return
    }
    const source = this.#options.sourceOf(referer)
    if (source === "") return
    const key = code && counter.arrivals.size < SOURCES_MAX ? `${source} ${code}` : source
    counter.arrivals.set(key, (counter.arrivals.get(key) ?? 0) + 1)
  }

  /**
   * Saves what was counted. Never rejects: what could not be saved waits for the next time.
   *
   * @param now Tells the day (UTC) that the openings are counted for.
   */
  flush(now: Date): Promise<void> {
    this.#flush ??= this.#run(now).finally(() => (this.#flush = null))
    return this.#flush
  }

  async #run(now: Date): Promise<void> {
    const day = now.toISOString().slice(0, 10)
    for (const counter of this.#counters.values()) this.#collect(counter, day)
    const [openings, arrivals] = [this.#waiting, this.#waitingArrivals]
    this.#waiting = []
    this.#waitingArrivals = []
    // The database may be away; readiness says so. The totals are kept for the next flush.
    if (openings.length > 0)
      await this.#options.save(openings).catch(() => (this.#waiting = [...openings, ...this.#waiting]))
    if (arrivals.length > 0)
      await this.#options
        .saveArrivals(arrivals)
        .catch(() => (this.#waitingArrivals = [...arrivals, ...this.#waitingArrivals]))
  }

  #collect(counter: OpeningCounter, day: string): void {
    const { slug, page, locale, count, direct, arrivals } = counter
    if (count === 0) return
    counter.count = counter.direct = 0
    counter.arrivals = new Map()
    const known = this.#waiting.find(
      (row) => row.day === day && row.slug === slug && row.page === page && row.locale === locale,
    )
    if (known) known.openings += count
    else if (this.#waiting.length < WAITING_MAX) this.#waiting.push({ day, slug, page, locale, openings: count })
    if (direct > 0) this.#addArrivals({ day, slug, source: "direct", code: "", arrivals: direct })
    for (const [key, times] of arrivals) {
      const [source = "", code = ""] = key.split(" ", 2)
      this.#addArrivals({ day, slug, source, code, arrivals: times })
    }
  }

  #addArrivals(arrival: Arrival): void {
    const { day, slug, source, code } = arrival
    const known = this.#waitingArrivals.find(
      (row) => row.day === day && row.slug === slug && row.source === source && row.code === code,
    )
    if (known) known.arrivals += arrival.arrivals
    else if (this.#waitingArrivals.length < WAITING_MAX) this.#waitingArrivals.push(arrival)
  }
}
