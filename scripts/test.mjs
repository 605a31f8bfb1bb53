import { install, runScript } from "./bootstrap.mjs"

const HELP = `Usage: npm test [-- --only STAGE,…]

Installs what is missing, then runs every check and test in the order of CI and ends with "N passed, N failed".

Stages: format, lint, types, messages, unused, unit, integration, build, system, e2e
  --only check    the first five of them ("npm run check")
  --only unit     one of them

It starts its own PostgreSQL and its own mail server, and needs Chromium for e2e (CHROMIUM_PATH, or found, or installed as root on
Debian). Nothing leaves this machine. Exit codes: 0 all passed, 1 something failed, 2 wrong use.
`

async function main(args) {
  if (args.includes("--help")) {
    process.stdout.write(HELP)
    return 0
  }
  if (args.length > 0 && !(args.length === 2 && args[0] === "--only")) {
    process.stderr.write(HELP)
    return 2
  }
  return runScript("test-stages.ts", args, await install())
}

try {
  process.exitCode = await main(process.argv.slice(2))
  process.exit()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
