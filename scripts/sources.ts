import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { lockFolder } from "#lib/platform/data-folder"
import { runProgram, step } from "#scripts/steps"
import { withoutSettings } from "#scripts/surroundings"

// The results belong to this checkout, not to a data folder, so their hashes lie beside them.
const CLIENT_HASH = "lib/generated/client-hash"
const BUILD_HASH = ".next/source-hash"

const CLIENT_SOURCES = ["prisma/schema.prisma", "prisma/models", "node_modules/@prisma/client/package.json"]
const BUILD_SOURCES = [
  ...["app", "components", "content", "enhance", "lib", "messages", "prisma/models", "public", "styles"],
  ...["next.config.ts", "package.json", "package-lock.json", "tsconfig.json", "scripts/build-assets.ts"],
]
const GENERATED = new Set([
  "lib/generated",
  "public/site.css",
  "public/admin.css",
  "public/enhance.js",
  "public/passkeys.js",
])

const BUILD_WAIT_MS = 15 * 60_000

function filesOf(path: string): string[] {
  if (GENERATED.has(path) || !existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`))
}

/** A fingerprint of files and folders: names and contents, never times. */
export function hashOf(paths: string[]): string {
  const hash = createHash("sha256")
  for (const file of paths.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0")
  return hash.digest("hex")
}

function isCurrent(file: string, hash: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") === hash
}

/**
 * Brings everything that is made from sources up to date: the database client, the assets and, unless in development, the pages.
 * What is already right is skipped; two processes on one checkout take turns.
 */
export async function buildWhatChanged(isDevelopment: boolean, signal: AbortSignal): Promise<void> {
  const clientHash = hashOf(CLIENT_SOURCES)
  const buildHash = hashOf(BUILD_SOURCES)
  const isClientCurrent = () => isCurrent(CLIENT_HASH, clientHash)
  const isBuildCurrent = () => isCurrent(BUILD_HASH, buildHash) && existsSync("lib/generated/assets.ts")
  if (isClientCurrent() && (isDevelopment || isBuildCurrent())) return

  const lock = await lockFolder(".", BUILD_WAIT_MS)
  try {
    if (!isClientCurrent()) await step("Generate the database client", () => generateClient(clientHash, signal), true)
    if (isDevelopment || isBuildCurrent()) return
    await step("Bundle styles and script", async () => {
      // Loaded only when there is something to build: an image that is built once has no bundler.
      const { buildAssets } = await import("#scripts/build-assets")
      await (await buildAssets()).stop()
    })
    await step("Build the pages", () => buildPages(buildHash, signal), true)
  } finally {
    await lock.release()
  }
}

async function generateClient(hash: string, signal: AbortSignal): Promise<void> {
  await runProgram(
    "node_modules/prisma/build/index.js",
    ["generate"],
    {
      // Generating does not need the engine for migrations; pointing at any program keeps Prisma from downloading it.
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
    },
    signal,
  )
  mkdirSync("lib/generated", { recursive: true })
  writeFileSync(CLIENT_HASH, hash)
}

// The build knows no setting, so no secret can get into what browsers are given.
async function buildPages(hash: string, signal: AbortSignal): Promise<void> {
  rmSync(BUILD_HASH, { force: true })
  await runProgram(join("node_modules", "next", "dist", "bin", "next"), ["build"], withoutSettings(), signal)
  writeFileSync(BUILD_HASH, hash)
}
