import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { envSchema } from "#lib/platform/env"

it("explains every variable in .env.example, and no other", () => {
  const text = readFileSync(".env.example", "utf8")
  const named = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  const internal = ["DEV"]
  const read = Object.keys(envSchema.shape).filter((name) => !internal.includes(name))
  expect(named.sort()).toEqual(read.sort())
})
