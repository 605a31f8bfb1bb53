import { saveConfirmationTally } from "#lib/domain/signatures/confirmation-tally"
import { loadKeyring } from "#lib/platform/keyring"
import { log } from "#lib/platform/log"
import { closeHotPool, isDatabaseDown } from "#lib/platform/sql"
import { startWorker } from "#lib/worker/run"

const HELP = `npm run worker – background jobs only: mail, counts, retention

Uses the same settings as the site (.env.example). DATABASE_URL and APP_SECRET must be those of the site.
Ctrl-C or SIGTERM ends it in order.
`

const RETRY_MS = 2_000

/** Waits for the database, so that services may be started in any order. @throws when APP_SECRET does not fit it. */
async function loadKeyringPatiently(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await loadKeyring()
    } catch (error) {
      if (!isDatabaseDown(error)) throw error
      log().warn({ err: error, retryInMs: RETRY_MS }, "database not reached")
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

async function main(): Promise<void> {
  const ending = new AbortController()
  const ended = new Promise<void>((resolve) => ending.signal.addEventListener("abort", () => resolve()))
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => ending.abort())
  await loadKeyringPatiently(ending.signal)
  if (!ending.signal.aborted) {
    const worker = startWorker()
    log().info("worker started")
    await ended
    await worker.stop()
    await saveConfirmationTally(new Date(), true)
  }
  await closeHotPool()
  log().info("worker stopped")
}

if (process.argv.includes("--help")) {
  process.stdout.write(HELP)
} else {
  await main()
}
