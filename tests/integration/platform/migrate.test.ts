import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, it } from "vitest"
import { migrate, readMigrations, type Migration } from "#lib/platform/migrate"
import { missingSql } from "#scripts/schema-engine"
import { emptyDatabase, withClient } from "#tests/support/database"

const step = (name: string, sql: string): Migration => ({ name, sql, checksum: `checksum of ${name}` })

const tables = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
    )
    return rows.map((row) => row.table_name as string).filter((name) => name !== "_prisma_migrations")
  })

it("applies every migration once, and nothing the second time", async () => {
  const url = await emptyDatabase()
  const names = readMigrations().map(({ name }) => name)

  expect(await migrate(url)).toEqual(names)
  expect(await migrate(url)).toEqual([])
})

it("lets nodes that start at the same moment take turns", async () => {
  const url = await emptyDatabase()
  const migrations = [step("1", "SELECT pg_sleep(0.2); CREATE TABLE a ()"), step("2", "CREATE TABLE b ()")]

  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, migrations)))

  expect(applied.flat().sort()).toEqual(["1", "2"])
  expect(await tables(url)).toEqual(["a", "b"])
})

it("goes on after a kill in the middle of a migration, of which nothing stays", async () => {
  const url = await emptyDatabase()
  const code = `
    const { migrate } = await import("#lib/platform/migrate")
    await migrate(${JSON.stringify(url)}, [
      { name: "1", sql: "CREATE TABLE a ()", checksum: "checksum of 1" },
      { name: "2", sql: "CREATE TABLE b (); SELECT pg_sleep(60)", checksum: "checksum of 2" },
    ])`
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: "inherit" })
  await expect
    .poll(
      () =>
        withClient(url, (c) =>
          c
            .query(
              "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()",
            )
            .then((r) => r.rowCount),
        ),
      { timeout: 10_000 },
    )
    .toBe(1)
  child.kill("SIGKILL")
  await once(child, "exit")
  // The server notices a vanished client only when it writes to it; an operator would wait, the test does not.
  await withClient(url, (client) =>
    client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ),
  )

  expect(await tables(url)).toEqual(["a"])
  expect(await migrate(url, [step("1", "CREATE TABLE a ()"), step("2", "CREATE TABLE b ()")])).toEqual(["2"])
  expect(await tables(url)).toEqual(["a", "b"])
})

it("leaves nothing of a migration that fails, and says which one", async () => {
  const url = await emptyDatabase()
  const broken = [step("1", "CREATE TABLE a ()"), step("2", "CREATE TABLE b (); SELECT 1/0")]

  await expect(migrate(url, broken)).rejects.toThrow("Migration 2 failed: division by zero")
  expect(await tables(url)).toEqual(["a"])
})

it("refuses a migration that was changed after it had been applied", async () => {
  const url = await emptyDatabase()
  await migrate(url, [step("1", "CREATE TABLE a ()")])

  await expect(migrate(url, [{ ...step("1", "CREATE TABLE a (b int)"), checksum: "another" }])).rejects.toThrow(
    "Migration 1 was changed",
  )
})

it("does not wait behind a long reader for more than two seconds at a time", async () => {
  const url = await emptyDatabase()
  await migrate(url, [step("1", "CREATE TABLE a ()")])

  await withClient(url, async (reader) => {
    await reader.query("BEGIN; SELECT * FROM a")
    const migrating = migrate(
      url,
      [step("1", ""), step("2", "ALTER TABLE a ADD b int")].map((m) => ({ ...m, checksum: `checksum of ${m.name}` })),
    )
    await expect
      .poll(
        () =>
          withClient(url, (c) =>
            c
              .query(
                "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database WHERE datname = current_database() AND NOT granted",
              )
              .then((r) => r.rowCount),
          ),
        {
          timeout: 5_000,
        },
      )
      .toBe(1)
    const begin = Date.now()
    await withClient(url, (visitor) => visitor.query("SELECT * FROM a"))
    expect(Date.now() - begin).toBeLessThan(3_000)
    await reader.query("COMMIT")
    expect(await migrating).toEqual(["2"])
  })
})

it("has migrations that say the same as the schema files", async () => {
  expect(await missingSql(process.env.DATABASE_URL!)).toBe("")
})
