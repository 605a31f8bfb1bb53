/** The outcome of something a person can cause to fail: a value, or one of a few known codes. */
export type Result<Value, Code extends string> = { ok: true; value: Value } | { ok: false; code: Code }

/** A success. */
export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value }
}

/** A failure that the caller turns into words. */
export function fail<Code extends string>(code: Code): { ok: false; code: Code } {
  return { ok: false, code }
}
