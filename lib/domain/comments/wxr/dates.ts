/** A date of an export, `YYYY-MM-DD HH:MM:SS` without a zone, read as UTC; `null` for zero dates and nonsense. */
export function parseWxrDate(text: string): number | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text.trim()) ?? []
  if (!day || !time || day.startsWith("0000")) return null
  const at = Date.parse(`${day}T${time}Z`)
  // 31 February is moved on by some readers and refused by others: only a date that comes back as it was is one.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : at
}

const OFFSET_MAX_MINUTES = 15 * 60

/** Finds out how far the site's clock was from UTC: the difference that most comments with both dates have. */
export function offsetCounter(): { note: (local: string, gmt: string) => void; minutes: () => number } {
  const counts = new Map<number, number>()
  return {
    note: (local, gmt) => {
      const [here, utc] = [parseWxrDate(local), parseWxrDate(gmt)]
      if (here === null || utc === null) return
      const minutes = Math.round((here - utc) / 60_000)
      if (minutes % 15 !== 0 || Math.abs(minutes) > OFFSET_MAX_MINUTES) return
      counts.set(minutes, (counts.get(minutes) ?? 0) + 1)
    },
    minutes: () => [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0],
  }
}
