import type { ServerResponse } from "node:http"
import { namesTag, type Encoding } from "#lib/front/negotiate"
import type { StoredPage } from "#lib/front/stored-page"

/** What of the request shapes the answer. */
export type SendWishes = { encoding: Encoding; ifNoneMatch: string }

/** Sends a stored page, or 304 when the reader has it. */
export function sendPage(page: StoredPage, outgoing: ServerResponse, wishes: SendWishes): void {
  const variant = page.variants[wishes.encoding]
  const isKnown = wishes.ifNoneMatch !== "" && page.status === 200 && namesTag(wishes.ifNoneMatch, page.tags)
  const headers = isKnown ? variant.unchanged : variant.headers
  headers[headers.length - 1] = ageOf(page)
  outgoing.writeHead(isKnown ? 304 : page.status, headers)
  if (isKnown) outgoing.end()
  else outgoing.end(variant.body)
}

function ageOf(page: StoredPage): string {
  const seconds = Math.floor((Date.now() - page.filledAt) / 1_000)
  return seconds > 0 ? String(seconds) : "0"
}
