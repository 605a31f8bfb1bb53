// A worker that only mails, as fast as it can: for tests that kill it.
import { setTimeout as sleep } from "node:timers/promises"
import { createSender } from "#lib/domain/mail/sender"
import { createMailings } from "#lib/domain/mailings/jobs"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { openMailer } from "#lib/platform/smtp"
import { startWorker } from "#lib/worker/run"

await loadKeyring()
const mailer = openMailer(env().SMTP_URL!, { hostname: "localhost", connections: 8 })
startWorker([
  { name: "outbox", channel: "message_queued", pollMs: 500, gapMs: 10, ...createSender(mailer) },
  { name: "mailings", channel: "mailing_due", pollMs: 1_000, gapMs: 10, ...createMailings(50) },
])
process.stdout.write("worker started\n")
await sleep(600_000)
