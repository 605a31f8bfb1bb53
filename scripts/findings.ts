import { connect } from "node:net"
import { findLastBackup } from "#lib/platform/backup-record"
import { readDkim } from "#lib/platform/dkim"
import { env } from "#lib/platform/env"
import { findDown } from "#lib/platform/readiness"
import { hotPool } from "#lib/platform/sql"

/** One thing that `doctor` has found: fine, worth knowing, or in the way of going live. */
export type Finding = { state: "fine" | "note" | "wrong"; text: string }

const fine = (text: string): Finding => ({ state: "fine", text })
const note = (text: string): Finding => ({ state: "note", text })
const wrong = (text: string): Finding => ({ state: "wrong", text })

const REACH_MS = 5_000
const DAY_MS = 86_400_000

/** Everything that there is to say about this site as it is set up. Secrets and addresses of people are in none of it. */
export async function findings(now: Date): Promise<Finding[]> {
  const down = await findDown()
  const isReadable = !down.includes("database") && !down.includes("migrations")
  return [
    ...address(),
    ...database(down),
    ...(await mail()),
    ...(isReadable ? [...(await owner()), ...(await backup(now))] : []),
    ...services(),
  ]
}

function isLocal(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname)
}

function address(): Finding[] {
  const { APP_URL, baseUrl, isHttps, DEMO_MODE } = env()
  const { hostname } = new URL(baseUrl)
  const demo = DEMO_MODE ? [note("DEMO_MODE is on: nothing is sent, and what is entered is deleted every night.")] : []
  if (!APP_URL)
    return [
      wrong(`APP_URL is not set: messages and links lead to ${baseUrl}, which only this machine can open.`),
      ...demo,
    ]
  if (isLocal(hostname)) return [wrong(`APP_URL is ${baseUrl}, which only this machine can open.`), ...demo]
  const onion = hostname.endsWith(".onion")
  if (!isHttps && !onion)
    return [wrong(`APP_URL is ${baseUrl}: without https everything that people type can be read on the way.`), ...demo]
  return [fine(`The site is at ${baseUrl}.`), ...demo]
}

function database(down: readonly string[]): Finding[] {
  if (down.includes("database")) return [wrong("The database cannot be reached (DATABASE_URL).")]
  if (down.includes("migrations")) return [wrong("The database is not of this version: npm run db:migrate.")]
  const found = [fine("The database answers and is of this version.")]
  if (down.includes("disk")) found.push(wrong("The disk of DATA_DIR is full."))
  if (down.includes("outbox")) found.push(wrong("Messages have been due for ten minutes: is a worker running?"))
  return found
}

async function mail(): Promise<Finding[]> {
  const { SMTP_URL, MAIL_FROM, isLocalMail } = env()
  if (!SMTP_URL || isLocalMail) return [wrong("Mail is kept on this machine and not sent: set SMTP_URL.")]
  const { hostname, port, protocol } = new URL(SMTP_URL)
  const reached = await canReach(hostname, Number(port) || (protocol === "smtps:" ? 465 : 587))
  return [
    reached ? fine(`The mail server ${hostname} answers.`) : wrong(`The mail server ${hostname} does not answer.`),
    MAIL_FROM
      ? fine(`Mail comes from ${MAIL_FROM.slice(MAIL_FROM.lastIndexOf("@") + 1)}.`)
      : wrong("MAIL_FROM is not set: mail comes from an address that other servers refuse."),
    readDkim()
      ? fine("Mail is signed here (DKIM).")
      : note("Mail is not signed here. That is fine when the mail server signs it."),
  ]
}

/** Whether somebody listens there and speaks first, as mail servers do. Nothing is sent. */
function canReach(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port })
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.setTimeout(REACH_MS, () => end(false))
    socket.once("connect", () => end(true)).once("error", () => end(false))
  })
}

async function owner(): Promise<Finding[]> {
  const { rows } = await hotPool().query(`select 1 from "Membership" where scope = '' and role = 'OWNER' limit 1`)
  return [
    rows.length > 0 ? fine("There is an owner.") : wrong("There is no owner yet: open the link that npm start prints."),
  ]
}

async function backup(now: Date): Promise<Finding[]> {
  const last = await findLastBackup()
  if (!last) return [wrong("No backup has ever been made: npm run db:backup -- FILE")]
  const days = Math.floor((now.getTime() - last.getTime()) / DAY_MS)
  return [days <= 7 ? fine(`The last backup is ${days} days old.`) : note(`The last backup is ${days} days old.`)]
}

function services(): Finding[] {
  const settings = env()
  const on = (["GOOGLE", "TWITTER", "FACEBOOK", "WORDPRESS"] as const).filter((name) => settings[`${name}_CLIENT_ID`])
  return [
    note(on.length > 0 ? `Log-in for comments: ${on.join(", ").toLowerCase()}.` : "No log-in for comments is set up."),
    note(settings.AKISMET_KEY ? "The outside spam service has a key." : "The outside spam service is off."),
    note(
      settings.TRUSTED_PROXY_HOPS > 0
        ? `Proxies in front: ${settings.TRUSTED_PROXY_HOPS}.`
        : "No proxy is trusted (TRUSTED_PROXY_HOPS 0).",
    ),
  ]
}
