import { expect, it } from "vitest"
import { isDatabaseDown } from "#lib/platform/sql"

const fault = (facts: object) => Object.assign(new Error("said no"), facts)

it.each([
  ["refused", fault({ code: "ECONNREFUSED" })],
  ["stopping", fault({ code: "57P01" })],
  ["starting", fault({ code: "57P03" })],
  ["full", fault({ code: "53100" })],
  ["too slow", new Error("Query read timeout")],
  ["cut off", new Error("Connection terminated unexpectedly")],
  ["one of several addresses refused", new AggregateError([fault({ code: "ECONNREFUSED" })])],
  // As Prisma 7.10 tells it: the code of PostgreSQL is in a plain object inside.
  [
    "starting, through Prisma",
    fault({ code: "P2039", meta: { driverAdapterError: fault({ cause: { kind: "postgres", code: "57P03" } }) } }),
  ],
  [
    "too many, through Prisma",
    fault({
      code: "P2037",
      meta: { driverAdapterError: fault({ cause: { kind: "TooManyConnections", originalCode: "53300" } }) },
    }),
  ],
])("knows a database that is %s", (_, error) => {
  expect(isDatabaseDown(error)).toBe(true)
})

it.each([
  ["a broken rule", fault({ code: "23505" })],
  [
    "a broken rule, through Prisma",
    fault({
      code: "P2002",
      meta: { driverAdapterError: fault({ cause: { kind: "UniqueConstraintViolation", originalCode: "23505" } }) },
    }),
  ],
  ["a mistake in the code", new TypeError("x is not a function")],
  ["nothing", undefined],
  ["a text", "57P01"],
])("does not take %s for it", (_, error) => {
  expect(isDatabaseDown(error)).toBe(false)
})
