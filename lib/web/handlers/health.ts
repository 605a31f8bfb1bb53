const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }

/** `GET /healthz`: the process lives and can answer. */
export async function health(): Promise<Response> {
  return new Response('{"status":"ok"}\n', { headers: HEADERS })
}
