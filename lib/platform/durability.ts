import pg from "pg"

const MUST_BE_ON = ["fsync", "full_page_writes", "synchronous_commit"]

/**
 * Makes sure that what the database confirms survives a power cut: every "thank you" of the site is a promise.
 *
 * Source: PostgreSQL manual, "Non-Durable Settings".
 *
 * @throws naming the settings that are off and what each costs.
 */
export async function assertDurable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT name FROM pg_settings WHERE name = ANY($1) AND setting = 'off' ORDER BY name",
      [MUST_BE_ON],
    )
    if (rows.length === 0) return
    const names = rows.map(({ name }) => name)
    throw new Error(
      `PostgreSQL runs with ${names.map((name) => `${name} = off`).join(", ")}: after a power cut, signatures that people\n` +
        "were thanked for could be gone. Switch it on in postgresql.conf (or for this role or database) and start again.",
    )
  } finally {
    await client.end()
  }
}
