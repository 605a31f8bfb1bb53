import { beforeAll, describe, expect, it } from "vitest"
import { findModeratedComment, listSpam } from "#lib/domain/comments/moderation-queries"
import { findCommentChoices, findCommentsInUse, saveCommentChoices } from "#lib/domain/comments/settings"
import { DEFAULT_CHOICES } from "#lib/domain/comments/opening"
import { reportComment } from "#lib/domain/comments/reports"
import { giveRole, listOrganisers } from "#lib/domain/identity/people"
import type { Actor } from "#lib/domain/identity/policy"
import { ROLES } from "#lib/domain/identity/schema"
import { addBlockRule, listBlockRules, removeBlockRule } from "#lib/domain/moderation/block-commands"
import {
  countWaiting,
  findScreening,
  findWaiting,
  listDecisionsAbout,
  listRecentDecisions,
} from "#lib/domain/moderation/queries"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { linesOf } from "#lib/web/moderation-sources"
import { createCampaign } from "#tests/factories/campaign"
import { createComment, decide, guest } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"

beforeAll(loadKeyring)

type Role = (typeof ROLES)[number]

/** Who may do something, as `ROLE where`. */
async function whoMay(
  campaignId: string,
  otherId: string,
  tries: (actor: Actor) => Promise<boolean>,
): Promise<string[]> {
  const may: string[] = []
  for (const [where, scope] of [
    ["site", ""],
    ["here", campaignId],
    ["other", otherId],
  ] as const) {
    for (const role of ROLES) {
      const { actor } = await createOrganiser({ role, scope })
      if (await tries(actor)) may.push(`${role} ${where}`)
    }
  }
  return may.sort()
}

const at = (places: readonly string[], ...roles: Role[]) =>
  places.flatMap((place) => roles.map((role) => `${role} ${place}`)).sort()

const subjectOf = ({ commentId }: { commentId: string }) => ({ kind: "comment", subjectId: commentId }) as const

