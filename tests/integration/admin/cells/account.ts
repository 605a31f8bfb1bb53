import type { Cell, Ground } from "#tests/integration/admin/cell"
import { addPasskey, beginPasskey, listPasskeys } from "#lib/domain/identity/passkeys"
import { passkeyPlace } from "#lib/domain/identity/passkey-place"
import { createSession } from "#tests/factories/organiser"
import { Authenticator } from "#tests/support/authenticator"

const actorOf = ({ organiserId }: Ground) => ({ organiserId, roles: {} })

function placeOf() {
  const place = passkeyPlace()
  if (!place) throw new Error("No passkeys at this address.")
  return { place, now: new Date() }
}

async function newCredential(ground: Ground): Promise<string> {
  const options = await beginPasskey(actorOf(ground), { ...placeOf(), siteName: "Two Minutes" })
  return new Authenticator().create(options, placeOf().place.origin)
}

async function addedPasskey(ground: Ground): Promise<string> {
  await addPasskey(actorOf(ground), { ...placeOf(), json: await newCredential(ground), name: "phone" })
  const [key] = await listPasskeys(actorOf(ground))
  return key!.id
}

export const accountCells: Record<string, Cell> = {
  "account.save": async () => ({ body: { name: "Olga", language: "es" } }),
  "account.rename-passkey": async (ground) => ({ body: { id: await addedPasskey(ground), passkey: "blue key" } }),
  "account.remove-passkey": async (ground) => ({ body: { id: await addedPasskey(ground) } }),
  "account.end-session": async ({ organiserId }) => ({ body: { id: (await createSession(organiserId)).sessionId } }),
  "account.end-others": async ({ organiserId }) => {
    await createSession(organiserId)
    return {}
  },
  "account.passkey-options": async () => ({}),
  "account.add-passkey": async (ground) => ({ body: { credential: await newCredential(ground), passkey: "phone" } }),
}
