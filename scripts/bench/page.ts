import { compare, type Load } from "#scripts/bench/compare"
import { startScript, startSite } from "#scripts/bench/servers"

/** As a browser sends them. */
const HEADERS = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-encoding": "gzip, deflate, br",
  "accept-language": "en-GB,en;q=0.9",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

/** GET of a campaign's page, ready compressed, against a bare node server that sends the same bytes. */
export async function page(load: Load) {
  const site = await startSite()
  try {
    const path = "/c/amnesty-2015"
    const raw = await startScript("raw-page.ts", {
      MODEL_URL: site.url + path,
      MODEL_HEADERS: JSON.stringify(HEADERS),
    })
    try {
      const request = { method: "GET", path, headers: HEADERS }
      return await compare(
        [
          { name: "site", url: site.url, request },
          { name: "bare node", url: raw.url, request },
        ],
        load,
      )
    } finally {
      await raw.stop()
    }
  } finally {
    await site.stop()
  }
}
