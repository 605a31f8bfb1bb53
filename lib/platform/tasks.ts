import type { TaskState } from "#lib/generated/prisma/enums"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { type SealContext, seal, unsealBytes } from "#lib/platform/seal"
import { hotPool } from "#lib/platform/sql"

/** How long a task and the file it made are kept after it ended. */
export const TASK_KEPT_HOURS = 24

/** A task that nobody could finish in this time goes, too. */
const WAITING_MAX_HOURS = 48

const HOUR_MS = 3_600_000

/** What a task's work is given. Each of its calls may throw when the worker stops or another one has taken over: let it pass. */
export type TaskRun = {
  taskId: string
  /** Who started it. What they may do was asked then; ask again where it matters that they still may. */
  organiserId: string
  campaignId: string | null
  /** Says how far it is, in units of the task. Cheap: stored twice a second at most. */
  report(done: number, total: number): Promise<void>
  /** Adds to the file. Resolves when the next piece may come, so that memory stays bounded. */
  write(chunk: Uint8Array | string): Promise<void>
  /** Names the file. A neutral name: it stands in the list of downloads. Without it the task makes no file. */
  finish(file: { fileName: string; mediaType: string }): Promise<void>
  /** When the run began. */
  now: Date
  /** Aborted when the worker stops. */
  signal: AbortSignal
}

/**
 * A kind of long work. It may run again from the start, after a kill in the middle: the file begins anew each time, and everything
 * else it does must be safe to do twice.
 */
export type TaskKind = {
  run(input: unknown, context: TaskRun): Promise<void>
}

/** Work that cannot be done, for a reason that its starter can read: `adminTasks` has the words under `failed_{code}`. */
export class TaskFailed extends Error {
  readonly code: string

  constructor(code: string) {
    super(`The task failed: ${code}`)
    this.code = code
  }
}

/** What a task's input is bound to. */
export function inputSeal(id: string): SealContext {
  return { table: "Task", column: "sealed", row: id }
}

/** What a piece of a task's file is bound to: its place, so that pieces cannot change places. */
export function partSeal(id: string, run: number, number: number): SealContext {
  return { table: "TaskPart", column: "sealed", row: `${id} ${run} ${number}` }
}

/**
 * Queues long work in the transaction that decides on it, and wakes the worker when that commits.
 *
 * The caller has asked whether the organiser may, and has written to the log what is exported and why.
 *
 * @param kind One of `taskKinds` in lib/worker/registry.ts.
 * @param input Kept encrypted until the task ends.
 * @returns the task's id; its page is `/admin/tasks/{id}`.
 */
export async function startTask(
  tx: Transaction,
  {
    kind,
    organiserId,
    campaignId = null,
    input,
  }: { kind: string; organiserId: string; campaignId?: string | null; input: unknown },
): Promise<string> {
  const id = newId()
  await tx.task.create({
    data: {
      id,
      kind,
      organiserId,
      campaignId,
      sealed: new Uint8Array(seal(inputSeal(id), input)),
      expiresAt: new Date(Date.now() + WAITING_MAX_HOURS * HOUR_MS),
    },
  })
  await notify(tx, "task_queued", id)
  return id
}

/** A task as its page shows it. */
export type TaskView = {
  id: string
  kind: string
  campaignId: string | null
  state: TaskState
  done: number
  /** 0 while it is not known. */
  total: number
  /** `null` while there is none, and for tasks that make none. */
  fileName: string | null
  mediaType: string | null
  bytes: number
  /** Why it failed: a code, or `fault {id}` with the code that the log knows. */
  error: string | null
  createdAt: Date
  expiresAt: Date
}

type Row = Omit<TaskView, "bytes"> & { bytes: string; run: number }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function find(id: string, organiserId: string): Promise<Row | null> {
  if (!UUID.test(id)) return null
  const { rows } = await hotPool().query<Row>(
    `select id, kind, "campaignId", state, done, total, "fileName", "mediaType", bytes, error, run, "createdAt", "expiresAt"
      from "Task" where id = $1 and "organiserId" = $2 and "expiresAt" > now()`,
    [id, organiserId],
  )
  return rows[0] ?? null
}

/** A task of this organiser; `null` for those of others, and for those that are deleted. */
export async function findTask(id: string, organiserId: string): Promise<TaskView | null> {
  const row = await find(id, organiserId)
  if (!row) return null
  const { run: _, bytes, ...view } = row
  return { ...view, bytes: Number(bytes) }
}

/** How a task stands that something else refers to, whoever started it; `null` when it is deleted. */
export async function findTaskState(id: string): Promise<Pick<TaskView, "state" | "error"> | null> {
  const { rows } = await hotPool().query<Pick<TaskView, "state" | "error">>(
    'select state, error from "Task" where id = $1',
    [id],
  )
  return rows[0] ?? null
}

/** Deletes a task of this organiser and its file at once; one that runs is stopped. Safe to run twice. */
export async function deleteTask(id: string, organiserId: string): Promise<boolean> {
  if (!UUID.test(id)) return false
  const deleted = await hotPool().query('delete from "Task" where id = $1 and "organiserId" = $2', [id, organiserId])
  return deleted.rowCount === 1
}

/** A finished file: how it is named, and its bytes, piece by piece. */
export type TaskFile = { fileName: string; mediaType: string; bytes: number; pieces: AsyncIterable<Buffer> }

/**
 * The file that a task made, one decrypted piece in memory at a time.
 *
 * @returns `null` while there is none, after it was deleted, and for the files of others.
 */
export async function readTaskFile(id: string, organiserId: string): Promise<TaskFile | null> {
  const row = await find(id, organiserId)
  if (row?.state !== "DONE" || !row.fileName || !row.mediaType) return null
  return {
    fileName: row.fileName,
    mediaType: row.mediaType,
    bytes: Number(row.bytes),
    pieces: pieces(row.id, row.run),
  }
}

async function* pieces(id: string, run: number): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const { rows } = await hotPool().query<{ sealed: Buffer }>(
      'select sealed from "TaskPart" where "taskId" = $1 and run = $2 and number = $3',
      [id, run, number],
    )
    const part = rows[0]
    if (!part) return
    yield unsealBytes(partSeal(id, run, number), part.sealed)
  }
}
