import type { Writable } from "node:stream"
import type pg from "pg"

/** As much of pg's connection as COPY needs (PostgreSQL, message flow of COPY). */
type Connection = {
  stream: { pause(): void; resume(): void; writableNeedDrain?: boolean; once(event: "drain", then: () => void): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** What pg calls on the statement that is under way. */
abstract class CopyStatement {
  readonly done: Promise<void>
  protected readonly text: string
  #resolve: () => void = () => undefined
  #reject: (error: Error) => void = () => undefined
  #error: Error | undefined

  constructor(text: string) {
    this.text = text
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // It is looked at when the statement is over; until then nobody listens.
    this.done.catch(() => undefined)
  }

  submit(connection: Connection): void {
    connection.query(this.text)
  }

  handleError(error: Error): void {
    this.#error = error
    this.#reject(error)
  }

  handleReadyForQuery(): void {
    if (!this.#error) this.#resolve()
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

class CopyOut extends CopyStatement {
  readonly #sink: Writable
  #connection: Connection | undefined

  constructor(text: string, sink: Writable) {
    super(text)
    this.#sink = sink
  }

  override submit(connection: Connection): void {
    this.#connection = connection
    super.submit(connection)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The bytes lie in a buffer that pg uses again.
    if (this.#sink.write(Buffer.from(chunk))) return
    this.#connection?.stream.pause()
    this.#sink.once("drain", () => this.#connection?.stream.resume())
  }
}

class CopyIn extends CopyStatement {
  readonly #chunks: AsyncIterable<Buffer>
  #failure: Error | undefined

  constructor(text: string, chunks: AsyncIterable<Buffer>) {
    super(text)
    this.#chunks = chunks
  }

  handleCopyInResponse(connection: Connection): void {
    this.#send(connection).catch((error: Error) => {
      this.#failure = error
      connection.sendCopyFail(error.message)
    })
  }

  async #send(connection: Connection): Promise<void> {
    for await (const chunk of this.#chunks) {
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain) {
        await new Promise<void>((resolve) => connection.stream.once("drain", resolve))
      }
    }
    connection.endCopyFrom()
  }

  override handleError(error: Error): void {
    super.handleError(this.#failure ?? error)
  }
}

/** Runs a `COPY … TO STDOUT` and writes what comes to a stream, no faster than it takes it. */
export function copyOut(client: pg.Client, text: string, sink: Writable): Promise<void> {
  return client.query(new CopyOut(text, sink) as unknown as pg.Submittable & CopyStatement).done
}

/** Runs a `COPY … FROM STDIN` with chunks of text. @throws what the chunks throw; nothing is taken then. */
export function copyIn(client: pg.Client, text: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  return client.query(new CopyIn(text, chunks) as unknown as pg.Submittable & CopyStatement).done
}
