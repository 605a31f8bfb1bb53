import "server-only"
import { markRepeats } from "#lib/domain/signatures/paper-repeats"
import { openUpload, paperRecord } from "#lib/domain/signatures/paper-seal"
import { db, transaction } from "#lib/platform/db"
import { TaskFailed, type TaskKind } from "#lib/platform/tasks"

export const PAPER_KIND = "paper_import"

const CHUNK = 500

type Input = {
  batchId: string
  /** The last place that was taken when the entry began. */
  after: number
}

/** Enters the rows of a file. Each has its place from the start, so that a run after a kill enters none twice. */
export const paperImport: TaskKind = {
  async run(input, { report, organiserId, taskId }) {
    const { batchId, after } = input as Input
    const batch = await db().paperBatch.findUnique({ where: { id: batchId } })
    if (batch?.taskId !== taskId || batch.state !== "OPEN") throw new TaskFailed("gone")
    // Without them a run before this one has entered all, and only its end was not noted.
    if (!batch.upload) return
    const rows = openUpload(batchId, batch.upload)
    const entry = { campaignId: batch.campaignId, batchId, enteredBy: organiserId }
    for (let done = 0; done < rows.length; done += CHUNK) {
      const data = rows.slice(done, done + CHUNK).map((row, index) => paperRecord(entry, after + done + index + 1, row))
      await db().paperSignature.createMany({ data, skipDuplicates: true })
      await report(Math.min(done + CHUNK, rows.length), rows.length)
    }
    await transaction(async (tx) => {
      await markRepeats(tx, entry)
      await tx.paperBatch.updateMany({ where: { id: batchId, taskId }, data: { upload: null, taskId: null } })
    })
  },
}
