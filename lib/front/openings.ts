/** How often one page was opened since the last flush. Readers add to `count`. */
export type OpeningCounter = { slug: string; page: string; locale: string; count: number }

/** Openings of one page on one day, to be added to what is known. */
export type Opening = { day: string; slug: string; page: string; locale: string; openings: number }

/** Adds openings to the daily totals. Throws when that did not work; they are then tried again. */
export type SaveOpenings = (openings: Opening[]) => Promise<void>

const WAITING_MAX = 5_000

/**
 * Counts openings in memory, with no trace of who opened what, and saves them now and then.
 *
 * A crash loses at most what was counted since the last flush.
 */
export class Openings {
  readonly #save: SaveOpenings
  readonly #counters = new Map<string, OpeningCounter>()
  #waiting: Opening[] = []
  #flush: Promise<void> | null = null

  constructor(save: SaveOpenings) {
    this.#save = save
  }

  /** The counter of a page, to be kept with it. */
  counter(slug: string, page: string, locale: string): OpeningCounter {
    const key = JSON.stringify([slug, page, locale])
    let counter = this.#counters.get(key)
    if (!counter) this.#counters.set(key, (counter = { slug, page, locale, count: 0 }))
    return counter
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
    for (const counter of this.#counters.values()) {
      if (counter.count === 0) continue
      const { slug, page, locale, count } = counter
      counter.count = 0
      const known = this.#waiting.find(
        (row) => row.day === day && row.slug === slug && row.page === page && row.locale === locale,
      )
      if (known) known.openings += count
      else if (this.#waiting.length < WAITING_MAX) this.#waiting.push({ day, slug, page, locale, openings: count })
    }
    if (this.#waiting.length === 0) return
    const batch = this.#waiting
    this.#waiting = []
    try {
      await this.#save(batch)
    } catch {
      // The database is away; readiness says so. The totals are kept for the next flush.
      this.#waiting = batch
    }
  }
}
