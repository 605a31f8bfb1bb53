/** Public data may be read by any site's page (contract.md); it is as fresh as the pages are. */
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "public, max-age=5",
}

/** An answer of the public API, the same for everyone. */
export function publicJson(body: unknown, more: readonly (readonly [string, string])[] = []): Response {
  return new Response(JSON.stringify(body), { headers: { ...HEADERS, ...Object.fromEntries(more) } })
}
