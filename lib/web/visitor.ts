import "server-only"
import { cookies } from "next/headers"
import { loadDraft } from "#lib/web/drafts"
import { cookieName } from "#lib/web/visitor-cookie"
import { isToken } from "#lib/platform/tokens"
import { isDatabaseDown } from "#lib/platform/sql"

/** The visitor's id from the form cookie, for pages. */
export async function visitorId(): Promise<string | null> {
  const value = (await cookies()).get(cookieName("form"))?.value
  return value && isToken(value) ? value : null
}

/**
 * What the visitor left in a draft; `null` without a cookie, without a draft, and while the database is down.
 *
 * @param scope Campaign id, or "" where there is none.
 */
export async function visitorDraft<Data>(kind: string, scope: string): Promise<Data | null> {
  const visitor = await visitorId()
  if (!visitor) return null
  try {
    return (await loadDraft<Data>(visitor, { kind, scope }))?.data ?? null
  } catch (error) {
    if (isDatabaseDown(error)) return null
    throw error
  }
}
