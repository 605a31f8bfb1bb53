import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { PrismaPg } from "@prisma/adapter-pg"
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils"
import pg from "pg"
import { readMigrations } from "#lib/platform/migrate"

// Prisma's tool for migrations downloads a program. The same engine exists as WebAssembly in a package; this drives it.

type Files = { path: string; content: string }[]

type Glue = {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
  SchemaEngine: {
    new: (input: { datamodels: [string, string][] }, log: () => void, adapter: unknown) => Promise<Engine>
  }
}

type Engine = { diff(request: object): Promise<{ stdout: string | null }> }

/** What the engine answers when two states are the same. */
const EMPTY = "-- This is an empty migration."

let glue: Promise<Glue> | undefined

async function load(): Promise<Glue> {
  const shared = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: object }
  shared.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message: (message: string) => {
      throw new Error(`The schema engine failed: ${message}`)
    },
  }
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"))
  const loaded = (await import(pathToFileURL(join(folder, "schema_engine_bg.js")).href)) as Glue
  const module = new WebAssembly.Module(readFileSync(join(folder, "schema_engine_bg.wasm")))
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": loaded as never })
  loaded.__wbg_set_wasm(exports)
  ;(exports.__wbindgen_start as () => void)()
  return loaded
}

function schemaFiles(): Files {
  const models = readdirSync("prisma/models").filter((name) => name.endsWith(".prisma"))
  const paths = ["prisma/schema.prisma", ...models.sort().map((name) => `prisma/models/${name}`)]
  return paths.map((path) => ({ path, content: readFileSync(path, "utf8") }))
}

// PostgreSQL's one-byte "char" of its catalogues, which the adapter does not know.
const CHAR_OID = 18
const TEXT_OID = 25

type Field = { dataTypeID: number }

/** Lets the adapter read the catalogues' "char" columns as text, and marks them as characters for the engine. */
function readingChars(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const raw = adapter as SqlDriverAdapter & { performIO(query: object): Promise<{ fields: Field[] }> }
  let chars: number[] = []
  const performIO = raw.performIO.bind(raw)
  raw.performIO = async (query) => {
    const result = await performIO(query)
    chars = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []))
    for (const index of chars) result.fields[index]!.dataTypeID = TEXT_OID
    return result
  }
  const queryRaw = raw.queryRaw.bind(raw)
  raw.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  return raw
}

/** Remembers every connection of an adapter factory, so that all can be closed. */
function remembering(factory: SqlMigrationAwareDriverAdapterFactory) {
  const closers: (() => Promise<void>)[] = []
  const connect = factory.connect.bind(factory)
  const connectToShadowDb = factory.connectToShadowDb.bind(factory)
  factory.connect = async () => {
    const adapter = readingChars(await connect())
    closers.push(() => adapter.dispose())
    return adapter
  }
  factory.connectToShadowDb = async () => {
    const adapter = readingChars(await connectToShadowDb())
    // Its own dispose() drops the database while it is still connected to it, which fails. So this only disconnects.
    const { client } = adapter as unknown as { client: pg.Pool }
    adapter.dispose = async () => (client.ended ? undefined : client.end())
    closers.push(() => adapter.dispose())
    return adapter
  }
  return () => Promise.all(closers.map((close) => close()))
}

async function dropShadows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db_%'",
    )
    // Not by force: the engine's sessions are just ending, and PostgreSQL waits for them.
    for (const { datname } of rows) await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)}`)
  } finally {
    await client.end()
  }
}

/**
 * The SQL that leads from the migrations to the schema files; empty when they say the same.
 *
 * @param url Any database of a server where this role may make databases; it is not changed.
 */
export async function missingSql(url: string): Promise<string> {
  const { SchemaEngine } = await (glue ??= load())
  const { hostname, port, username, password, pathname } = new URL(url)
  // In pieces: from one connection string the engine would not reach its shadow database.
  const factory = new PrismaPg({
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  }) as unknown as SqlMigrationAwareDriverAdapterFactory
  const disposeAll = remembering(factory)
  const files = schemaFiles()
  try {
    const datamodels = files.map(({ path, content }): [string, string] => [path, content])
    const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...migrationsList() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    const sql = (stdout ?? "").trim()
    return sql === EMPTY ? "" : `${sql}\n`
  } finally {
    await disposeAll()
    await dropShadows(url)
  }
}

function migrationsList() {
  return {
    baseDir: "prisma/migrations",
    shadowDbInitScript: "",
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    migrationDirectories: readMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  }
}
