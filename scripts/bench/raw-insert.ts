// The least that keeps a signature: a node server that reads the form and does one prepared insert before it answers.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import pg from "pg"

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query(`create table if not exists bare (
  id bigint generated always as identity primary key, email text not null unique, name text not null, at timestamptz not null default now())`)

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  let body = ""
  request.setEncoding("utf8")
  request.on("data", (text: string) => (body += text))
  request.on("end", () => {
    const form = new URLSearchParams(body)
    pool
      .query({
        name: "bare",
        text: "insert into bare (email, name) values ($1, $2) on conflict do nothing",
        values: [form.get("email"), form.get("name")],
      })
      .then(
        () => response.writeHead(303, { location: "/thanks" }).end(),
        () => response.writeHead(500).end(),
      )
  })
})
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
