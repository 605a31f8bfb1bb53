import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { context, type BuildContext, type BuildOptions, type Plugin } from "esbuild"

const HELP = `Usage: npm run assets [-- --watch]

Bundles the styles and the browser script of the public pages into public/, and writes their addresses with a
content hash to lib/generated/assets.ts.

  --watch   does it again whenever a source changes
`

type Asset = { name: string; from: string; to: string }

const ASSETS: Asset[] = [
  { name: "css", from: "styles/public/main.css", to: "/site.css" },
  { name: "admin", from: "styles/admin/main.css", to: "/admin.css" },
  { name: "script", from: "enhance/main.ts", to: "/enhance.js" },
  { name: "passkeys", from: "enhance/passkeys.ts", to: "/passkeys.js" },
]

/** Files that are as they are, and get a hashed address so that a page asks for them once. */
const FILES = [{ name: "logo", to: "/red-umbrella.svg" }]

const GENERATED = "lib/generated/assets.ts"

function options({ from, to }: Asset): BuildOptions {
  const shared = {
    outfile: `public${to}`,
    bundle: true,
    minify: true,
    logLevel: "warning",
    legalComments: "none",
  } as const
  // A source that is not there yet gives an empty file, so that pages may name it already.
  const source = existsSync(from)
    ? { entryPoints: [from] }
    : { stdin: { contents: "", loader: from.endsWith(".css") ? ("css" as const) : ("js" as const) } }
  // Old phones read ES2018; fonts and pictures keep their addresses.
  return to.endsWith(".js")
    ? { ...shared, ...source, format: "iife", target: "es2018" }
    : { ...shared, ...source, target: ["chrome80", "firefox78", "safari13"] }
}

function writeAddresses(): void {
  const lines = [...ASSETS, ...FILES].map(({ name, to }) => {
    const hash = createHash("sha256")
      .update(readFileSync(`public${to}`))
      .digest("base64url")
      .slice(0, 10)
    return `  ${name}: "${to}?v=${hash}",\n`
  })
  const text = `/** Addresses of the built files; made by scripts/build-assets.ts. */\nexport const assets = {\n${lines.join("")}}\n`
  if (existsSync(GENERATED) && readFileSync(GENERATED, "utf8") === text) return
  mkdirSync("lib/generated", { recursive: true })
  writeFileSync(GENERATED, text)
}

// An address that begins with a slash is one of the site, not a file of this machine.
const siteAddresses: Plugin = {
  name: "site-addresses",
  setup: (build) =>
    build.onResolve({ filter: /^\// }, ({ path, kind }) => (kind === "url-token" ? { path, external: true } : null)),
}

const rewriting: Plugin = {
  name: "rewriting",
  setup: (build) =>
    build.onEnd(() => {
      if (ASSETS.every(({ to }) => existsSync(`public${to}`))) writeAddresses()
    }),
}

/**
 * Builds everything once.
 *
 * @param keepWatching Builds again on every change, until `stop` is called.
 */
export async function buildAssets(keepWatching = false): Promise<{ stop: () => Promise<void> }> {
  mkdirSync("public", { recursive: true })
  const contexts: BuildContext[] = []
  for (const asset of ASSETS) {
    contexts.push(
      await context({ ...options(asset), plugins: keepWatching ? [siteAddresses, rewriting] : [siteAddresses] }),
    )
  }
  await Promise.all(contexts.map((each) => each.rebuild()))
  writeAddresses()
  if (keepWatching) await Promise.all(contexts.map((each) => each.watch()))
  const stop = async () => void (await Promise.all(contexts.map((each) => each.dispose())))
  if (!keepWatching) await stop()
  return { stop }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { help: { type: "boolean" }, watch: { type: "boolean" } } })
  if (values.help) process.stdout.write(HELP)
  else await buildAssets(values.watch)
}
