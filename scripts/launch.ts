import { resolve } from "node:path"
import { assertDurable } from "#lib/platform/durability"
import { EnvError, type Env } from "#lib/platform/env"
import { migrate } from "#lib/platform/migrate"
import { serveSite, type Site } from "#scripts/serving"
import { buildWhatChanged } from "#scripts/sources"
import { Interrupted, step } from "#scripts/steps"
import { checkSettings, finish, prepareData, type Closer } from "#scripts/surroundings"

/** The whole start, and the whole stop. @returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const begin = performance.now()
  // What has to be undone at the end, newest first.
  const closers: Closer[] = []
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()))
  const stop = () => stopping.abort()
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop)
  // The process that started this one is gone, e.g. killed.
  process.on("disconnect", stop)
  let exitCode = 0
  try {
    const settings = checkSettings(args.includes("--dev"), !args.includes("--no-env-file"))
    const started = await start(args, settings, closers, stopping.signal)
    if (started) announce(started, settings, performance.now() - begin)
    exitCode = started ? await Promise.race([stopped.then(() => 0), started.site.failed]) : 0
  } catch (error) {
    exitCode = report(error)
  }
  stopping.abort()
  return (await finish(closers)) ? exitCode : 1
}

/** A running site, and the secret of the link that makes its first owner; `null` once there is one. */
type Started = { site: Site; setUpToken: string | null }

async function start(
  args: string[],
  settings: Env,
  closers: Closer[],
  signal: AbortSignal,
): Promise<Started | undefined> {
  const continues = () => {
    if (signal.aborted) throw new Interrupted()
  }
  const isDevelopment = args.includes("--dev")
  if (args.includes("--build")) return void (await buildWhatChanged(false, signal))

  await prepareData(settings, closers)
  continues()
  await buildWhatChanged(isDevelopment, signal)
  continues()
  if (isDevelopment) {
    const { buildAssets } = await import("#scripts/build-assets")
    closers.push((await step("Bundle styles and script", () => buildAssets(true))).stop)
  }
  await step("Migrate the database", async () => {
    await assertDurable(process.env.DIRECT_DATABASE_URL!)
    await migrate(process.env.DIRECT_DATABASE_URL!)
  })
  // Loaded only now: it needs what was just generated.
  await step("Look after the campaign", async () => (await import("../prisma/seed.ts")).seed())
  continues()
  closers.push(async () => (await import("#lib/platform/sql")).closeHotPool())
  await keepDemoApart()
  // Each start prints another link. It is made before everything else begins to ask the database at once.
  const { newSetUpToken } = await import("#lib/domain/identity/set-up")
  const setUpToken = await newSetUpToken(new Date())
  const site = await step("Serve", () => serveSite(settings.WEB_CONCURRENCY))
  closers.push(site.close)
  return { site, setUpToken }
}

async function keepDemoApart(): Promise<void> {
  const { assertDemoApart } = await import("#lib/domain/admin/demo")
  const { loadKeyring } = await import("#lib/platform/keyring")
  await loadKeyring()
  await assertDemoApart(new Date())
}

function announce({ site, setUpToken }: Started, { APP_URL, DATA_DIR, isLocalMail }: Env, ms: number): void {
  console.log(`\nTwo Minutes is ready after ${(ms / 1000).toFixed(1)} s.\n`)
  console.log(`  Site      ${APP_URL ?? site.address}`)
  if (isLocalMail)
    console.log(`  Mailbox   ${new URL("/demo/outbox", site.address).href}   (mail is kept here, not sent)`)
  if (setUpToken) {
    const link = new URL(`/admin/setup?token=${setUpToken}`, APP_URL ?? site.address).href
    console.log(`  Set up    ${link}   (makes you the owner; works once)`)
  }
  console.log(`  Data      ${resolve(DATA_DIR)}\n\nCtrl-C stops it.`)
}

/** Says what went wrong, with the stack only when DEBUG is set. @returns the exit code. */
function report(error: unknown): number {
  if (error instanceof Interrupted) return 0
  console.error(`\n${process.env.DEBUG ? ((error as Error).stack ?? error) : explain(error as NodeJS.ErrnoException)}`)
  return error instanceof EnvError ? 2 : 1
}

function explain({ code, message, syscall }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return "The port is in use by another program. Choose one: PORT=3001 npm start"
  if (code === "EACCES" && syscall === "listen") return "This user may not use that port. Choose one above 1023."
  return message
}
