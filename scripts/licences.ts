import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"

const HELP = `Usage: npm run licences [-- --check]

Writes docs/licences.md: the licence of every package that runs in production, from package-lock.json. Fails when one is not on
the list of licences that fit the project's own (AGPL-3.0-or-later).

  --check   writes nothing; fails when docs/licences.md is not up to date
`

const FILE = "docs/licences.md"

const ALLOWED = new Set([
  ...[
    "MIT",
    "MIT-0",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "BlueOak-1.0.0",
  ],
  // The licence of Python, permissive and compatible with the GPL (argparse, a translation of a Python module).
  "PSF-2.0",
])

// Data, fonts and libraries that are used as separate files, unchanged.
const ALLOWED_FOR: [licence: string, name: RegExp][] = [
  ["CC-BY-4.0", /^caniuse-lite$/],
  ["OFL-1.1", /^@fontsource\//],
  ["LGPL-3.0-or-later", /^@img\/sharp-/],
]

// Packages whose package.json names no licence; read from their LICENSE file.
const READ_BY_HAND: Record<string, string> = { "png-js": "MIT" }

type Entry = { version: string; license?: string; dev?: boolean; devOptional?: boolean; integrity?: string }
type Package = { name: string; version: string; licence: string }

/** What `npm ci --omit=dev` installs, on whatever machine. */
export function productionPackages(lock: { packages: Record<string, Entry> }): Package[] {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !entry.dev && !entry.devOptional)
    .filter(([, entry]) => entry.integrity)
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)
      return { name, version, licence: license ?? READ_BY_HAND[name] ?? "unknown" }
    })
}

/** Tells whether a package may be part of the product. "A OR B" needs one of them, "A AND B" all. */
export function isAllowed({ name, licence }: Package): boolean {
  const isKnown = (one: string) =>
    ALLOWED.has(one) || ALLOWED_FOR.some(([allowed, names]) => allowed === one && names.test(name))
  const alternatives = licence.replace(/[()]/g, "").split(" OR ")
  return alternatives.some((each) => each.split(/ AND /i).every((one) => isKnown(one.trim())))
}

function page(packages: Package[]): string {
  const byLicence = Map.groupBy(packages, ({ licence }) => licence)
  const sections = [...byLicence.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, members]) => {
      const names = [...new Set(members.map(({ name, version }) => `${name} ${version}`))].sort()
      return `## ${licence}\n\n${names.map((name) => `- ${name}`).join("\n")}\n`
    })
  return `# Licences of what runs in production\n\nMade by \`npm run licences\`.\n\n${sections.join("\n")}`
}

/** Checks the lock file's licences and brings the page up to date, or with `isCheck` only compares. @returns the exit code. */
export function run(isCheck: boolean): number {
  const packages = productionPackages(JSON.parse(readFileSync("package-lock.json", "utf8")))
  const strangers = packages.filter((each) => !isAllowed(each))
  for (const { name, version, licence } of strangers) console.error(`Not on the list: ${name} ${version}: ${licence}`)
  const text = page(packages)
  if (!isCheck) writeFileSync(FILE, text)
  else if (readFileSync(FILE, "utf8") !== text) {
    console.error(`${FILE} is not up to date: npm run licences`)
    return 1
  }
  return strangers.length > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { help: { type: "boolean" }, check: { type: "boolean" } } })
  if (values.help) process.stdout.write(HELP)
  else process.exitCode = run(values.check ?? false)
}
