import type { Cell, Ground } from "#tests/integration/admin/cell"
import { addRows, keepUpload, openBatch } from "#lib/domain/signatures/paper"

const ROWS = [{ name: "Ana", town: "Bilbao", email: null, showName: false }]

/** An open batch with a row, that somebody else typed. */
async function batch({ campaign, owner }: Ground) {
  const opened = await openBatch(owner, campaign.id, "Market, 3 May")
  if (!opened.ok) throw new Error(opened.code)
  await addRows(owner, { campaignId: campaign.id, batchId: opened.value }, ROWS)
  return { id: campaign.id, batch: opened.value }
}

/** The same, with a file that waits to be entered. */
async function withFile(ground: Ground) {
  const params = await batch(ground)
  await keepUpload(ground.owner, { campaignId: params.id, batchId: params.batch }, ROWS)
  return params
}

export const paperCells: Record<string, Cell> = {
  "signatures.open-paper": async ({ campaign }) => ({ params: { id: campaign.id }, body: { label: "Market" } }),
  "signatures.try-paper-file": async (ground) => ({ params: await batch(ground), file: "name,town\nBen,Bilbao\n" }),
  "signatures.add-paper-rows": async (ground) => ({ params: await batch(ground), body: { "name-1": "Ben" } }),
  "signatures.remove-paper-row": async (ground) => ({ params: await batch(ground), body: { number: "1" } }),
  "signatures.enter-paper-file": async (ground) => ({ params: await withFile(ground) }),
  "signatures.drop-paper-file": async (ground) => ({ params: await withFile(ground) }),
  "signatures.count-paper": async (ground) => ({ params: await batch(ground), body: { compared: "yes" } }),
  "signatures.remove-paper": async (ground) => ({ params: await batch(ground) }),
}
