import { compare, type Comparison, type Load, type Request } from "#scripts/bench/compare"
import { VARIABLES, withDatabases } from "#scripts/bench/databases"
import { addSignatures } from "#scripts/bench/many-signatures"
import { startScript, startSite } from "#scripts/bench/servers"

const SLUG = "amnesty-2015"
/** What a growing site is measured against, and how far it has grown. */
const FEW = 1_000
const MANY = 100_000

const HEADERS = {
  "content-type": "application/x-www-form-urlencoded",
  accept: "text/html",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

let people = 0

/** The sign form with an address that nobody used before. */
function signing(path: string): Request {
  return {
    method: "POST",
    path,
    headers: HEADERS,
    setupRequest: (request) => {
      people += 1
      const form = `name=Bench+${people}&email=bench-${process.pid}-${people}%40example.org&consent=yes&showName=yes&country=ES&town=Bilbao&reason=Because+it+matters.&locale=en`
      return { ...request, body: form }
    },
  }
}

/** POST sign, with encryption, deduplication, durable commit, draft and queued mail, against bare node and pg doing one prepared insert. */
export function sign(load: Load): Promise<Comparison> {
  return withDatabases(async (url) => {
    const site = await startSite({ ...VARIABLES, DATABASE_URL: url })
    const bare = await startScript("raw-insert.ts", { DATABASE_URL: url })
    try {
      return await compare(
        [
          { name: "site", url: site.url, request: signing(`/c/${SLUG}/signatures`) },
          { name: "bare insert", url: bare.url, request: signing("/") },
        ],
        load,
      )
    } finally {
      await bare.stop()
      await site.stop()
    }
  })
}

/** Two sites, one with 1,000 and one with 100,000 signatures, under the same load: how much the large one still does of what the small one does. */
function growth(request: Request, load: Load): Promise<Comparison> {
  return withDatabases((smallUrl) =>
    withDatabases(async (largeUrl) => {
      const small = await startSite({ ...VARIABLES, DATABASE_URL: smallUrl })
      const large = await startSite({ ...VARIABLES, DATABASE_URL: largeUrl })
      try {
        await addSignatures(smallUrl, SLUG, FEW)
        await addSignatures(largeUrl, SLUG, MANY)
        return await compare(
          [
            { name: `with ${MANY}`, url: large.url, request },
            { name: `with ${FEW}`, url: small.url, request },
          ],
          load,
        )
      } finally {
        await Promise.all([small.stop(), large.stop()])
      }
    }),
  )
}

/** The cost of a signature when many are stored. */
export const signGrowth = (load: Load) => growth(signing(`/c/${SLUG}/signatures`), load)

/** The cost of making the page, past the cache, when many signatures are stored. */
export const pageGrowth = (load: Load) =>
  growth(
    { method: "GET", path: `/c/${SLUG}`, headers: { accept: "text/html", cookie: "form=AAAAAAAAAAAAAAAAAAAAAA" } },
    { ...load, connections: Math.min(load.connections, 4) },
  )
