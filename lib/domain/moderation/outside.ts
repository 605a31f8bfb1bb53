import type { AkismetComment } from "#lib/domain/moderation/akismet-schema"
import type { Kind } from "#lib/domain/moderation/schema"
import { seal, unseal } from "#lib/platform/seal"

const context = (column: "sealedCheck" | "sealedFeedback", kind: Kind, subjectId: string) => ({
  table: "Screening",
  column,
  row: `${kind} ${subjectId}`,
})

/** Encrypts what the outside service is asked, with the facts of the connection. */
export function sealCheck(kind: Kind, subjectId: string, check: AkismetComment): Buffer {
  return seal(context("sealedCheck", kind, subjectId), check)
}

/** Encrypts what a later correction repeats, without the facts of the connection. */
export function sealFeedback(kind: Kind, subjectId: string, check: AkismetComment): Buffer {
  return seal(context("sealedFeedback", kind, subjectId), check)
}

type Sealed = { kind: string; subjectId: string }

/** Opens what the outside service is asked. */
export function openCheck({ kind, subjectId, sealedCheck }: Sealed & { sealedCheck: Uint8Array }): AkismetComment {
  return unseal<AkismetComment>(context("sealedCheck", kind as Kind, subjectId), sealedCheck)
}

/** Opens what a correction repeats. */
export function openFeedback({
  kind,
  subjectId,
  sealedFeedback,
}: Sealed & { sealedFeedback: Uint8Array }): AkismetComment {
  return unseal<AkismetComment>(context("sealedFeedback", kind as Kind, subjectId), sealedFeedback)
}
