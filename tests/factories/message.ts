import { prepareMessage } from "#lib/domain/mail/commands"
import type { MessageData, Outgoing } from "#lib/domain/mail/schema"
import { db } from "#lib/platform/db"
import { newToken } from "#lib/platform/tokens"

let made = 0

/** Data of a confirmation, valid by default. */
export function confirmData(changes: Partial<MessageData<"signature.confirm">> = {}): MessageData<"signature.confirm"> {
  return {
    title: "Protect the health and human rights of sex workers",
    name: "Ana",
    showName: false,
    token: newToken(),
    code: "012345",
    slug: "health-and-rights",
    ...changes,
  }
}

/** A message that is not written yet: a confirmation, unless told otherwise. */
export function outgoing(changes: Partial<Outgoing> = {}): Outgoing {
  made += 1
  return {
    template: "signature.confirm",
    locale: "en",
    isDiscreet: false,
    to: `person-${made}@example.org`,
    data: confirmData(),
    subjectId: null,
    priority: 0,
    isTriggerable: true,
    ...changes,
  } as Outgoing
}

/** Writes messages to the outbox, past the caps. */
export async function createMessages(many: Outgoing[]): Promise<string[]> {
  const rows = many.map(prepareMessage)
  await db().message.createMany({
    data: rows.map((row) => ({
      ...row,
      recipientIndex: new Uint8Array(row.recipientIndex),
      sealed: new Uint8Array(row.sealed),
    })),
  })
  return rows.map(({ id }) => id)
}
