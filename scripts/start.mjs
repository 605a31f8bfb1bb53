import { install, runScript } from "./bootstrap.mjs"

const HELP = `Usage: npm start [-- OPTIONS]      the site
       npm run dev [-- OPTIONS]    the same with reload while you edit
       npm run build               only prepares, for "npm start" later

Does what is needed and skips what is done: installs dependencies, starts the embedded PostgreSQL, migrates, puts in the
default campaign, builds, serves. Ctrl-C stops everything in order.

Options:
  --no-env-file   does not read the file .env
  --help

Settings are environment variables, all optional; .env.example explains each. The most used:
  PORT=3000  HOST=127.0.0.1  APP_URL=https://…  DATA_DIR=.data  DATABASE_URL=postgresql://…  SMTP_URL=smtps://…

Exit codes: 0 stopped in order, 1 failed, 2 wrong use or a malformed setting.
`

const MODES = ["--dev", "--build", "--no-env-file"]

async function main(args) {
  if (args.includes("--help")) {
    process.stdout.write(HELP)
    return 0
  }
  const unknown = args.find((arg) => !MODES.includes(arg))
  if (unknown) {
    process.stderr.write(`Unknown option ${unknown}\n\n${HELP}`)
    return 2
  }
  return runScript("launch.ts", args, await install())
}

try {
  process.exitCode = await main(process.argv.slice(2))
  process.exit()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
