import { compare, type Comparison, type Load, type Request } from "#scripts/bench/compare"
import { VARIABLES, withDatabases } from "#scripts/bench/databases"
import { addComments } from "#scripts/bench/many-comments"
import { startScript, startSite } from "#scripts/bench/servers"

const THREAD = "/c/amnesty-2015/comments"
const SLUG = "amnesty-2015"
/** What a growing thread is measured against, and how far it has grown. */
const FEW = 50
const MANY = 5_000

const HEADERS = {
  accept: "text/html",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

let people = 0

/** A comment in words of its own, by a guest who has not written before. */
function posting(path: string): Request {
  return {
    method: "POST",
    path,
    headers: { ...HEADERS, "content-type": "application/x-www-form-urlencoded" },
    setupRequest: (request) => {
      people += 1
      const words = people.toString(36).split("").join(" to ")
      const body = `name=Bench&email=bench-${process.pid}-${people}%40example.org&body=The+law+makes+me+work+alone+${words}+every+night.&locale=en`
      return { ...request, body }
    },
  }
}

/** POST of a comment, with screening, encryption and durable commit, against bare node and pg doing one prepared insert. */
export function comment(load: Load): Promise<Comparison> {
  return withDatabases(async (url) => {
    const site = await startSite({ ...VARIABLES, DATABASE_URL: url })
    const bare = await startScript("raw-insert.ts", { DATABASE_URL: url })
    try {
      await addComments(url, SLUG, MANY)
      return await compare(
        [
          { name: "site", url: site.url, request: posting(THREAD) },
          { name: "bare insert", url: bare.url, request: posting("/") },
        ],
        load,
      )
    } finally {
      await bare.stop()
      await site.stop()
    }
  })
}

/** A site with many comments and a bare server on the same database. */
function againstBare(headers: Record<string, string>, load: Load): Promise<Comparison> {
  return withDatabases(async (url) => {
    const site = await startSite({ ...VARIABLES, DATABASE_URL: url })
    const bare = await startScript("raw-thread.ts", { DATABASE_URL: url })
    try {
      await addComments(url, SLUG, MANY)
      const request = { method: "GET", path: THREAD, headers: { ...HEADERS, ...headers } } as const
      return await compare(
        [
          { name: "site", url: site.url, request },
          { name: "bare query", url: bare.url, request },
        ],
        load,
      )
    } finally {
      await bare.stop()
      await site.stop()
    }
  })
}

/** GET of a thread as readers get it, against bare node and pg reading and writing out fifty comments each time. */
export const thread = (load: Load) => againstBare({}, load)

/** The same made anew for somebody with a cookie, past the cache. */
const PERSONAL = { cookie: "form=AAAAAAAAAAAAAAAAAAAAAA" }
export const threadAnew = (load: Load) => againstBare(PERSONAL, { ...load, connections: Math.min(load.connections, 4) })

/** The cost of making a page of a thread, past the cache, when many comments are stored. */
export function threadGrowth(load: Load): Promise<Comparison> {
  return withDatabases((smallUrl) =>
    withDatabases(async (largeUrl) => {
      const small = await startSite({ ...VARIABLES, DATABASE_URL: smallUrl })
      const large = await startSite({ ...VARIABLES, DATABASE_URL: largeUrl })
      try {
        await addComments(smallUrl, SLUG, FEW)
        await addComments(largeUrl, SLUG, MANY)
        const request = { method: "GET", path: THREAD, headers: { ...HEADERS, ...PERSONAL } } as const
        return await compare(
          [
            { name: `with ${MANY}`, url: large.url, request },
            { name: `with ${FEW}`, url: small.url, request },
          ],
          { ...load, connections: Math.min(load.connections, 4) },
        )
      } finally {
        await Promise.all([small.stop(), large.stop()])
      }
    }),
  )
}
