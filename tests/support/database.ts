import { randomUUID } from "node:crypto"
import pg from "pg"
import { inject } from "vitest"

/** Runs statements in a session of its own, e.g. to look at what a command left behind. */
export async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function make(suffix: string): Promise<string> {
  const url = new URL(inject("serverUrl"))
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await withClient(url.href, (client) => client.query(`CREATE DATABASE ${name} ${suffix}`))
  url.pathname = name
  return url.href
}

/** A new database with all tables and no rows. @returns its connection string. */
export function freshDatabase(): Promise<string> {
  return make(`TEMPLATE ${inject("template")}`)
}

/** A new database without any table. @returns its connection string. */
export function emptyDatabase(): Promise<string> {
  return make("TEMPLATE template0")
}
