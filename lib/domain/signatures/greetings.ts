import "server-only"
import { provideNames } from "#lib/domain/mail/late-names"
import { openDetails } from "#lib/domain/signatures/details"
import { db } from "#lib/platform/db"

// "Already signed" greets by the name that was confirmed, not by the one typed with the new attempt.
provideNames("signature.already-signed", async (signatureId) => {
  const signature = await db().signature.findUnique({ where: { id: signatureId } })
  return signature?.sealed ? openDetails(signature, signature.sealed).name : null
})