describe("every command and query asks who acts", () => {
  it("the queue, a text, its history and the spam folder are for moderators of that campaign", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    const held = await createComment(campaign)
    const spam = await createComment(campaign)
    await decide(spam.commentId, "spam")
    const expected = at(["site", "here"], "OWNER", "EDITOR", "MODERATOR")
    const { id } = campaign
    const { commentId } = held
    const isTold = { commentId: spam.commentId }
    const tries: Record<string, (actor: Actor) => Promise<boolean>> = {
      count: async (actor) => (await countWaiting(actor)) > 0,
      next: async (actor) => (await findWaiting(actor, null)) !== null,
      screening: async (actor) => (await findScreening(actor, "comment", commentId)) !== null,
      text: async (actor) => (await findModeratedComment(actor, { commentId })) !== null,
      spam: async (actor) => (await listSpam(actor, 10)).some((line) => line.commentId === isTold.commentId),
      about: async (actor) => (await listDecisionsAbout(actor, "comment", spam.commentId)).length > 0,
      recent: async (actor) => (await listRecentDecisions(actor, 10)).length > 0,
    }
    for (const [name, attempt] of Object.entries(tries)) {
      expect(await whoMay(id, other.id, attempt), name).toEqual(expected)
    }
  })

  it("settings and rules of a campaign are for its editors, rules for all campaigns for editors of the site", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    const editors = at(["site", "here"], "OWNER", "EDITOR")
    const ofSite = at(["site"], "OWNER", "EDITOR")
    const rule = (scope: string) => async (actor: Actor) => {
      const added = await addBlockRule(actor, { scope, typed: "some words", action: "hold" })
      return added.ok
    }
    expect(await whoMay(campaign.id, other.id, rule(campaign.id))).toEqual(editors)
    expect(await whoMay(campaign.id, other.id, rule(""))).toEqual(ofSite)
    const isListed = (scope: string) => async (actor: Actor) =>
      (await listBlockRules(actor)).some((one) => one.scope === scope)
    expect(await whoMay(campaign.id, other.id, isListed(campaign.id))).toEqual(editors)
    expect(await whoMay(campaign.id, other.id, isListed(""))).toEqual(ofSite)
    const removes = async (actor: Actor) => {
      const { actor: owner } = await createOrganiser()
      await addBlockRule(owner, { scope: campaign.id, typed: "some words", action: "hold" })
      const { id } = await db().blockRule.findFirstOrThrow({ where: { scope: campaign.id } })
      return (await removeBlockRule(actor, id)).ok
    }
    expect(await whoMay(campaign.id, other.id, removes)).toEqual(editors)
    const saves = async (actor: Actor) => {
      const saved = await saveCommentChoices(actor, campaign.id, { ...DEFAULT_CHOICES, holdsAll: true })
      return saved.ok
    }
    expect(await whoMay(campaign.id, other.id, saves)).toEqual(editors)
  })

  it("people are for owners of the site", async () => {
    const [campaign, other] = [await createCampaign(), await createCampaign()]
    const owners = at(["site"], "OWNER")
    expect(await whoMay(campaign.id, other.id, async (actor) => (await listOrganisers(actor)).ok)).toEqual(owners)
    const gives = async (actor: Actor) => {
      const person = { name: "Eve", email: `eve-${Math.random()}@example.org`, locale: "en" } as const
      return (await giveRole(actor, { ...person, role: "OWNER", scope: "" })).ok
    }
    expect(await whoMay(campaign.id, other.id, gives)).toEqual(owners)
  })

  it("what a moderator gets holds no address, of the writer, of who is answered, or of other organisers", async () => {
    const campaign = await createCampaign()
    const parent = await createComment(campaign, {
      writer: guest({ email: "secret-parent@example.org", notify: true }),
    })
    await decide(parent.commentId, "approve")
    const child = await createComment(campaign, {
      writer: guest({ email: "secret-child@example.org", website: "https://her.example/", notify: true }),
      parent: parent.publicId,
    })
    await reportComment(
      { campaignId: campaign.id, publicId: parent.publicId, reporter: Buffer.alloc(32, 1), reason: "insult" },
      new Date(),
    )
    const { actor } = await createOrganiser({
      role: "MODERATOR",
      scope: campaign.id,
      email: "secret-moderator@example.org",
    })
    const all = [
      ...(await Promise.all([parent, child].map(({ commentId }) => findModeratedComment(actor, { commentId })))),
      ...(await Promise.all([parent, child].map(({ commentId }) => findScreening(actor, "comment", commentId)))),
      await findWaiting(actor, null),
      await listSpam(actor, 10),
      await listDecisionsAbout(actor, "comment", parent.commentId),
      await listRecentDecisions(actor, 10),
      [...(await linesOf(actor, [parent, child].map(subjectOf)))],
    ]
    expect(all.filter((one) => one === null)).toEqual([])
    const json = JSON.stringify(all)
    expect(json).toContain("https://her.example/")
    const outsider = (await createOrganiser({ role: "MODERATOR", scope: (await createCampaign()).id })).actor
    expect((await linesOf(outsider, [parent, child].map(subjectOf))).size).toBe(0)
    expect((await linesOf(actor, [parent, child].map(subjectOf))).size).toBe(2)
    expect(json).not.toMatch(/secret-|@example/)
  })
})

describe("what is chosen for comments", () => {
  it("is kept, and the outside service counts as used only where a campaign shows comments and asks it", async () => {
    const campaign = await createCampaign()
    const { actor } = await createOrganiser()
    expect(await findCommentChoices(campaign.id)).toEqual(DEFAULT_CHOICES)
    expect((await findCommentsInUse()).asksOutside).toBe(false)
    const chosen = { ...DEFAULT_CHOICES, mode: "OPEN", closesOn: "2027-02-28", asksOutside: true } as const
    await saveCommentChoices(actor, campaign.id, chosen)
    expect(await findCommentChoices(campaign.id)).toEqual(chosen)
    expect((await findCommentsInUse()).asksOutside).toBe(true)
    await saveCommentChoices(actor, campaign.id, { ...chosen, mode: "OFF" })
    expect((await findCommentsInUse()).asksOutside).toBe(false)
  })
})
