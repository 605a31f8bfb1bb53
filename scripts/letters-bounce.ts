import { parseArgs } from "node:util"
import { checkSettings } from "#scripts/surroundings"

const HELP = `Usage: npm run letters:bounce < MAIL
       npm run letters:bounce -- --reply < MAIL

For mail servers that pipe: gives a mail that came back, or an office's reply, to the site that runs on this machine. It asks the site
at HOST and PORT and says the password BOUNCE_SECRET, so both must be set as for the site (the environment, or .env in this folder).
Only the first 60 kB are read.

  --reply        the mail came to an address of ALIAS_DOMAIN; without it, to letters+…@ your domain
  --url ADDRESS  the site's address, when it is not at HOST and PORT

Exit codes: 0 taken, or nothing to be done; 75 the site is away or busy, try again later (as mail servers understand it); 1 the site
refused it; 2 wrong use.
`

const MAX_BYTES = 60_000
const TRY_AGAIN = 75
const PATIENCE_MS = 20_000

/** The first bytes of what is piped; the rest is read and dropped, so that the mail server's pipe does not break. */
async function readMail(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    if (bytes < MAX_BYTES) chunks.push(chunk)
    bytes += chunk.length
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES)
}

function fail(code: number, message: string): number {
  console.error(message)
  return code
}

async function give(): Promise<number> {
  const { values } = parseArgs({
    options: { help: { type: "boolean" }, reply: { type: "boolean" }, url: { type: "string" } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const { BOUNCE_SECRET, HOST, PORT } = checkSettings()
  if (BOUNCE_SECRET === undefined) return fail(2, "BOUNCE_SECRET is not set: the site takes no such mail.")
  const base = values.url ?? `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`
  const mail = await readMail()
  try {
    const answer = await fetch(new URL(values.reply ? "/hooks/reply" : "/hooks/bounce", base), {
      method: "POST",
      headers: { "content-type": "message/rfc822", authorization: `Bearer ${BOUNCE_SECRET}` },
      body: new Uint8Array(mail),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (answer.ok) {
      console.log(((await answer.json()) as { status: string }).status)
      return 0
    }
    const isLater = answer.status === 429 || answer.status >= 500
    return fail(isLater ? TRY_AGAIN : 1, `The site answered ${answer.status}.`)
  } catch {
    return fail(TRY_AGAIN, `No answer from ${base}.`)
  }
}

try {
  process.exitCode = await give()
} catch (error) {
  process.exitCode = fail(2, `${(error as Error).message}\n\n${HELP}`)
}
