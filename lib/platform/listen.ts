import pg from "pg"

const CONNECT_TIMEOUT_MS = 3_000
const BEAT_MS = 5_000
const RETRY_MIN_MS = 100
const RETRY_MAX_MS = 5_000

export type ListenOptions = {
  /** The database itself, not a pooler in transaction mode: LISTEN belongs to one session. */
  connectionString: string
  channels: readonly string[]
  onMessage: (channel: string, payload: string) => void
  /** Called after each connection, the first one included: whatever was said before may have been missed. */
  onConnect: () => void
  onTrouble: (error: unknown) => void
}

/**
 * Listens for NOTIFY on one connection of its own, for as long as the process lives.
 *
 * Connects again after any loss, waiting longer each time (5 s at most). A question every 5 s finds connections that died in silence.
 */
export function listen(options: ListenOptions): { stop: () => Promise<void> } {
  let isStopped = false
  let client: pg.Client | null = null
  let retryMs = RETRY_MIN_MS
  let timer: NodeJS.Timeout | undefined

  const again = () => {
    if (isStopped) return
    timer = setTimeout(() => void connect(), retryMs)
    retryMs = Math.min(retryMs * 2, RETRY_MAX_MS)
  }

  const connect = async () => {
    const mine = new pg.Client({
      connectionString: options.connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    })
    client = mine
    let isLost = false
    const lose = (error: unknown) => {
      if (isLost) return
      isLost = true
      clearTimeout(timer)
      if (!isStopped) options.onTrouble(error)
      mine.end().catch(() => undefined)
      again()
    }
    mine.on("error", lose)
    mine.on("end", () => lose(new Error("The connection ended.")))
    mine.on("notification", ({ channel, payload }) => options.onMessage(channel, payload ?? ""))
    try {
      await mine.connect()
      for (const channel of options.channels) await mine.query(`listen ${pg.escapeIdentifier(channel)}`)
      retryMs = RETRY_MIN_MS
      options.onConnect()
      beat(mine, lose)
    } catch (error) {
      lose(error)
    }
  }

  const beat = (mine: pg.Client, lose: (error: unknown) => void) => {
    timer = setTimeout(() => mine.query("select 1").then(() => isStopped || beat(mine, lose), lose), BEAT_MS)
  }

  void connect()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
