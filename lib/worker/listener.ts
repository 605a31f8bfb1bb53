import pg from "pg"
import { env } from "#lib/platform/env"
import { log } from "#lib/platform/log"
import type { Channel } from "#lib/platform/notify"

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const HEARTBEAT_MS = 30_000
const TIMEOUT_MS = 5_000

export type Listener = { stop(): Promise<void> }

type Calls = {
  onCall(channel: Channel, payload: string): void
  /** The connection stands, again: calls may have been lost before. */
  onConnect(): void
}

/**
 * Listens to NOTIFY on a connection of its own, and comes back when it is lost.
 *
 * The connection goes past any pooler: LISTEN belongs to a session.
 */
export function listen(channels: readonly Channel[], { onCall, onConnect }: Calls): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let heartbeat: NodeJS.Timeout | undefined
  let pauseMs = FIRST_PAUSE_MS
  let isStopping = false

  async function connect(): Promise<void> {
    const { DIRECT_DATABASE_URL, DATABASE_URL } = env()
    const next = new pg.Client({
      connectionString: DIRECT_DATABASE_URL ?? DATABASE_URL,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
      application_name: "two-minutes worker",
    })
    client = next
    const lost = (error?: Error) => {
      if (client !== next) return
      client = undefined
      clearInterval(heartbeat)
      next.end().catch(() => undefined)
      if (isStopping) return
      log().warn({ err: error, retryInMs: pauseMs }, "database connection of the worker lost")
      timer = setTimeout(connect, pauseMs)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }
    next.on("error", lost)
    next.on("end", () => lost())
    next.on("notification", ({ channel, payload }) => onCall(channel as Channel, payload ?? ""))
    try {
      await next.connect()
      for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      lost(error as Error)
      return
    }
    pauseMs = FIRST_PAUSE_MS
    // A peer that vanished without a word is found out by asking.
    heartbeat = setInterval(() => void next.query("select 1").catch(lost), HEARTBEAT_MS)
    onConnect()
  }

  void connect()
  return {
    async stop() {
      isStopping = true
      clearTimeout(timer)
      clearInterval(heartbeat)
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}
