// One of several processes that share the port (WEB_CONCURRENCY). The first process of all starts and stops it.

// Ctrl-C in a terminal reaches every process; the first one decides what happens then.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {})

try {
  const { serve } = await import("../server.ts")
  const { address, close } = await serve()
  const stop = async () => {
    await close()
    process.exit(0)
  }
  process.on("message", (message) => void (message === "stop" && stop()))
  process.on("disconnect", () => void stop())
  process.send?.({ address })
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  process.send?.({ error: { code, message } }, () => process.exit(1))
}

export {}
