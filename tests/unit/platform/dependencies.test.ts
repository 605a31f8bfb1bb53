import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { isAllowed, productionPackages, run } from "#scripts/licences"

type Entry = {
  version: string
  integrity?: string
  resolved?: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Entry> }
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, Record<string, string>>
const entries = Object.entries(lock.packages).filter(([path]) => path !== "")

it("locks every package by its hash, but for builds of machines that the registry did not list", () => {
  const loose = entries.filter(([, entry]) => !entry.integrity)
  for (const [path, { optional, os, cpu }] of loose) {
    expect(optional, path).toBe(true)
    const isOurs = os?.[0] === "linux" && ["x64", "arm64"].includes(cpu?.[0] ?? "")
    expect(isOurs, path).toBe(false)
  }
})

it("takes packages from the configured registry only", () => {
  expect(entries.filter(([, { resolved }]) => resolved)).toEqual([])
  const wanted = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  )
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

it("lets no package run a script at install time", () => {
  expect(Object.values(manifest.allowScripts ?? {}).filter(Boolean)).toEqual([])
})

it("runs on few packages, whose licences fit", () => {
  // docs/decisions/0005
  expect(Object.keys(manifest.dependencies ?? {}).length).toBeLessThanOrEqual(32)
  expect(productionPackages(JSON.parse(JSON.stringify(lock))).filter((each) => !isAllowed(each))).toEqual([])
  expect(run(true)).toBe(0)
})

it.each([
  ["MIT", true],
  ["(GPL-2.0 OR MIT)", true],
  ["MIT AND ISC", true],
  ["MIT AND GPL-2.0", false],
  ["LGPL-3.0-or-later", false],
  ["unknown", false],
])("judges %s", (licence, isFine) => {
  expect(isAllowed({ name: "planted", version: "1.0.0", licence })).toBe(isFine)
})
