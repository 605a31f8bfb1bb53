import { randomUUID } from "node:crypto"
import { log } from "#lib/platform/log"
import { sealBytes, unseal } from "#lib/platform/seal"
import { hotPool, isDatabaseDown } from "#lib/platform/sql"
import { inputSeal, partSeal, TASK_KEPT_HOURS, TaskFailed, type TaskKind, type TaskRun } from "#lib/platform/tasks"

/** How long a worker that says nothing keeps a task. */
const LEASE_SECONDS = 30
const HEARTBEAT_MS = 8_000
/** A task that killed its worker so often is given up: it is the cause. */
const MAX_TRIES = 5
/** One encrypted piece of a file: what memory holds of it, and what a row holds. */
const PIECE_BYTES = 256 * 1024
const REPORT_EVERY_MS = 500
/** A stop does not wait longer for work that does not listen. */
const STOP_PATIENCE_MS = 5_000

/** The run is not ours any more: the worker stops, the task was deleted, or another worker has taken it. */
class RunOver extends Error {}

type Claimed = {
  id: string
  kind: string
  organiserId: string
  campaignId: string | null
  sealed: Buffer | null
  run: number
}

/** Runs one task after the other, as loops of the worker do. `stop` gives back what is under way. */
export function createTaskRunner(
  kinds: Readonly<Record<string, TaskKind>>,
  { leaseSeconds = LEASE_SECONDS, heartbeatMs = HEARTBEAT_MS }: { leaseSeconds?: number; heartbeatMs?: number } = {},
): { run(): Promise<void>; stop(): Promise<void> } {
  const stopping = new AbortController()
  let current: Promise<void> = Promise.resolve()

  async function all(): Promise<void> {
    await giveUpDeadly()
    while (!stopping.signal.aborted) {
      const task = await claim(leaseSeconds)
      if (!task) return
      await runClaimed(task, kinds[task.kind], stopping.signal, { leaseSeconds, heartbeatMs })
    }
  }

  return {
    run: () => (current = all()),
    async stop() {
      stopping.abort()
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_PATIENCE_MS)))
      await Promise.race([current.catch(() => undefined), patience])
      clearTimeout(timer)
    },
  }
}

/** Takes the oldest task that waits or whose worker is gone, and throws away what the run before has written. */
async function claim(leaseSeconds: number): Promise<Claimed | null> {
  const { rows } = await hotPool().query<Claimed>(
    `with next as (
      select id from "Task" where (state = 'WAITING' or state = 'RUNNING' and "leasedUntil" < now()) and tries < ${MAX_TRIES}
      order by "createdAt" limit 1 for update skip locked
    ), cleared as (
      delete from "TaskPart" where "taskId" in (select id from next)
    )
    update "Task" t set state = 'RUNNING', run = t.run + 1, tries = t.tries + 1, "leasedUntil" = now() + make_interval(secs => $1), done = 0, bytes = 0
    from next where t.id = next.id
    returning t.id, t.kind, t."organiserId", t."campaignId", t.sealed, t.run`,
    [leaseSeconds],
  )
  return rows[0] ?? null
}

async function giveUpDeadly(): Promise<void> {
  await hotPool().query(
    `update "Task" set state = 'FAILED', error = 'stopped', sealed = null, "leasedUntil" = null,
      "expiresAt" = now() + interval '${TASK_KEPT_HOURS} hours'
    where tries >= ${MAX_TRIES} and (state = 'WAITING' or state = 'RUNNING' and "leasedUntil" < now())`,
  )
}

/** Changes the task's row if the run is still ours. @throws RunOver */
async function update(task: Claimed, changes: string, values: unknown[] = []): Promise<void> {
  const { rowCount } = await hotPool().query(
    `update "Task" set ${changes} where id = $1 and run = $2 and state = 'RUNNING'`,
    [task.id, task.run, ...values],
  )
  if (rowCount === 0) throw new RunOver()
}

