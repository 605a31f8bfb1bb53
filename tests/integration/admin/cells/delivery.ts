import { randomUUID } from "node:crypto"
import type { Cell, Ground } from "#tests/integration/admin/cell"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import { createConfirmed } from "#tests/factories/signature"

const TODAY = dayOf(new Date())
const LIST = { scope: "all", language: "en", recipient: "The council" }

/** A hand-over whose files were built; `isRecorded`, it has happened. */
async function built({ campaign }: Ground, isRecorded = false) {
  const id = randomUUID()
  await db().delivery.create({
    data: {
      ...{ id, campaignId: campaign.id, recipient: LIST.recipient, purpose: "To hand over", closedAt: new Date() },
      choices: { scope: "all", language: "en", texts: ["en"] },
      totals: {
        ...{ named: 1, unnamed: 0, withoutEmail: 0, paper: 0, paperInAll: 0, byVersion: [] },
        byCountry: { countries: [], other: 0, unknown: 1 },
      },
      ...{ pdfHash: new Uint8Array(32), csvHash: new Uint8Array(32) },
      ...(isRecorded && {
        ...{ recordedAt: new Date(), deliveredOn: new Date(`${TODAY}T00:00:00Z`), method: "POST" as const },
      }),
    },
  })
  return { id: campaign.id, delivery: id }
}

export const deliveryCells: Record<string, Cell> = {
  "delivery.build": async ({ campaign }) => {
    await createConfirmed(campaign)
    return { params: { id: campaign.id }, body: { ...LIST, purpose: "To hand over" } }
  },
  "delivery.record": async (ground) => ({
    params: await built(ground),
    body: { on: TODAY, recipient: LIST.recipient, method: "POST" },
  }),
  "delivery.reply": async (ground) => ({
    params: await built(ground, true),
    body: { on: TODAY, reply: "We read it.", isPublic: "yes" },
  }),
  "delivery.undo": async (ground) => ({ params: await built(ground, true) }),
  "delivery.discard": async (ground) => ({ params: await built(ground) }),
}
