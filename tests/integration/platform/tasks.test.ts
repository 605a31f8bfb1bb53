import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { deleteExpired } from "#lib/platform/retention"
import { createTaskRunner } from "#lib/platform/task-runs"
import { deleteTask, findTask, readTaskFile, startTask, TaskFailed, type TaskRun } from "#lib/platform/tasks"
import { claimOf } from "#lib/web/auth/organiser"
import { formProof } from "#lib/web/auth/proof"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

beforeAll(loadKeyring)

const ORGANISER = newId()
const SHORT = { leaseSeconds: 1, heartbeatMs: 200 }
const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

type Work = (context: TaskRun, input: unknown) => Promise<void>

function runner(work: Work, options = SHORT) {
  const made = createTaskRunner({ sample: { run: (input, context) => work(context, input) } }, options)
  stops.push(made.stop)
  return made
}

const start = (input: unknown = {}, organiserId = ORGANISER) =>
  transaction((tx) => startTask(tx, { kind: "sample", organiserId, input }))

async function read(id: string, organiserId = ORGANISER): Promise<string | null> {
  const file = await readTaskFile(id, organiserId)
  if (!file) return null
  const pieces: Buffer[] = []
  for await (const piece of file.pieces) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

/** Resolves when the condition holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error("Waited in vain.")
}

const FILE = { fileName: "file-2026-01-05.txt", mediaType: "text/plain" }

describe("tasks", () => {
  it("do their work once, and keep the file in pieces that nobody can read in the database", async () => {
    const id = await start({ word: "secret-input" })
    const rows = await db().task.findUniqueOrThrow({ where: { id } })
    expect(Buffer.from(rows.sealed ?? []).includes("secret-input")).toBe(false)
    let runs = 0
    const { run } = runner(async ({ write, report, finish }, input) => {
      runs += 1
      for (let n = 0; n < 40; n += 1) {
        await write(`${(input as { word: string }).word} ${"x".repeat(20_000)}\n`)
        await report(n + 1, 40)
      }
      await finish(FILE)
    })
    await Promise.all([run(), run()])

    expect(runs).toBe(1)
    expect(await findTask(id, ORGANISER)).toMatchObject({ state: "DONE", done: 40, total: 40, ...FILE })
    const text = (await read(id)) ?? ""
    expect(text.length).toBe((await findTask(id, ORGANISER))?.bytes)
    expect(text.split("\n").filter((line) => line.startsWith("secret-input x"))).toHaveLength(40)
    const parts = await db().taskPart.findMany({ where: { taskId: id } })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.every(({ sealed }) => sealed.length < 300_000)).toBe(true)
    expect(parts.some(({ sealed }) => Buffer.from(sealed).includes("secret-input"))).toBe(false)
    expect((await db().task.findUniqueOrThrow({ where: { id } })).sealed).toBeNull()
  })

  it("are for who started them alone", async () => {
    const id = await start()
    await runner(async ({ write, finish }) => {
      await write("own")
      await finish(FILE)
    }).run()
    const stranger = newId()
    expect(await findTask(id, stranger)).toBeNull()
    expect(await read(id, stranger)).toBeNull()
    await deleteTask(id, stranger)
    expect(await read(id)).toBe("own")
    expect(await findTask("no-id", ORGANISER)).toBeNull()
    await deleteTask(id, ORGANISER)
    expect(await read(id)).toBeNull()
    expect(await db().taskPart.count({ where: { taskId: id } })).toBe(0)
  })

  it("run again after a worker was killed in the middle, and what it wrote is in no file", async () => {
    const id = await start()
    let wake = () => {}
    let isOver: unknown
    // A killed worker says nothing more: its heart never beats, and its last writes come too late.
    const killed = runner(
      async ({ write }) => {
        await write("first ".repeat(50_000))
        await new Promise<void>((resolve) => (wake = resolve))
        await write("late ".repeat(60_000)).catch((error: unknown) => {
          isOver = error
          throw error
        })
      },
      { leaseSeconds: 1, heartbeatMs: 60_000 },
    )
    const dead = killed.run()
    await until(async () => (await db().taskPart.count({ where: { taskId: id } })) > 0)

    const next = runner(async ({ write, finish }) => {
      await write("second")
      await finish(FILE)
    })
    await next.run()
    expect(await findTask(id, ORGANISER)).toMatchObject({ state: "RUNNING" })
    await until(async () => {
      await next.run()
      return (await findTask(id, ORGANISER))?.state === "DONE"
    })
    wake()
    await dead
    expect(isOver).toBeInstanceOf(Error)
    expect(await read(id)).toBe("second")
    expect(await db().taskPart.count({ where: { taskId: id } })).toBe(1)
    expect(await findTask(id, ORGANISER)).toMatchObject({ state: "DONE", bytes: 6 })
  })

  it("are given back when their worker stops, as often as that happens", async () => {
    const id = await start()
    for (let stopped = 0; stopped < 7; stopped += 1) {
      const worker = runner(
        ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stop")))),
      )
      const running = worker.run()
      await until(async () => (await findTask(id, ORGANISER))?.state === "RUNNING")
      await worker.stop()
      await running
      expect(await findTask(id, ORGANISER)).toMatchObject({ state: "WAITING" })
    }
    await runner(async () => undefined).run()
    expect(await findTask(id, ORGANISER)).toMatchObject({ state: "DONE", fileName: null })
  })

  it("keep their lease while they work longer than it lasts", async () => {
    const id = await start()
    let runs = 0
    const slow = async () => {
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 1_800))
    }
    const other = runner(slow)
    const first = runner(slow).run()
    for (let tries = 0; tries < 8; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      await other.run()
    }
    await first
    expect(runs).toBe(1)
    expect(await findTask(id, ORGANISER)).toMatchObject({ state: "DONE" })
  })

  it("say why they failed, leave no file, and are given up when they kill every worker", async () => {
    const [refused, broken, deadly] = [await start("refuse"), await start("break"), await start("kill")]
    await db().task.update({ where: { id: deadly }, data: { tries: 5, state: "RUNNING", leasedUntil: new Date(0) } })
    await runner(async ({ write }, input) => {
      await write("half ".repeat(60_000))
      throw input === "refuse" ? new TaskFailed("gone") : new Error("a secret detail")
    }).run()
    expect(await findTask(refused, ORGANISER)).toMatchObject({ state: "FAILED", error: "gone" })
    expect((await findTask(broken, ORGANISER))?.error).toMatch(/^fault [0-9a-f]{8}$/)
    expect(await findTask(deadly, ORGANISER)).toMatchObject({ state: "FAILED", error: "stopped" })
    expect(await db().taskPart.count({ where: { taskId: { in: [refused, broken, deadly] } } })).toBe(0)
    expect(await read(broken)).toBeNull()
  })

  it("are stopped by deleting them, and are gone a day after they ended", async () => {
    const id = await start()
    const running = runner(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", reject))).run()
    await until(async () => (await findTask(id, ORGANISER))?.state === "RUNNING")
    await deleteTask(id, ORGANISER)
    await running

    const old = await start()
    await runner(async ({ write, finish }) => {
      await write("text")
      await finish(FILE)
    }).run()
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
    await deleteExpired(inHours(23))
    expect(await read(old)).toBe("text")
    await deleteExpired(inHours(25))
    expect(await db().task.count({ where: { id: old } })).toBe(0)
    expect(await db().taskPart.count({ where: { taskId: old } })).toBe(0)
  })
})

it("a file is fetched by its owner, streamed under a neutral name and written to the log", async () => {
  const web = await startHandlers()
  try {
    const owner = new Visitor(web.url)
    const token = (await newSetUpToken(new Date())) ?? ""
    await owner.post("/admin/setup", { token, name: "Olga", email: "owner@example.org" })
    const { organiserId } = (await db().organiserSession.findFirstOrThrow({ select: { organiserId: true } })) ?? {}
    const id = await start({}, organiserId)
    expect((await owner.get(`/admin/tasks/${id}/file`)).status).toBe(404)
    await runner(async ({ write, finish }) => {
      await write("long ".repeat(300_000))
      await finish(FILE)
    }).run()

    const stranger = await new Visitor(web.url).get(`/admin/tasks/${id}/file`)
    expect([stranger.status, stranger.headers.get("location")]).toEqual([303, "/login"])
    const answer = await owner.get(`/admin/tasks/${id}/file`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${FILE.fileName}"`)
    expect(answer.headers.get("content-length")).toBe("1500000")
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect((await answer.text()).length).toBe(1_500_000)
    expect(await db().auditEntry.count({ where: { action: "file_downloaded", subjectId: id, organiserId } })).toBe(1)

    const proof = formProof((await claimOf(owner.cookie))!.sessionId)
    const gone = await owner.post(`/admin/tasks/${id}`, { action: "delete", proof })
    expect(gone.status).toBe(303)
    expect((await owner.get(`/admin/tasks/${id}/file`)).status).toBe(404)
  } finally {
    web.close()
  }
})
