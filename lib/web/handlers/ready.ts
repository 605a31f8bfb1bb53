import { findDown, type Part } from "#lib/platform/readiness"

const FRESH_MS = 1_000

let known: { asked: Promise<Part[]>; at: number } | undefined

/** Asks at most once a second, however many balancers want to know. */
function ask(): Promise<Part[]> {
  const now = Date.now()
  if (!known || now - known.at > FRESH_MS) known = { asked: findDown(), at: now }
  return known.asked
}

/** `GET /readyz`: 200 when the node can serve, else 503 with the names of what is down. Tells no versions and no addresses. */
export async function ready(): Promise<Response> {
  const down = await ask()
  const body = down.length === 0 ? { status: "ready" } : { status: "unready", down }
  return new Response(`${JSON.stringify(body)}\n`, {
    status: down.length === 0 ? 200 : 503,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...(down.length > 0 && { "retry-after": "5" }),
    },
  })
}

/** Forgets the last answer: the next one is asked for anew. */
export function forgetReadiness(): void {
  known = undefined
}
