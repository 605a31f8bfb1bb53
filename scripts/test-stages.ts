import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { envSchema } from "#lib/platform/env"
import { buildAssets } from "#scripts/build-assets"
import { ensureChromium } from "#scripts/chromium"
import { buildWhatChanged } from "#scripts/sources"

type Count = { passed: number; failed: number; skipped: number }

type Stage = {
  name: string
  /** What a person types to do this stage again. */
  repeat: string
  /** Begins before its turn, beside others; what it says is kept until then. */
  begin?: () => void
  run: () => Promise<Count>
}

const PASS: Count = { passed: 1, failed: 0, skipped: 0 }
const FAIL: Count = { passed: 0, failed: 1, skipped: 0 }

const reports = mkdtempSync(join(tmpdir(), "two-minutes-reports-"))
const never = new AbortController().signal

/** Runs one of the project's programs with our terminal. @returns whether it ended well. */
function run(program: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: "inherit", env: { ...process.env, ...env } })
    child.once("error", reject)
    child.once("exit", (code) => resolve(code === 0))
  })
}

const NEXT = "node_modules/next/dist/bin/next"
const TSC = "node_modules/typescript/bin/tsc"

/** Runs one of the project's programs and keeps what it says, so that several at once do not mix their words. */
function runAside(program: string, args: string[]): Promise<{ isWell: boolean; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] })
    const pieces: Buffer[] = []
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece))
    child.stderr.on("data", (piece: Buffer) => pieces.push(piece))
    child.once("error", reject)
    child.once("close", (code) => resolve({ isWell: code === 0, said: Buffer.concat(pieces).toString() }))
  })
}

const check = (name: string, repeat: string, program: string, ...args: string[]): Stage => {
  let begun: ReturnType<typeof runAside> | undefined
  const begin = () => {
    begun ??= runAside(program, args)
    return begun
  }
  return {
    name,
    repeat,
    // A fault is told when it is the stage's turn.
    begin: () => void begin().catch(() => undefined),
    run: async () => {
      const { isWell, said } = await begin()
      process.stdout.write(said)
      return isWell ? PASS : FAIL
    },
  }
}

const vitest = (project: "unit" | "integration" | "system"): Stage => ({
  name: project,
  repeat: `npm run test:${project}`,
  run: async () => {
    const file = join(reports, `${project}.json`)
    const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]
    const isWell = await run("node_modules/vitest/vitest.mjs", args)
    return counted(file, isWell, (report: VitestReport) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }))
  },
})

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }

/** The numbers of a report. A run that failed without a failed test, e.g. because a file does not load, counts as one failure. */
function counted<Report>(file: string, isWell: boolean, read: (report: Report) => Count): Count {
  let count = { passed: 0, failed: 0, skipped: 0 }
  try {
    count = read(JSON.parse(readFileSync(file, "utf8")) as Report)
  } catch {
    // No report: the runner did not get that far.
  }
  const hasNothing = count.passed + count.failed === 0
  return { ...count, failed: (!isWell || hasNothing) && count.failed === 0 ? 1 : count.failed }
}

const e2e: Stage = {
  name: "e2e",
  repeat: "npm run test:e2e",
  run: async () => {
    ensureChromium()
    const file = join(reports, "e2e.json")
    const isWell = await run("node_modules/@playwright/test/cli.js", ["test", "--reporter=list,json"], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    })
    return counted(file, isWell, ({ stats }: PlaywrightReport) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }))
  },
}

const build: Stage = {
  name: "build",
  repeat: "npm run build",
  run: async () => {
    await buildWhatChanged(false, never)
    return PASS
  },
}

const CHECKS: Stage[] = [
  check("format", "npm run format", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
  check("lint", "npx eslint .", "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."),
  check("types", "npx next typegen && npx tsc --noEmit", TSC, "--noEmit"),
  check("messages", "npm run messages", "--import", "./scripts/register.mjs", "scripts/check-messages.ts"),
  check("unused", "npx knip", "node_modules/knip/bin/knip.js"),
]

const STAGES = [...CHECKS, vitest("unit"), vitest("integration"), build, vitest("system"), e2e]

function chosen(only: string | undefined): Stage[] | undefined {
  if (!only) return STAGES
  const names = only.split(",").flatMap((name) => (name === "check" ? CHECKS.map((stage) => stage.name) : [name]))
  const stages = STAGES.filter(({ name }) => names.includes(name))
  return stages.length === new Set(names).size ? stages : undefined
}

/** Runs the stages, also after a failure, and adds up what they counted. @returns the exit code. */
export async function main([, only]: string[]): Promise<number> {
  const stages = chosen(only)
  if (!stages) {
    console.error(`There is no such stage. Choose from: check, ${STAGES.map(({ name }) => name).join(", ")}`)
    return 2
  }
  // Tests must not meet the operator's database, mail server or keys.
  for (const name of Object.keys(envSchema.shape)) delete process.env[name]
  Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: "1", NO_UPDATE_NOTIFIER: "1" })
  await buildWhatChanged(true, never)
  await (await buildAssets()).stop()

  // The types of routes are read by more than one check.
  if (stages.some(({ begin }) => begin) && !(await run(NEXT, ["typegen"]))) return 1
  for (const { begin } of stages) begin?.()

  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  const failed: Stage[] = []
  for (const stage of stages) {
    const count = await runStage(stage)
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += count[key]
    if (count.failed > 0) failed.push(stage)
  }
  rmSync(reports, { recursive: true, force: true })
  if (failed.length > 0) console.log("\nTo repeat what failed:")
  for (const { name, repeat } of failed) console.log(`  ${name.padEnd(12)} ${repeat}`)
  console.log("")
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`)
  return total.failed > 0 ? 1 : 0
}

async function runStage({ name, run }: Stage): Promise<Count> {
  const begin = performance.now()
  console.log(`\n── ${name} ${"─".repeat(Math.max(3, 60 - name.length))}`)
  const count = await run().catch((error: Error) => {
    console.error(error.message)
    return FAIL
  })
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  console.log(
    `── ${name}: ${count.failed > 0 ? `${count.failed} failed` : "passed"} (${count.passed} passed) in ${seconds} s`,
  )
  return count
}
