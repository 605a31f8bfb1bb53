import { parseArgs } from "node:util"
import type { Comparison, Load } from "#scripts/bench/compare"
import { comment, thread, threadAnew, threadGrowth } from "#scripts/bench/comments"
import { admin } from "#scripts/bench/admin"
import { page } from "#scripts/bench/page"
import { pageGrowth, sign, signGrowth } from "#scripts/bench/sign"

const HELP = `Usage: npm run bench [-- OPTIONS]

Measures the budgets of the site as ratios against the least that does the same work, on this machine, in turns.

  --only NAME        one benchmark: NAMES
  --rounds N         rounds for each contestant (9)
  --seconds N        length of a round (2)
  --connections N    connections at once (32; sign 96)
  --help

Exit codes: 0 all goals reached, 1 a goal missed or a fault, 2 wrong use.
`

type Benchmark = { goal: number; connections?: number; run: (load: Load) => Promise<Comparison> }

/** The load that was asked for; without a number of connections each benchmark has its own. */
type Wanted = Omit<Load, "connections"> & { connections: number | undefined }

const CONNECTIONS = 32

/** Each budget: what is measured in relation to what, and the ratio it has to reach. */
const BENCHMARKS: Record<string, Benchmark> = {
  page: { goal: 0.7, run: page },
  // The day of the vote: what arrives together is written together, so the more people sign at once, the less each costs.
  sign: { goal: 0.6, connections: 96, run: sign },
  // A cost of at most 1.2 times is a speed of at least 1 / 1.2.
  "sign-growth": { goal: 0.83, run: signGrowth },
  "page-growth": { goal: 0.83, run: pageGrowth },
  // The median over all pages; none may take more than 300 ms.
  admin: { goal: 0.5, connections: 1, run: admin },
  comment: { goal: 0.03, run: comment },
  thread: { goal: 1, run: thread },
  "thread-anew": { goal: 0.005, run: threadAnew },
  "thread-growth": { goal: 0.83, run: threadGrowth },
}

const help = HELP.replace("NAMES", Object.keys(BENCHMARKS).join(", "))

function readArguments() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "9" },
      seconds: { type: "string", default: "2" },
      connections: { type: "string" },
      help: { type: "boolean" },
    },
  })
  const { only, rounds, seconds, connections } = values
  const load: Wanted = {
    rounds: Number(rounds),
    seconds: Number(seconds),
    connections: connections === undefined ? undefined : Number(connections),
  }
  if (Object.values(load).some((value) => value !== undefined && (!Number.isInteger(value) || value < 1)))
    throw new Error("Numbers from 1 up, please.")
  if (only !== undefined && !BENCHMARKS[only]) throw new Error(`There is no benchmark called ${only}.`)
  return { load, names: only ? [only] : Object.keys(BENCHMARKS), wantsHelp: values.help }
}

/** @returns whether the goal is reached. */
async function report(name: string, { goal, connections, run }: Benchmark, wanted: Wanted): Promise<boolean> {
  const load: Load = { ...wanted, connections: wanted.connections ?? connections ?? CONNECTIONS }
  console.log(`${name}: ${load.rounds} rounds of ${load.seconds} s with ${load.connections} connections …`)
  const { measured, ratio } = await run(load)
  for (const { name: contestant, perSecond, p99Ms, rounds } of measured) {
    const figures = rounds.map((value) => Math.round(value)).join(" ")
    console.log(`  ${contestant.padEnd(12)} ${Math.round(perSecond)}/s, p99 ${p99Ms} ms   (${figures})`)
  }
  console.log(`${name}: ${ratio.toFixed(2)} (goal ≥ ${goal.toFixed(2)})${ratio < goal ? "  MISSED" : ""}`)
  return ratio >= goal
}

async function main(): Promise<number> {
  let wanted: ReturnType<typeof readArguments>
  try {
    wanted = readArguments()
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`)
    return 2
  }
  if (wanted.wantsHelp) {
    process.stdout.write(help)
    return 0
  }
  let isReached = true
  for (const name of wanted.names) {
    const benchmark = BENCHMARKS[name]
    if (benchmark && !(await report(name, benchmark, wanted.load))) isReached = false
  }
  return isReached ? 0 : 1
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 1
})
