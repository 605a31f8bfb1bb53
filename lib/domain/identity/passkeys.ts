import "server-only"
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server"
import { z } from "zod"
import { recordAudit } from "#lib/domain/identity/audit"
import { keepChallenge, takeChallenge } from "#lib/domain/identity/challenges"
import { openOrganiser } from "#lib/domain/identity/details"
import type { PasskeyPlace } from "#lib/domain/identity/passkey-place"
import type { Actor } from "#lib/domain/identity/policy"
import { PASSKEYS_MAX } from "#lib/domain/identity/rules"
import { openSession, type SessionClaim } from "#lib/domain/identity/sessions"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { log } from "#lib/platform/log"
import { seal, unseal } from "#lib/platform/seal"
import { fail, ok, type Result } from "#lib/shared/result"

// Few requests need it, and it takes its time to load.
const webauthn = () => import("@simplewebauthn/server")

/** EdDSA, ES256, RS256 (RFC 9053, RFC 8812): what all browsers can do and Node.js verifies without experiments. */
const ALGORITHMS = [-8, -7, -257]

/** A passkey as its owner sees it. Days, never moments. */
export type PasskeyView = { id: string; name: string; addedOn: string; usedOn: string | null }

const context = (id: string) => ({ table: "Passkey", column: "sealed", row: id })
const sealName = (id: string, name: string) => new Uint8Array(seal(context(id), name))
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10)
const toBytes = (base64url: string) => new Uint8Array(Buffer.from(base64url, "base64url"))
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url")

/** The parts of a browser's answer that are read before it is verified; the rest is the library's business. */
const answerShape = z.looseObject({
  id: z.string().regex(/^[\w-]{1,1400}$/),
  response: z.looseObject({ userHandle: z.string().max(100).nullish() }),
})

