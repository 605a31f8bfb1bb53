import type { Cell, Ground } from "#tests/integration/admin/cell"
import { transaction } from "#lib/platform/db"
import { createTaskRunner } from "#lib/platform/task-runs"
import { startTask } from "#lib/platform/tasks"

async function startSample({ organiserId }: Ground): Promise<string> {
  return transaction((tx) => startTask(tx, { kind: "sample", organiserId, input: {} }))
}

export const tasksCells: Record<string, Cell> = {
  "tasks.delete": async (ground) => ({ params: { id: await startSample(ground) } }),
  "tasks.file": async (ground) => {
    const id = await startSample(ground)
    const runner = createTaskRunner({
      sample: {
        run: async (_input, { write, finish }) => {
          await write("a line\n")
          await finish({ fileName: "sample.txt", mediaType: "text/plain" })
        },
      },
    })
    await runner.run()
    await runner.stop()
    return { params: { id } }
  },
}
