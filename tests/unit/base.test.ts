import { expect, it } from "vitest"

it("runs on the Node of the project and in an odd time zone", () => {
  expect(Number(process.versions.node.split(".")[0])).toBe(24)
  expect(new Date(Date.UTC(2015, 6, 1)).getTimezoneOffset()).toBe(-345)
})

it("reads modules that only servers may import", async () => {
  await expect(import("server-only")).resolves.toBeDefined()
})
