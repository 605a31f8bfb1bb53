import { afterEach, beforeEach } from "vitest"

// An unexpected console.error fails the test that caused it. A test that expects one replaces console.error itself.
let unexpected: string[] = []
const original = console.error

beforeEach(() => {
  unexpected = []
  console.error = (...parts: unknown[]) => {
    unexpected.push(parts.map(String).join(" "))
    original(...parts)
  }
})

afterEach(() => {
  console.error = original
  if (unexpected.length > 0) throw new Error(`Unexpected console.error: ${unexpected.join(" | ")}`)
})
