import type { Readable } from "node:stream"

const NEWLINE = 10

/** Reads a stream line by line, and blocks of lines as chunks, in bounded memory. */
export class LineReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next()
    if (done) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }

  /** The next line without its end; `null` when there is none. */
  async next(): Promise<string | null> {
    for (let from = 0; ;) {
      const end = this.#rest.indexOf(NEWLINE, from)
      if (end >= 0) {
        const line = this.#rest.toString("utf8", 0, end)
        this.#rest = this.#rest.subarray(end + 1)
        return line
      }
      from = this.#rest.length
      if (!(await this.#more())) return null
    }
  }

  /** Whole lines as chunks, up to a line that is the mark, which is read but not given. @throws when the mark never comes. */
  async *until(mark: string, name: string): AsyncGenerator<Buffer> {
    const ending = Buffer.from(`${mark}\n`)
    for (;;) {
      if (this.#rest.subarray(0, ending.length).equals(ending)) {
        this.#rest = this.#rest.subarray(ending.length)
        return
      }
      const at = this.#rest.indexOf(`\n${mark}\n`)
      const last = at >= 0 ? at + 1 : this.#wholeLines(ending.length)
      if (last > 0) {
        yield this.#rest.subarray(0, last)
        this.#rest = this.#rest.subarray(last)
        continue
      }
      if (!(await this.#more())) throw new Error(`The backup is cut short in ${name}.`)
    }
  }

  /** How much can be given without cutting a line or what may be the mark. */
  #wholeLines(spare: number): number {
    const end = this.#rest.lastIndexOf(NEWLINE, this.#rest.length - spare - 1)
    return end < 0 ? 0 : end + 1
  }
}
