import autocannon from "autocannon"

export type Request = NonNullable<Parameters<typeof autocannon>[0]["requests"]>[number]

/** A server under load: its address and what it is asked. */
export type Contestant = { name: string; url: string; request: Request }

export type Load = { rounds: number; seconds: number; connections: number }

export type Measured = { name: string; perSecond: number; p99Ms: number; rounds: number[] }

/** What was measured of each contestant, and the first in relation to the last. */
export type Comparison = { measured: Measured[]; ratio: number }

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/**
 * Puts the contestants under the same load in turns, so that whatever else the machine does meets them alike.
 *
 * The ratio is the median of the rounds' ratios: neighbours in time are compared, not the best moments of each.
 *
 * @throws when an answer is a fault: then there is nothing to compare.
 */
export async function compare(contestants: readonly Contestant[], load: Load): Promise<Comparison> {
  const results = contestants.map(() => ({ perSecond: [] as number[], p99: [] as number[] }))
  // The first round warms up and does not count.
  for (let round = 0; round <= load.rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const { perSecond, p99 } = await loadOnce(contestant, load, round === 0 ? 2 : load.seconds)
      if (round === 0) continue
      results[index]?.perSecond.push(perSecond)
      results[index]?.p99.push(p99)
    }
  }
  const measured = contestants.map(({ name }, index) => {
    const rounds = results[index]?.perSecond ?? []
    return { name, rounds, perSecond: median(rounds), p99Ms: median(results[index]?.p99 ?? []) }
  })
  const last = measured.at(-1)?.rounds ?? []
  const ratio = median((measured[0]?.rounds ?? []).map((perSecond, round) => perSecond / (last[round] ?? 1)))
  return { measured, ratio }
}

async function loadOnce({ name, url, request }: Contestant, load: Load, seconds: number) {
  // One request for all is sent with far less work than a list, so that the load is never the bottleneck.
  const asked = request.setupRequest ? { url, requests: [request] } : { ...request, url: url + (request.path ?? "") }
  const result = await autocannon({ ...asked, connections: load.connections, duration: seconds })
  const faults = result.errors + result.timeouts + result["4xx"] + result["5xx"]
  if (faults > 0 || result.requests.total === 0) {
    throw new Error(
      `${name}: ${faults} of ${result.requests.total} answers were faults (${JSON.stringify(result["5xx"])} of them 5xx).`,
    )
  }
  return { perSecond: result.requests.average, p99: result.latency.p99 }
}
