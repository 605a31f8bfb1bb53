/** One piece of work that waits for its turn. */
type Waiting<Row, Outcome> = {
  row: Row
  keys: string[]
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

export type BatcherOptions<Row, Outcome> = {
  /** Rows in one batch, at the most. */
  maxRows: number
  /** Batches under way at once, at the most. */
  maxInFlight: number
  /** Rows that wait, at the most; beyond that `add` rejects at once with `Overloaded`. */
  maxWaiting: number
  /** Two rows with a key in common are never under way at the same time. */
  keysOf: (row: Row) => string[]
  /** Does the work of a batch; one outcome a row, in the same order. */
  run: (rows: Row[]) => Promise<Outcome[]>
}

/** More waits than can be done in reasonable time. */
export class Overloaded extends Error {}

/**
 * Groups single pieces of work into batches: while one batch is under way, what arrives meanwhile becomes the next.
 *
 * Nobody waits for a timer: the first piece leaves at once. A commit then costs the same for one row and for fifty.
 *
 * @returns `add`, which settles when the row's batch is done.
 */
export function createBatcher<Row, Outcome>(options: BatcherOptions<Row, Outcome>): (row: Row) => Promise<Outcome> {
  const waiting: Waiting<Row, Outcome>[] = []
  const busy = new Set<string>()
  let inFlight = 0

  function takeBatch(): Waiting<Row, Outcome>[] {
    const batch: Waiting<Row, Outcome>[] = []
    for (let index = 0; index < waiting.length && batch.length < options.maxRows;) {
      const item = waiting[index]
      if (item && !item.keys.some((key) => busy.has(key))) {
        for (const key of item.keys) busy.add(key)
        batch.push(item)
        waiting.splice(index, 1)
      } else index++
    }
    return batch
  }

  async function runBatch(batch: Waiting<Row, Outcome>[]): Promise<void> {
    try {
      const outcomes = await options.run(batch.map(({ row }) => row))
      batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      for (const { keys } of batch) for (const key of keys) busy.delete(key)
      inFlight--
      pump()
    }
  }

  function pump(): void {
    while (inFlight < options.maxInFlight) {
      const batch = takeBatch()
      if (batch.length === 0) return
      inFlight++
      void runBatch(batch)
    }
  }

  return (row) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= options.maxWaiting) return reject(new Overloaded("Too much work is waiting."))
      waiting.push({ row, keys: options.keysOf(row), resolve, reject })
      if (waiting.length === 1) queueMicrotask(pump)
    })
}
