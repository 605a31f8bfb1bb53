// The least that shows a page of comments: a node server that reads fifty by one prepared query and puts them into HTML.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import pg from "pg"
import { escapeHtml } from "#lib/shared/html"

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

type Row = { name: string; body: string; posted: string }

const server = createServer({ keepAliveTimeout: 65_000 }, (_, response) => {
  pool
    .query<Row>({
      name: "bare",
      text: `select name, body, to_char("postedAt", 'YYYY-MM-DD') as posted from "Comment"
        where "campaignId" = (select id from "Campaign" where "isMain") and "isShown" order by "oldestPlace" limit 50`,
    })
    .then(
      ({ rows }) => {
        const items = rows.map(({ name, body, posted }) => {
          return `<li><b>${escapeHtml(name)}</b> <time>${posted}</time><p>${escapeHtml(body)}</p></li>`
        })
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" })
        response.end(`<!doctype html><title>Comments</title><ol>${items.join("")}</ol>`)
      },
      () => response.writeHead(500).end(),
    )
})
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
