import type { IncomingMessage, ServerResponse } from "node:http"
import { ClientGone, factsOf, readBody, sendResponse, toRequest, toUpload } from "#lib/web/http"
import { run } from "#lib/web/mount"
import { problem, type Problem } from "#lib/web/problem-page"
import { FORM_MAX_BYTES } from "#lib/web/read-form"
import { match, type Match } from "#lib/web/routes"

export type DispatchOptions = {
  baseUrl: string
  trustedHops: number
  commonHeaders: readonly (readonly [string, string])[]
}

/** Joins node's requests and answers to the handlers of the route table. */
export function createDispatch({ baseUrl, trustedHops, commonHeaders }: DispatchOptions) {
  const request = (incoming: IncomingMessage, body: Buffer | null) =>
    toRequest(incoming, body, { baseUrl, facts: factsOf(incoming, trustedHops) })

  async function answer(found: Match, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (found.takesFile) {
      await sendResponse(await run(found, toUpload(incoming, request(incoming, null))), outgoing, commonHeaders)
      // What was refused unread is thrown away, so that the connection can be used again.
      return void incoming.resume()
    }
    let body: Buffer | null = null
    if (incoming.method === "POST") {
      try {
        body = await readBody(incoming, FORM_MAX_BYTES)
      } catch (error) {
        if (error instanceof ClientGone) return void outgoing.destroy()
        throw error
      }
      if (!body) return sendResponse(problem(request(incoming, null), { status: 413 }), outgoing, commonHeaders)
    }
    await sendResponse(await run(found, request(incoming, body)), outgoing, commonHeaders)
  }

  return {
    /** Runs the handler that is mounted at a method and path; `null` when there is none. */
    dispatch(incoming: IncomingMessage, outgoing: ServerResponse, pathname: string): Promise<void> | null {
      const found = match(incoming.method === "HEAD" ? "GET" : (incoming.method ?? ""), pathname)
      return found && answer(found, incoming, outgoing)
    },

    /** Answers with a page, or problem details, about a fault. Works for addresses that nothing else can read. */
    async sendTrouble(incoming: IncomingMessage, outgoing: ServerResponse, trouble: Problem): Promise<void> {
      incoming.resume()
      await sendResponse(problem(subjectOf(incoming), trouble), outgoing, commonHeaders)
    },
  }

  /** As much of a request as a page about a fault needs: it may be one that cannot be made into a Request. */
  function subjectOf(incoming: IncomingMessage): Request {
    const headers = new Headers()
    for (const name of ["accept", "accept-language", "content-type"] as const) {
      const value = incoming.headers[name]
      if (value) headers.set(name, value)
    }
    const url = baseUrl + (incoming.url ?? "/")
    return new Request(URL.canParse(url) ? url : baseUrl, { headers })
  }
}
