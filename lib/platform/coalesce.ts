/**
 * Lets calls with the same key that come while one is under way share its outcome.
 *
 * @param keyOf What makes two calls the same.
 */
export function coalesce<Arguments extends unknown[], Value>(
  keyOf: (...args: Arguments) => string,
  work: (...args: Arguments) => Promise<Value>,
): (...args: Arguments) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>()
  return (...args) => {
    const key = keyOf(...args)
    const known = underWay.get(key)
    if (known) return known
    const started = work(...args).finally(() => underWay.delete(key))
    underWay.set(key, started)
    return started
  }
}
