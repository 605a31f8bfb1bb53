import "server-only"
import { cookies } from "next/headers"
import { findSession, type Session } from "#lib/domain/identity/sessions"
import { type Commenter, commenterOf } from "#lib/web/auth/commenter"
import { claimOf } from "#lib/web/auth/organiser"
import { formProof } from "#lib/web/auth/proof"

async function cookieHeader(): Promise<string> {
  const all = (await cookies()).getAll()
  return all.map(({ name, value }) => `${name}=${value}`).join("; ")
}

/** Who is logged in to comment, for pages. */
export async function currentCommenter(): Promise<Commenter | null> {
  return commenterOf(await cookieHeader())
}

/** An organiser as pages know one; `proof` shows that a form was made for this session. */
export type SignedIn = Session & { sessionId: string; proof: string }

/** Which organiser is signed in and what they may do at this moment, for pages. */
export async function currentOrganiser(): Promise<SignedIn | null> {
  const claim = await claimOf(await cookieHeader())
  const session = claim && (await findSession(claim, new Date()))
  return session && { ...session, sessionId: claim.sessionId, proof: formProof(claim.sessionId) }
}