function readAnswer(json: string): z.output<typeof answerShape> | null {
  try {
    return answerShape.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}

/** The passkeys of one organiser, the oldest first. */
export async function listPasskeys({ organiserId }: Actor): Promise<PasskeyView[]> {
  const found = await db().passkey.findMany({ where: { organiserId }, orderBy: { id: "asc" } })
  return found.map(({ id, sealed, createdAt, usedAt }) => ({
    id,
    name: unseal<string>(context(id), sealed),
    addedOn: dayOf(createdAt),
    usedOn: usedAt && dayOf(usedAt),
  }))
}

const credentialsOf = async (organiserId: string) => {
  const found = await db().passkey.findMany({
    where: { organiserId },
    select: { credentialId: true, transports: true },
  })
  return found.map(({ credentialId, transports }) => ({
    id: toText(credentialId),
    transports: transports as AuthenticatorTransport[],
  }))
}

/** What a browser needs in order to make a passkey for this organiser. Makes a challenge of five minutes. */
export async function beginPasskey(
  { organiserId }: Actor,
  { siteName, place, now }: { siteName: string; place: PasskeyPlace; now: Date },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const organiser = await db().organiser.findUniqueOrThrow({ where: { id: organiserId } })
  const { generateRegistrationOptions } = await webauthn()
  const options = await generateRegistrationOptions({
    rpName: siteName,
    rpID: place.rpId,
    userName: openOrganiser(organiser).name,
    userID: new Uint8Array(Buffer.from(organiserId)),
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: await credentialsOf(organiserId),
    // To be found without typing an address.
    authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
  })
  await keepChallenge(options.challenge, { purpose: "PASSKEY_ADD", organiserId }, now)
  return options
}

/**
 * Adds the passkey that a browser has made.
 *
 * @param json The browser's answer.
 * @returns `passkey_refused` when the answer does not fit its challenge, this site or its form; `passkey_known`;
 * `passkey_too_many` at the eleventh.
 */
export async function addPasskey(
  { organiserId }: Actor,
  { json, name, place, now }: { json: string; name: string; place: PasskeyPlace; now: Date },
): Promise<Result<null, "passkey_refused" | "passkey_known" | "passkey_too_many">> {
  const answer = readAnswer(json)
  if (!answer) return fail("passkey_refused")
  const { verifyRegistrationResponse } = await webauthn()
  const made = await verifyRegistrationResponse({
    response: answer as unknown as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(challenge, { purpose: "PASSKEY_ADD", organiserId }, now),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    supportedAlgorithmIDs: ALGORITHMS,
    requireUserVerification: false,
  }).catch(refused)
  if (!made?.verified) return fail("passkey_refused")
  const { id: credentialId, publicKey, counter, transports = [] } = made.registrationInfo.credential
  return transaction(async (tx) => {
    if (await tx.passkey.findUnique({ where: { credentialId: toBytes(credentialId) } })) return fail("passkey_known")
    if ((await tx.passkey.count({ where: { organiserId } })) >= PASSKEYS_MAX) return fail("passkey_too_many")
    const id = newId()
    await tx.passkey.create({
      data: {
        id,
        organiserId,
        credentialId: toBytes(credentialId),
        publicKey: new Uint8Array(publicKey),
        counter,
        transports,
        sealed: sealName(id, name),
        createdAt: now,
      },
    })
    await recordAudit(tx, organiserId, "passkey_added", { subjectId: id })
    return ok(null)
  })
}

/** Gives one's own passkey another name. */
export async function renamePasskey(
  { organiserId }: Actor,
  id: string,
  name: string,
): Promise<Result<null, "unknown">> {
  const { count } = await db().passkey.updateMany({ where: { id, organiserId }, data: { sealed: sealName(id, name) } })
  return count === 1 ? ok(null) : fail("unknown")
}

/** Removes one's own passkey. The way in by mail stays in any case. */
export async function removePasskey({ organiserId }: Actor, id: string): Promise<Result<null, "unknown">> {
  return transaction(async (tx) => {
    const { count } = await tx.passkey.deleteMany({ where: { id, organiserId } })
    if (count === 0) return fail("unknown")
    await recordAudit(tx, organiserId, "passkey_removed", { subjectId: id })
    return ok(null)
  })
}

/**
 * What a browser needs in order to sign in with a passkey. Makes a challenge of five minutes.
 *
 * @param organiserId Who has to prove it once more; `null` when nobody is known yet, and then the answer tells nothing of anybody.
 */
export async function beginPasskeySignIn(
  organiserId: string | null,
  { place, now }: { place: PasskeyPlace; now: Date },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await webauthn()
  const options = await generateAuthenticationOptions({
    rpID: place.rpId,
    userVerification: "preferred",
    ...(organiserId !== null && { allowCredentials: await credentialsOf(organiserId) }),
  })
  await keepChallenge(options.challenge, { purpose: "PASSKEY_USE", organiserId }, now)
  return options
}

/**
 * Signs in by a passkey. Each challenge is answered once, and a device that counts must have counted on.
 *
 * @param organiserId Who has to prove it; a passkey of anybody else does not.
 * @returns `unknown` for whatever does not fit; nobody learns what.
 */
export async function signInByPasskey(
  json: string,
  { organiserId, place, now }: { organiserId: string | null; place: PasskeyPlace; now: Date },
): Promise<Result<SessionClaim, "unknown">> {
  const answer = readAnswer(json)
  const passkey = answer && (await db().passkey.findUnique({ where: { credentialId: toBytes(answer.id) } }))
  if (!passkey || (organiserId !== null && passkey.organiserId !== organiserId)) return fail("unknown")
  const { userHandle } = answer.response
  if (userHandle && Buffer.from(userHandle, "base64url").toString() !== passkey.organiserId) return fail("unknown")
  const { verifyAuthenticationResponse } = await webauthn()
  const proof = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(challenge, { purpose: "PASSKEY_USE", organiserId }, now),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: false,
    credential: {
      id: answer.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.counter),
      transports: passkey.transports,
    },
  }).catch(refused)
  if (!proof?.verified) return fail("unknown")
  return transaction(async (tx) => {
    // Of two answers with the same count, one is a copy.
    const { count } = await tx.passkey.updateMany({
      where: { id: passkey.id, counter: passkey.counter },
      data: { counter: proof.authenticationInfo.newCounter, usedAt: now },
    })
    return count === 1 ? ok(await openSession(tx, passkey.organiserId, now)) : fail("unknown")
  })
}

/** The library throws what is wrong with an answer. That is a stranger's doing, and no fault of ours. */
function refused(error: unknown): null {
  log().info({ reason: error instanceof Error ? error.name : "unknown" }, "a passkey was refused")
  return null
}
