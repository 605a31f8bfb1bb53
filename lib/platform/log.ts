import pino from "pino"
import { env } from "#lib/platform/env"

/**
 * What may be written about an error: its kind, code and place in the code.
 *
 * The message is left out: those of Prisma, PostgreSQL and SMTP servers quote values, addresses among them.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []
  return {
    kind: error.name,
    ...(typeof code === "string" && { code }),
    ...(typeof responseCode === "number" && { responseCode }),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

let known: pino.Logger | undefined

/** The log of this process: JSON lines without addresses, names, texts, tokens or full URLs. */
export function log(): pino.Logger {
  known ??= pino({
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError },
  })
  return known
}
