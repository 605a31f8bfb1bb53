import pg from "pg"
import type { TestProject } from "vitest/node"
import { migrate } from "#lib/platform/migrate"
import { startTemporaryPostgres } from "#scripts/with-postgres"

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the test server, for making others. */
    serverUrl: string
    /** Name of the migrated database that tests copy. */
    template: string
  }
}

const TEMPLATE = "tests_template"

/** One PostgreSQL for the run, with one migrated database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres()
  try {
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await client.query(`CREATE DATABASE ${TEMPLATE}`)
    // Nobody cuts the power of this server: what survives a kill is asked of whole sites, in tests/system.
    await client.query("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
    await client.end()
    const template = new URL(postgres.url)
    template.pathname = TEMPLATE
    await migrate(template.href)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  project.provide("serverUrl", postgres.url)
  project.provide("template", TEMPLATE)
  return postgres.stop
}
