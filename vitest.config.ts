import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

// A forgotten time zone fails here first: Kathmandu is 5 h 45 min ahead of UTC.
process.env.TZ = "Asia/Kathmandu"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Begins with what takes longest, so that nothing long is left for the end, when the other worker has no work any more. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith("/load.test.ts") ? 0 : 1)
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

const variables = {
  APP_SECRET: "only-for-tests-0123456789abcdefghijklmnop",
  LEDGER_SEED: "only-for-tests-zyxwvutsrqponmlkjihgfedcba",
  LOG_LEVEL: "silent",
  RATE_LIMITS: "off",
  WORKER: "off",
}

export default defineConfig({
  resolve: { alias: { "server-only": here("./tests/support/empty.ts") } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          env: { ...variables, DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" },
          setupFiles: ["tests/support/console.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          env: variables,
          globalSetup: ["tests/support/global-postgres.ts"],
          setupFiles: ["tests/support/console.ts", "tests/support/own-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // Whole sites as an operator runs them; `npm run build` first.
          name: "system",
          include: ["tests/system/**/*.test.ts"],
          env: variables,
          fileParallelism: false,
          setupFiles: ["tests/support/console.ts"],
          testTimeout: 60_000,
          hookTimeout: 150_000,
        },
      },
    ],
  },
})
