import "server-only"
import { cookies } from "next/headers"
import type { Actor } from "#lib/domain/identity/policy"
import { type Commenter, commenterOf } from "#lib/web/auth/commenter"
import { organiserOf } from "#lib/web/auth/organiser"

async function cookieHeader(): Promise<string> {
  const all = (await cookies()).getAll()
  return all.map(({ name, value }) => `${name}=${value}`).join("; ")
}

/** Who is logged in to comment, for pages. */
export async function currentCommenter(): Promise<Commenter | null> {
  return commenterOf(await cookieHeader())
}

/** Which organiser is signed in and what they may do at this moment, for pages. */
export async function currentOrganiser(): Promise<Actor | null> {
  return organiserOf(await cookieHeader())
}
