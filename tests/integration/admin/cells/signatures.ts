import type { Cell, Ground } from "#tests/integration/admin/cell"
import { disputeSignature } from "#lib/domain/signatures/disputes"
import { db } from "#lib/platform/db"
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

export const signaturesCells: Record<string, Cell> = {
  "signatures.search": async (ground) => {
    const { params, email } = await signed(ground)
    return { params, body: { email } }
  },
  "signatures.export": async (ground) => {
    const { params } = await signed(ground)
    return { params, body: { purpose: "To check the list", name: "yes" } }
  },
  "signatures.dispute": async (ground) => ({ params: (await signed(ground)).params, body: { reason: "asked" } }),
  "signatures.confirm-again": async (ground) => ({ params: await disputed(ground) }),
  "signatures.reject": async (ground) => ({ params: await disputed(ground), body: { reason: "asked" } }),
  "signatures.show-email": async (ground) => ({ params: (await signed(ground)).params }),
}
