import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { endAccess } from "#lib/domain/identity/people"
import { newSetUpToken } from "#lib/domain/identity/set-up"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { claimOf } from "#lib/web/auth/organiser"
import { formProof } from "#lib/web/auth/proof"
import { createCampaign } from "#tests/factories/campaign"
import { commentOf, createComment, screeningOf } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { HOSTILE_VALUES } from "#tests/support/hostile-corpus"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

let web: Awaited<ReturnType<typeof startHandlers>>
let owner: Visitor
let proof: string

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
  owner = new Visitor(web.url)
  const token = (await newSetUpToken(new Date())) ?? ""
  const answer = await owner.post("/admin/setup", { token, name: "Olga", email: "owner@example.org" })
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/admin"])
  proof = formProof((await claimOf(owner.cookie))!.sessionId)
})
afterAll(() => web.close())

const FROM_HERE = { "sec-fetch-site": "same-origin" }

/** Everything that organisers' forms do, with fields that would be accepted. */
async function forms(): Promise<Record<string, { path: string; fields: Record<string, string> }>> {
  const campaign = await createCampaign()
  const { commentId } = await createComment(campaign)
  const { round } = await screeningOf(commentId)
  return {
    decide: { path: `/admin/moderation/comment/${commentId}`, fields: { action: "approve", round: String(round) } },
    undo: { path: "/admin/moderation/undo", fields: { decision: commentId } },
    rules: { path: "/admin/moderation/rules", fields: { rule: `words of ${commentId}`, what: "hold" } },
    choices: { path: "/admin/moderation/comments", fields: { campaign: campaign.id, mode: "OPEN" } },
    people: {
      path: "/admin/people",
      fields: { action: "invite", name: "Eve", email: `eve-${commentId}@example.org`, role: "VIEWER" },
    },
  }
}

/** Everything that those forms could change. */
async function facts() {
  const states = await db().comment.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } })
  const counts = [db().blockRule.count(), db().commentSettings.count(), db().organiser.count(), db().decision.count()]
  return { states, counts: await Promise.all(counts) }
}

describe("forms of the organisers' area", () => {
  it("work from a page of ours, by what the browser says or by the proof in the form", async () => {
    for (const [fields, headers] of [
      [{}, FROM_HERE],
      [{ proof }, {}],
    ] as const) {
      for (const [name, form] of Object.entries(await forms())) {
        const answer = await owner.post(form.path, { ...form.fields, ...fields }, headers)
        expect(answer.status, name).toBe(303)
        expect(answer.headers.get("cache-control"), name).toContain("no-store")
        expect(answer.headers.get("location"), name).toMatch(/^\/admin\//)
      }
    }
  })

  it("do nothing from another site, without proof, or with the proof of another session", async () => {
    const all = Object.entries(await forms())
    const before = await facts()
    const foreign = { "sec-fetch-site": "cross-site" }
    for (const [name, { path, fields }] of all) {
      for (const [more, headers] of [
        [{ proof }, foreign],
        [{ proof }, { "sec-fetch-site": "same-site" }],
        [{ proof }, { origin: "https://evil.example" }],
        [{ proof }, { origin: "null" }],
        [{}, {}],
        [{ proof: formProof("another session") }, {}],
      ] as [Record<string, string>, Record<string, string>][]) {
        const answer = await owner.post(path, { ...fields, ...more }, headers)
        expect(answer.status, `${name} ${JSON.stringify(headers)}`).toBe(403)
      }
    }
    expect(await facts()).toEqual(before)
  })

  it("lead to the sign-in without a session, and say so to programs", async () => {
    const before = await facts()
    for (const [name, { path, fields }] of Object.entries(await forms())) {
      const nobody = new Visitor(web.url)
      const page = await nobody.post(path, fields, { ...FROM_HERE, accept: "text/html" })
      expect([page.status, page.headers.get("location")], name).toEqual([303, "/login"])
      const json = await nobody.postJson(path, fields, FROM_HERE)
      expect(json.status, name).toBe(401)
    }
    expect((await facts()).counts).toEqual(before.counts)
  })

  it("carries out a decision once; the second moderator is told", async () => {
    const { decide } = await forms()
    const first = await owner.post(decide!.path, decide!.fields, FROM_HERE)
    expect(first.headers.get("location")).toMatch(/^\/admin\/moderation\?done=/)
    expect((await commentOf(decide!.path.split("/").at(-1)!)).state).toBe("VISIBLE")
    const second = await owner.post(decide!.path, { ...decide!.fields, action: "spam" }, FROM_HERE)
    expect(second.headers.get("location")).toContain("notice=changed")
    expect((await commentOf(decide!.path.split("/").at(-1)!)).state).toBe("VISIBLE")
  })

  it("ends everywhere the moment access ends, and on this device by signing out", async () => {
    const { actor } = await createOrganiser()
    const token = await db().organiser.findFirstOrThrow({ where: { memberships: { some: { role: "OWNER" } } } })
    const { rules } = await forms()
    const leaving = owner.cookie
    await owner.post("/admin/logout", {}, FROM_HERE)
    expect(owner.cookie).not.toContain("session")
    const replay = await fetch(web.url + rules!.path, {
      ...{ method: "POST", redirect: "manual", body: new URLSearchParams(rules!.fields) },
      headers: { cookie: leaving, ...FROM_HERE },
    })
    expect([replay.status, replay.headers.get("location")]).toEqual([303, "/login"])
    expect((await endAccess(actor, token.id)).ok).toBe(true)
  })

  it("answer hostile text in any field without a fault, and keep none of it as a rule that holds everything", async () => {
    const fields: Record<string, string[]> = {
      decide: ["action", "reason", "round", "after", "locale"],
      undo: ["decision"],
      rules: ["action", "rule", "what", "scope", "id"],
      choices: ["campaign", "mode", "closesOn", "holdsAll"],
    }
    const all = await forms()
    for (const [name, list] of Object.entries(fields)) {
      const { path, fields: good } = all[name]!
      for (const field of list) {
        for (const { name: value, text } of HOSTILE_VALUES) {
          const { status } = await owner.post(path, { ...good, [field]: text }, FROM_HERE)
          expect(status, `${value} in ${field} of ${name}`).toBeLessThan(500)
        }
      }
    }
    for (const { name, text } of HOSTILE_VALUES) {
      const about = encodeURIComponent(text.toWellFormed()).slice(0, 2_000)
      const { status } = await owner.post(`/admin/moderation/${about}/${about}`, {}, FROM_HERE)
      expect(status, `${name} in the address`).toBeLessThan(500)
    }
    const rules = await db().blockRule.findMany()
    expect(rules.filter(({ pattern }) => pattern.trim().length < 2)).toEqual([])
  }, 60_000)
})
