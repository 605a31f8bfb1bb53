import type { Cell, Ground } from "#tests/integration/admin/cell"
import { carryOut, countRule } from "#lib/domain/signatures/bulk"
import { ruleFields } from "#lib/domain/signatures/bulk-rule"
import { signatureRule } from "#lib/domain/signatures/bulk-task"
import { disputeSignature } from "#lib/domain/signatures/disputes"
import { db } from "#lib/platform/db"
import { createTaskRunner } from "#lib/platform/task-runs"
import { createConfirmed } from "#tests/factories/signature"

async function signed({ campaign }: Ground) {
  const { fields } = await createConfirmed(campaign)
  const { id } = await db().signature.findFirstOrThrow({
    where: { campaignId: campaign.id, state: "CONFIRMED" },
    orderBy: { createdAt: "desc" },
  })
  return { email: fields.email, params: { id: campaign.id, signature: id } }
}

async function disputed(ground: Ground) {
  const { params } = await signed(ground)
  const which = { campaignId: params.id, signatureId: params.signature }
  await disputeSignature(ground.owner, which, "asked", new Date())
  return params
}

async function runTasks() {
  const runner = createTaskRunner({ signature_rule: signatureRule })
  await runner.run()
  await runner.stop()
}

/** A rule whose signatures are counted. */
async function counted(ground: Ground) {
  const { params } = await signed(ground)
  const rule = ruleFields.parse({ domain: "", name: "", language: "en", from: "", to: "", reason: "asked" })
  const result = await countRule(ground.owner, params.id, rule, new Date())
  if (!result.ok) throw new Error(result.code)
  await runTasks()
  return { id: params.id, case: result.value }
}

async function carriedOut(ground: Ground) {
  const params = await counted(ground)
  await carryOut(ground.owner, { campaignId: params.id, caseId: params.case }, "dispute", new Date())
  await runTasks()
  return params
}

export const signaturesCells: Record<string, Cell> = {
  "signatures.search": async (ground) => {
    const { params, email } = await signed(ground)
    return { params, body: { email } }
  },
  "signatures.export": async (ground) => {
    const { params } = await signed(ground)
    return { params, body: { purpose: "To check the list", name: "yes" } }
  },
  "signatures.count-rule": async ({ campaign }) => ({
    params: { id: campaign.id },
    body: { language: "en", reason: "asked" },
  }),
  "signatures.dispute-rule": async (ground) => ({ params: await counted(ground) }),
  "signatures.reject-rule": async (ground) => ({ params: await counted(ground) }),
  "signatures.undo-rule": async (ground) => ({ params: await carriedOut(ground) }),
  "signatures.carry-on-rule": async (ground) => {
    const params = await counted(ground)
    await carryOut(ground.owner, { campaignId: params.id, caseId: params.case }, "dispute", new Date())
    // The task is gone before its work was done.
    await db().task.deleteMany()
    return { params }
  },
  "signatures.dispute": async (ground) => ({ params: (await signed(ground)).params, body: { reason: "asked" } }),
  "signatures.confirm-again": async (ground) => ({ params: await disputed(ground) }),
  "signatures.reject": async (ground) => ({ params: await disputed(ground), body: { reason: "asked" } }),
  "signatures.show-email": async (ground) => ({ params: (await signed(ground)).params }),
}
