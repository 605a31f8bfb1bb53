import { expect, it } from "vitest"
import config from "../../../next.config"

it("leads mail servers to the handlers, whatever their content type, also without the front", async () => {
  const rewrites = await config.rewrites!()
  if (Array.isArray(rewrites)) throw new Error("The rewrites have an order.")
  for (const path of ["/hooks/bounce", "/hooks/reply"]) {
    const found = rewrites.beforeFiles!.find(({ source }) => source === path)
    expect(found).toEqual({ source: path, destination: `/api/forms${path}` })
  }
})