async function runClaimed(
  task: Claimed,
  kind: TaskKind | undefined,
  stopSignal: AbortSignal,
  { leaseSeconds, heartbeatMs }: { leaseSeconds: number; heartbeatMs: number },
): Promise<void> {
  const lost = new AbortController()
  const signal = AbortSignal.any([stopSignal, lost.signal])
  const heartbeat = setInterval(() => {
    update(task, `"leasedUntil" = now() + make_interval(secs => $3)`, [leaseSeconds]).catch((error: unknown) => {
      // While the database is away nothing is known; the next beat tells.
      if (error instanceof RunOver) lost.abort()
    })
  }, heartbeatMs)
  try {
    if (!kind) throw new Error(`There is no task of the kind ${task.kind}.`)
    const file = openFile(task, signal)
    await kind.run(unseal(inputSeal(task.id), task.sealed ?? Buffer.alloc(0)), contextOf(task, file, signal))
    await file.close()
  } catch (error) {
    await settleFault(task, error, stopSignal)
  } finally {
    clearInterval(heartbeat)
  }
}

function contextOf(task: Claimed, file: ReturnType<typeof openFile>, signal: AbortSignal): TaskRun {
  let reportedAt = 0
  return {
    taskId: task.id,
    organiserId: task.organiserId,
    campaignId: task.campaignId,
    now: new Date(),
    signal,
    write: file.write,
    finish: file.name,
    async report(done, total) {
      if (signal.aborted) throw new RunOver()
      if (done !== total && Date.now() - reportedAt < REPORT_EVERY_MS) return
      reportedAt = Date.now()
      await update(task, "done = $3, total = $4", [done, total])
    },
  }
}

/** The file of a run: pieces are encrypted and stored as soon as they are full. */
function openFile(task: Claimed, signal: AbortSignal) {
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let bytes = 0
  let number = 0
  let named: { fileName: string; mediaType: string } | null = null

  async function store(): Promise<void> {
    const piece = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    bytes += piece.length
    const { rowCount } = await hotPool().query(
      `insert into "TaskPart" ("taskId", run, number, sealed)
        select id, run, $3, $4 from "Task" where id = $1 and run = $2 and state = 'RUNNING'`,
      [task.id, task.run, number, sealBytes(partSeal(task.id, task.run, number), piece)],
    )
    if (rowCount === 0) throw new RunOver()
    number += 1
  }

  return {
    async write(chunk: Uint8Array | string): Promise<void> {
      if (signal.aborted) throw new RunOver()
      const piece = typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk)
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        const slice = piece.subarray(at, at + PIECE_BYTES)
        waiting.push(slice)
        waitingBytes += slice.length
        if (waitingBytes >= PIECE_BYTES) await store()
      }
    },
    name(file: { fileName: string; mediaType: string }): Promise<void> {
      named = file
      return Promise.resolve()
    },
    /** Ends the run well: the rest of the file, its name and the state. */
    async close(): Promise<void> {
      if (waitingBytes > 0) await store()
      await update(
        task,
        `state = 'DONE', sealed = null, "leasedUntil" = null, "fileName" = $3, "mediaType" = $4, bytes = $5,
          "expiresAt" = now() + interval '${TASK_KEPT_HOURS} hours', total = greatest(total, done), done = greatest(total, done)`,
        [named?.fileName ?? null, named?.mediaType ?? null, bytes],
      )
    },
  }
}

/** What a fault means for the task: given back when the worker stops, tried again when the database is away, failed otherwise. */
async function settleFault(task: Claimed, error: unknown, stopSignal: AbortSignal): Promise<void> {
  if (stopSignal.aborted) {
    // The next worker takes it at once, and a stop in order is not what the tries are counted for.
    await update(task, `state = 'WAITING', "leasedUntil" = null, tries = tries - 1`).catch(() => undefined)
    return
  }
  if (error instanceof RunOver) return
  if (isDatabaseDown(error)) {
    log().warn({ err: error, task: task.kind }, "task interrupted; it will be tried again")
    return
  }
  const id = randomUUID().slice(0, 8)
  const code = error instanceof TaskFailed ? error.code : `fault ${id}`
  if (!(error instanceof TaskFailed)) log().error({ err: error, id, task: task.kind }, "task failed")
  await hotPool().query('delete from "TaskPart" where "taskId" = $1', [task.id])
  await update(
    task,
    `state = 'FAILED', error = $3, sealed = null, "leasedUntil" = null, "expiresAt" = now() + interval '${TASK_KEPT_HOURS} hours'`,
    [code],
  ).catch((fault: unknown) => {
    if (!(fault instanceof RunOver)) throw fault
  })
}
