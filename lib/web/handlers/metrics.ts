import { timingSafeEqual } from "node:crypto"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { env } from "#lib/platform/env"
import { findDown } from "#lib/platform/readiness"
import { hotPool, isDatabaseDown } from "#lib/platform/sql"
import { hashToken } from "#lib/platform/tokens"
import { LOCAL_HEADER } from "#lib/web/client-address"
import { problem } from "#lib/web/problem-page"

const loop = monitorEventLoopDelay({ resolution: 20 })
loop.enable()

type Metric = { name: string; help: string; type: "gauge" | "counter"; values: readonly (readonly [string, number])[] }

/** Only for this machine, and for who has the password. */
function mayRead(request: Request): boolean {
  if (request.headers.get(LOCAL_HEADER) === "1") return true
  const { METRICS_TOKEN } = env()
  const given = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]
  return (
    METRICS_TOKEN !== undefined && given !== undefined && timingSafeEqual(hashToken(given), hashToken(METRICS_TOKEN))
  )
}

function ofProcess(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const one = (value: number) => [["", value] as const]
  return [
    { name: "process_resident_memory_bytes", help: "Memory of this node.", type: "gauge", values: one(rss) },
    { name: "nodejs_heap_size_used_bytes", help: "Memory of its objects.", type: "gauge", values: one(heapUsed) },
    { name: "process_cpu_seconds_total", help: "Processor time.", type: "counter", values: one((user + system) / 1e6) },
    { name: "process_uptime_seconds", help: "Since its start.", type: "gauge", values: one(process.uptime()) },
    {
      ...{ name: "nodejs_eventloop_lag_p99_seconds", help: "How late timers are.", type: "gauge" as const },
      values: one((Number.isNaN(loop.percentile(99)) ? 0 : loop.percentile(99)) / 1e9),
    },
    {
      ...{ name: "two_minutes_database_connections", help: "Connections of this node.", type: "gauge" as const },
      values: [
        ['{state="open"}', hotPool().totalCount],
        ['{state="idle"}', hotPool().idleCount],
        ['{state="awaited"}', hotPool().waitingCount],
      ],
    },
  ]
}

type Row = { name: string; label: string; value: number }

/** Totals of the site: no campaign, no person, no address. */
async function ofSite(): Promise<Metric[]> {
  const { rows } = await hotPool().query<Row>(`
    select 'messages' as name, state::text as label, count(*)::float as value from "Message" group by 2
    union all select 'oldest_message_seconds', '', coalesce(extract(epoch from now() - min("dueAt")), 0)::float
      from "Message" where state = 'QUEUED' and "dueAt" < now()
    union all select 'waiting_texts', kind, count(*)::float from "Screening" where "waitingSince" is not null group by 2
    union all select 'tasks', state::text, count(*)::float from "Task" group by 2`)
  const of = (name: string) => rows.filter((row) => row.name === name)
  const labelled = (name: string, label: string) =>
    of(name).map(({ label: value, value: count }) => [`{${label}="${value.toLowerCase()}"}`, count] as const)
  return [
    { name: "two_minutes_messages", help: "Mail by state.", type: "gauge", values: labelled("messages", "state") },
    {
      ...{ name: "two_minutes_oldest_message_seconds", help: "How long mail has been due.", type: "gauge" as const },
      values: of("oldest_message_seconds").map(({ value }) => ["", value] as const),
    },
    {
      ...{ name: "two_minutes_waiting_texts", help: "Texts before the moderators.", type: "gauge" as const },
      values: labelled("waiting_texts", "kind"),
    },
    { name: "two_minutes_tasks", help: "Long work by state.", type: "gauge", values: labelled("tasks", "state") },
  ]
}

const write = ({ name, help, type, values }: Metric) =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([labels, value]) => `${name}${labels} ${value}`),
  ].join("\n")

/** `GET /metrics`: how this node and the site do, in the text format of Prometheus 0.0.4. Answers while the database is down, too. */
export async function metrics(request: Request): Promise<Response> {
  if (!mayRead(request)) {
    // Without a password there is nothing here for anybody else.
    if (!env().METRICS_TOKEN) return problem(request, { status: 404 })
    const headers = { "www-authenticate": "Bearer", "cache-control": "no-store" }
    return new Response("A bearer token is needed.\n", { status: 401, headers })
  }
  const down = await findDown()
  const site = down.includes("database")
    ? []
    : await ofSite().catch((error: unknown) => {
        if (isDatabaseDown(error)) return []
        throw error
      })
  const ready: Metric = {
    ...{ name: "two_minutes_ready", help: "1 while the node can serve.", type: "gauge" },
    values: [["", down.length === 0 ? 1 : 0]],
  }
  const body = [...ofProcess(), ready, ...site].filter(({ values }) => values.length > 0).map(write)
  return new Response(`${body.join("\n")}\n`, {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  })
}
