/**
 * Remembers the answers of a lookup for a moment, so that a hot path does not ask the database each time.
 *
 * A failure is not remembered; `null` is.
 *
 * @param freshMs How old an answer may be.
 */
export function recall<Arguments extends string[], Value>(
  lookUp: (...args: Arguments) => Promise<Value>,
  freshMs: number,
  maxEntries = 500,
): (...args: Arguments) => Promise<Value> {
  const known = new Map<string, { value: Promise<Value>; until: number }>()
  return (...args) => {
    const key = args.join("\u0000")
    const found = known.get(key)
    if (found && found.until > Date.now()) return found.value
    if (known.size >= maxEntries) known.clear()
    const value = lookUp(...args)
    known.set(key, { value, until: Date.now() + freshMs })
    value.catch(() => known.delete(key))
    return value
  }
}
