// Lets Node run the project's TypeScript outside Next.js: `server-only` throws there by design, so it becomes an empty module.
import { registerHooks } from "node:module"

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === "server-only") return { url: "data:text/javascript,", shortCircuit: true }
    return nextResolve(specifier, context)
  },
})
