import { prepareDelivery } from "#lib/domain/deliveries/commands"
import type { DeliveryChoices } from "#lib/domain/deliveries/schema"
import { deliveryCsv, deliveryMark, deliveryPdf } from "#lib/domain/deliveries/tasks"
import type { Actor } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { createTaskRunner } from "#lib/platform/task-runs"
import { readTaskFile } from "#lib/platform/tasks"

export const CHOICES: DeliveryChoices = { scope: "all", language: "en", texts: ["en"] }

export const RECIPIENT = "The council"

/** Does the work that waits, as the worker does. */
export async function runTasks(): Promise<void> {
  const kinds = { delivery_pdf: deliveryPdf, delivery_csv: deliveryCsv, delivery_mark: deliveryMark }
  const runner = createTaskRunner(kinds)
  await runner.run()
  await runner.stop()
}

/** Starts a hand-over and leaves its tasks waiting. */
export async function prepare(
  actor: Actor,
  campaignId: string,
  choices: Partial<DeliveryChoices> = {},
): Promise<string> {
  const made = await prepareDelivery(actor, campaignId, {
    choices: { ...CHOICES, ...choices },
    recipient: RECIPIENT,
    purpose: "test",
  })
  if (!made.ok) throw new Error(made.code)
  return made.value.id
}

export type Built = { id: string; pdf: Buffer; csv: string; names: string[] }

/** Reads the files of a hand-over that was built. */
export async function readBuilt({ organiserId }: Actor, id: string): Promise<Built> {
  const { pdfTaskId, csvTaskId } = await db().delivery.findUniqueOrThrow({ where: { id } })
  const bytes = async (taskId: string | null) => {
    const file = await readTaskFile(taskId ?? "", organiserId)
    if (!file) throw new Error("There is no file.")
    const pieces: Buffer[] = []
    for await (const piece of file.pieces) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  const csv = (await bytes(csvTaskId)).toString()
  return { id, pdf: await bytes(pdfTaskId), csv, names: namesIn(csv) }
}

/** Builds a hand-over and reads its files. */
export async function build(actor: Actor, campaignId: string, choices: Partial<DeliveryChoices> = {}): Promise<Built> {
  const id = await prepare(actor, campaignId, choices)
  await runTasks()
  return readBuilt(actor, id)
}

/** The names that a table adds, of names without commas and quotation marks. */
function namesIn(csv: string): string[] {
  return csv.split("\r\n").flatMap((line) => (line.startsWith("add,") ? [line.split(",")[3]!] : []))
}
