import { checkSettings, finish, prepareData, type Closer } from "#scripts/surroundings"
import { EnvError } from "#lib/platform/env"

const HELP = `Usage: npm run doctor

Says what is configured, what can be reached and what is missing. Asks the database and the mail server of the settings, and nobody else.
Exit code 1 when the site could not go live as it is.
`

if (process.argv.slice(2).includes("--help")) process.stdout.write(HELP)
else if (process.argv.length > 2) {
  process.stderr.write(HELP)
  process.exitCode = 2
} else await examine()

async function examine(): Promise<void> {
  const closers: Closer[] = []
  try {
    await prepareData(checkSettings(), closers, { joinsRunning: true })
    const { findings } = await import("#scripts/findings")
    const { closeHotPool } = await import("#lib/platform/sql")
    closers.push(closeHotPool)
    const found = await findings(new Date())
    const marks = { fine: "✓", note: "·", wrong: "✗" }
    for (const { state, text } of found) console.log(`${marks[state]} ${text}`)
    const wrong = found.filter(({ state }) => state === "wrong").length
    console.log(wrong === 0 ? "\nThe site can go live." : `\n${wrong} to put right before the site can go live.`)
    if (wrong > 0) process.exitCode = 1
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = error instanceof EnvError ? 2 : 1
  }
  await finish(closers)
}
