import type { OpenMessage } from "#lib/domain/mail/compose"
import type { MessageTemplate } from "#lib/domain/mail/schema"

/** Finds the name to greet the owner of a message's subject by; `null` when it is not known any more. */
type NameSource = (subjectId: string) => Promise<string | null>

const sources = new Map<MessageTemplate, NameSource>()

/** Templates whose sealed data comes from whoever filled in a form, while the mail goes to somebody known already. */
const TYPED_BY_ANYONE: ReadonlySet<MessageTemplate> = new Set(["signature.already-signed"])

/** Says where the name for a template comes from: mail is the lowest domain and does not know the others. */
export function provideNames(template: MessageTemplate, source: NameSource): void {
  sources.set(template, source)
}

/**
 * Puts the name that its owner confirmed in place of the one that was typed with the attempt.
 *
 * Otherwise a stranger could send any words to somebody's mailbox by typing them as a name.
 */
export async function withOwnName(open: OpenMessage, subjectId: string | null): Promise<OpenMessage> {
  if (!TYPED_BY_ANYONE.has(open.template)) return open
  const source = sources.get(open.template)
  const name = subjectId && source ? await source(subjectId) : null
  return { ...open, data: { ...(open.data as object), name: name ?? "" } }
}
