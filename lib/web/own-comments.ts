import { loadDraft, saveDraft } from "#lib/web/drafts"

/** What a browser remembers for half an hour about the comments it posted in a campaign, behind the visitor's cookie. */
export type OwnComments = {
  /** The newest first. The token opens the comment later, by its private link. */
  own: { id: string; token: string }[]
  /** Fingerprints, in hexadecimal, of addresses that this browser has proved to be the writer's. */
  proven: string[]
  /** What was typed last, so that it need not be typed again. */
  name?: string
  email?: string
  website?: string
}

const OWN_MAX = 10
const NOTHING: OwnComments = { own: [], proven: [] }

const keyOf = (campaignId: string) => ({ kind: "comments", scope: campaignId })

/** What this browser posted of late in a campaign. */
export async function ownComments(visitorId: string | null, campaignId: string): Promise<OwnComments> {
  if (!visitorId) return NOTHING
  return (await loadDraft<OwnComments>(visitorId, keyOf(campaignId)))?.data ?? NOTHING
}

/** Remembers a comment just posted, for half an hour from now. */
export async function rememberComment(
  visitorId: string,
  campaignId: string,
  before: OwnComments,
  { id, token, ...typed }: { id: string; token: string; name?: string; email?: string; website?: string },
): Promise<void> {
  const own = [{ id, token }, ...before.own.filter((one) => one.id !== id)].slice(0, OWN_MAX)
  await saveDraft(visitorId, keyOf(campaignId), { ...before, ...typed, own } satisfies OwnComments)
}

/** Remembers that an address is the writer's. */
export async function rememberProven(visitorId: string, campaignId: string, writerIndex: Buffer): Promise<void> {
  const before = await ownComments(visitorId, campaignId)
  const index = writerIndex.toString("hex")
  const proven = [index, ...before.proven.filter((one) => one !== index)].slice(0, OWN_MAX)
  await saveDraft(visitorId, keyOf(campaignId), { ...before, proven } satisfies OwnComments)
}

/** Forgets a comment that was deleted. */
export async function forgetComment(visitorId: string, campaignId: string, id: string): Promise<void> {
  const before = await ownComments(visitorId, campaignId)
  if (before.own.some((one) => one.id === id)) {
    await saveDraft(visitorId, keyOf(campaignId), { ...before, own: before.own.filter((one) => one.id !== id) })
  }
}
